import { decodedText } from '../../http/urls.ts';
import { suggestVersion, versionForPlatform } from '../suggestVersion.ts';
import type { ReleaseFile } from './releaseSource.ts';
import type { SourceAccess } from './sourceRequest.ts';

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

/**
 * Returns the version in a tag (release-sources.md 6.1): what follows `v`, `release-`, `release/` or the name of the
 * package, if it starts with a digit. Undefined for a line of versions such as `v2`, and for tags without a version.
 */
export function tagVersion(tag: string): string | undefined {
  const bare = tag.replace(/^refs\/tags\//, '');
  if (/^v?\d{1,2}$/i.test(bare)) return undefined;
  const match = /^(?:[\w.@/-]{0,100}?[@/_-])??(?:v|release[-/_]?|version[-/_]?)?(\d[\w.+-]{0,63})$/i.exec(bare);
  return match?.[1] === undefined ? undefined : versionForPlatform(match[1]);
}

/** Returns a file of a release from what the source states about it. */
export function releaseFile(
  { credential }: SourceAccess,
  { tag, version, ...stated }: Pick<ReleaseFile, 'url' | 'fileName'> & Partial<ReleaseFile> & { tag?: string },
): ReleaseFile {
  return {
    ...(version === undefined ? versionOf(tag, stated.url) : { version, versionFrom: 'source' as const }),
    sizeBytes: undefined,
    sha256: undefined,
    // A list does not tell whether the source is private. Without a credential, it is public.
    needsCredentials: credential !== undefined,
    madeOnRequest: false,
    ...stated,
  };
}

/** Returns an archive of the sources, which is made on request (release-sources.md 2.3). */
export function sourceArchive(access: SourceAccess, url: string, tag: string): ReleaseFile {
  const fileName = isArchiveName(url) ? fileNameOf(url) : `${tag.replaceAll('/', '-')}.tar.gz`;
  return releaseFile(access, { url, fileName, tag, madeOnRequest: true, apiUrl: url });
}

/** Returns the version of a release's file, and where it comes from. */
function versionOf(tag: string | undefined, url: string): Pick<ReleaseFile, 'version' | 'versionFrom'> {
  const fromTag = tag === undefined ? undefined : tagVersion(tag);
  if (fromTag !== undefined) return { version: fromTag, versionFrom: 'tag' };
  const suggested = suggestVersion(url);
  if (!suggested || suggested.trust === 'low') return { version: undefined, versionFrom: undefined };
  return { version: versionForPlatform(suggested.version), versionFrom: suggested.from };
}
