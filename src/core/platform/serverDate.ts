/** A time from the platform. */
export interface ServerDate {
  /** Milliseconds since 1970. */
  time: number;
}

/**
 * Parses a time such as `2026-07-23 14:29:17 +0800`. Platforms before 1.7 send no offset, which means +08:00
 * (platform-api.md 6.5). Returns undefined for any other text. JavaScript's `Date` does not reliably parse the form
 * with an offset.
 */
export function parseServerDate(value: unknown): ServerDate | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?: ([+-]\d\d)(\d\d))?$/.exec(value.trim());
  if (!match) return undefined;
  const [, day = '', clock = '', hours = '+08', minutes = '00'] = match;
  const time = Date.parse(`${day}T${clock}${hours}:${minutes}`);
  return Number.isNaN(time) ? undefined : { time };
}

/**
 * Parses the `Date` header of a response as milliseconds since 1970. Returns undefined if the header is missing or
 * invalid.
 */
export function parseHttpDate(header: string | undefined): number | undefined {
  const time = header === undefined ? NaN : Date.parse(header);
  return Number.isNaN(time) ? undefined : time;
}
