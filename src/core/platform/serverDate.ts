/** A time from the platform: `text` is its wall clock with the zone, `time` is comparable (milliseconds since 1970). */
export interface ServerDate {
  text: string;
  time: number;
}

/**
 * Parses `2026-07-23 14:29:17 +0800`, or the same without offset from platforms before 1.7, where it means +08:00
 * (platform-api.md 6.5). JavaScript's `Date` does not parse the offset form reliably. Returns undefined for other text.
 */
export function parseServerDate(value: unknown): ServerDate | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?: ([+-]\d\d)(\d\d))?$/.exec(value.trim());
  if (!match) return undefined;
  const [, day = '', clock = '', hours = '+08', minutes = '00'] = match;
  const time = Date.parse(`${day}T${clock}${hours}:${minutes}`);
  return Number.isNaN(time) ? undefined : { text: `${day} ${clock} UTC${hours}:${minutes}`, time };
}

/** Parses the `Date` header of a response as milliseconds since 1970; undefined when it is missing or invalid. */
export function parseHttpDate(header: string | undefined): number | undefined {
  const time = header === undefined ? NaN : Date.parse(header);
  return Number.isNaN(time) ? undefined : time;
}
