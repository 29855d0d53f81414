import type { BackendCall } from '../route.ts';

const YES = ['t', 'y', 'yes', 'true', 'on', '1'];

/** Parses a boolean of the query. Returns true only for the words of `YES`, in upper or lower case. */
export function flagOf(call: BackendCall, field: string): boolean {
  return YES.includes((call.query.get(field) ?? '').toLowerCase());
}
