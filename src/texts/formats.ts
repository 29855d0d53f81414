import type { SourceOrigin } from '../core/platform/modules.ts';
import type { Translate } from './translate.ts';
import type { Identity } from '../core/platform/applications.ts';

/** Formats bytes as file managers do, such as "1.40 MB". A KB has 1,024 bytes. */
export function formatSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 2 : 1)} ${units[unit] ?? ''}`;
}

/**
 * Returns `one` if the count is 1, and otherwise `many`. VS Code's l10n does not support plural forms, so both texts
 * are translated. In a language without plural forms, such as Chinese, both translations are the same.
 */
export function oneOrMany(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

/** Formats the exact number of bytes with commas as separators in every language. */
export function formatExactBytes(t: Translate, bytes: number): string {
  const number = bytes.toLocaleString('en-US');
  return oneOrMany(bytes, t('{0} byte', number), t('{0} bytes', number));
}

/** Formats milliseconds, such as "420 ms" or "3.2 s". */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Returns the platform's name for the origin of a module's code. */
export function originText(t: Translate, origin: SourceOrigin): string {
  const texts: Record<SourceOrigin, string> = {
    repository: t('code repository'),
    lessCode: t('LessCode'),
    sMart: t('S-Mart'),
    image: t('image'),
    cloudNativeImage: t('image'),
    scene: t('scenario template'),
    aiAgent: t('AI agent'),
    unknown: t('unknown source'),
  };
  return texts[origin];
}

/** Formats the milliseconds of a longer wait, such as "20 s", "1 min 5 s" or "1 h 2 min". */
export function formatLongDuration(t: Translate, milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return t('{0} s', seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('{0} min {1} s', minutes, seconds % 60);
  return t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}

/**
 * The clock and time zone of the person who reads the texts. `minutesAhead` returns by how many minutes the time zone
 * is ahead of UTC at a time. All times are in milliseconds since 1970.
 */
export interface LocalClock {
  now: () => number;
  minutesAhead: (time: number) => number;
}

/** The clock of the computer that runs the extension. */
export const localClock: LocalClock = {
  now: () => Date.now(),
  minutesAhead: (time) => -new Date(time).getTimezoneOffset(),
};

/** Formats a moment in the person's time zone with the UTC offset, such as `2026-07-23 14:29:17 UTC+08:00`. */
export function absoluteTime(time: number, { minutesAhead }: Pick<LocalClock, 'minutesAhead'> = localClock): string {
  const ahead = minutesAhead(time);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const offset = `${twoDigits(Math.floor(Math.abs(ahead) / 60))}:${twoDigits(Math.abs(ahead) % 60)}`;
  return `${formatLocalTime(time, ahead)} UTC${ahead < 0 ? '-' : '+'}${offset}`;
}

/**
 * Formats how long ago a moment was, such as "5 min ago". A moment more than a week ago becomes its date in the
 * person's time zone. A moment up to 5 minutes in the future becomes "just now", because the clocks of two computers
 * can differ. A moment further in the future becomes its date.
 */
export function relativeTime(t: Translate, time: number, clock: LocalClock = localClock): string {
  const minutes = Math.floor((clock.now() - time) / 60_000);
  if (minutes >= 7 * 24 * 60 || minutes < -5) return formatLocalTime(time, clock.minutesAhead(time)).slice(0, 10);
  if (minutes < 1) return t('just now');
  if (minutes < 60) return t('{0} min ago', minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? t('{0} h ago', hours) : t('{0} d ago', Math.floor(hours / 24));
}

function formatLocalTime(time: number, minutesAhead: number): string {
  return new Date(time + minutesAhead * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Joins the items of a list with the separator of the language. */
export function listText(t: Translate, items: readonly string[]): string {
  return items.join(t(', '));
}

/**
 * Joins the sentences that are neither undefined nor empty, with the space that the language puts between sentences.
 */
export function sentencesText(t: Translate, sentences: readonly (string | undefined)[]): string {
  return sentences.reduce<string>((before, sentence = '') => {
    if (before === '' || sentence === '') return before + sentence;
    return t('{0} {1}', before, sentence);
  }, '');
}

/** Joins the parts that are neither undefined nor empty. */
export function joinParts(parts: readonly (string | undefined)[], separator = ' · '): string {
  return parts.filter((part) => part !== undefined && part !== '').join(separator);
}

/**
 * Makes a text safe for a notification or an input box, in which VS Code (1.112 and 1.139) turns `[text](command:…)`
 * into a link that runs the command with arguments. The extension's texts contain no links, but can quote text of a
 * server.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Returns "Signed in to … as …". Omits the user and the application if the gateway did not report them. */
export function signedInText(t: Translate, platformName: string, { userName, appCode }: Identity): string {
  if (userName && appCode)
    return t('Signed in to {0} as {1} (token for application {2}).', platformName, userName, appCode);
  if (userName) return t('Signed in to {0} as {1}.', platformName, userName);
  return t('Signed in to {0}.', platformName);
}
