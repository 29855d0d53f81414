import type { BackendCall } from '../route.ts';

const YES = ['t', 'y', 'yes', 'true', 'on', '1'];

/** A yes-or-no value of the query; anything but a word for yes is no. */
export function flagOf(call: BackendCall, field: string): boolean {
  return YES.includes((call.query.get(field) ?? '').toLowerCase());
}
