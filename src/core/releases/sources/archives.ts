import { decodedText } from '../../http/urls.ts';

/** Whether a file is an archive that can be a package, by its name: what a list is for, before anything is downloaded. */
export function isArchiveName(fileName: string): boolean {
  return /\.(?:tar\.gz|tgz|tar|zip)$/i.test(fileName);
}

/** The last part of an address's path, decoded; empty where there is none. */
export function fileNameOf(url: string): string {
  const last = URL.canParse(url) ? (new URL(url).pathname.split('/').findLast((part) => part !== '') ?? '') : '';
  return decodedText(last);
}

/** Milliseconds since 1970 of a date with a zone; undefined for anything else. */
export function momentOf(date: string | undefined): number | undefined {
  const moment = date === undefined ? NaN : Date.parse(date);
  return Number.isFinite(moment) ? moment : undefined;
}
