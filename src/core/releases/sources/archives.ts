import { decodedText } from '../../http/urls.ts';

/** Returns whether a file name is that of an archive. For lists, before anything is downloaded. */
export function isArchiveName(fileName: string): boolean {
  return /\.(?:tar\.gz|tgz|tar|zip)$/i.test(fileName);
}

/** Returns the last segment of a URL's path, decoded. Empty if there is none. */
export function fileNameOf(url: string): string {
  const last = URL.canParse(url) ? (new URL(url).pathname.split('/').findLast((part) => part !== '') ?? '') : '';
  return decodedText(last);
}

/** Parses a date with a time zone to milliseconds since 1970. Undefined if invalid. */
export function momentOf(date: string | undefined): number | undefined {
  const moment = date === undefined ? NaN : Date.parse(date);
  return Number.isFinite(moment) ? moment : undefined;
}
