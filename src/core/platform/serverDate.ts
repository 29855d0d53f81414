/** A moment as the platform wrote it: `text` is its own wall clock with the zone, `time` is comparable (ms since 1970). */
export interface ServerDate {
  text: string;
  time: number;
}

/**
 * Reads `2026-07-23 14:29:17 +0800`, or the same without offset from platforms before 1.7, which then means +08:00
 * (platform-api.md 6.5). JavaScript's own `Date` does not read the offset form reliably. Undefined when it is neither.
 */
export function parseServerDate(value: unknown): ServerDate | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?: ([+-]\d\d)(\d\d))?$/.exec(value.trim());
  if (!match) return undefined;
  const [, day = '', clock = '', hours = '+08', minutes = '00'] = match;
  const time = Date.parse(`${day}T${clock}${hours}:${minutes}`);
  return Number.isNaN(time) ? undefined : { text: `${day} ${clock} UTC${hours}:${minutes}`, time };
}

/** The `Date` header of an answer as milliseconds since 1970; undefined when there is none that can be read. */
export function parseHttpDate(header: string | undefined): number | undefined {
  const time = header === undefined ? NaN : Date.parse(header);
  return Number.isNaN(time) ? undefined : time;
}
