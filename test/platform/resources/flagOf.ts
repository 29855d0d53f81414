import type { BackendCall } from '../route.ts';

const YES = ['t', 'y', 'yes', 'true', 'on', '1'];

/** Parses a boolean of the query: true only for a word that means yes. */
export function flagOf(call: BackendCall, field: string): boolean {
  return YES.includes((call.query.get(field) ?? '').toLowerCase());
}
