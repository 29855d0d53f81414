import type { BackendCall } from '../route.ts';

const YES = ['t', 'y', 'yes', 'true', 'on', '1'];

/** Returns whether the query parameter is one of the words in `YES`, in upper or lower case. */
export function flagOf(call: BackendCall, field: string): boolean {
  return YES.includes((call.query.get(field) ?? '').toLowerCase());
}
