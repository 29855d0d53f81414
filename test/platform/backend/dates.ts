const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000;

/**
 * Formats a date as the backend does, in China time, which is the server's default (platform-api.md 6.5). `null` stays
 * `null`.
 */
export function platformDate(date: Date, withOffset: boolean): string;
export function platformDate(date: Date | null, withOffset: boolean): string | null;
export function platformDate(date: Date | null, withOffset: boolean): string | null {
  if (date === null) return null;
  const text = new Date(date.getTime() + CHINA_OFFSET_MS).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)}${withOffset ? ' +0800' : ''}`;
}
