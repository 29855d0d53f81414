import type { BackendCall } from '../route.ts';

const TRUE_WORDS = ['t', 'y', 'yes', 'true', 'on', '1'];

/** Returns whether the query parameter is one of the words in `TRUE_WORDS`, in upper or lower case. */
export function flagOf(call: BackendCall, field: string): boolean {
  return TRUE_WORDS.includes((call.query.get(field) ?? '').toLowerCase());
}
