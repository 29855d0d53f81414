import { decodeUrlPart, encodePathSegment } from '../../http/urls.ts';
import { isArchiveName } from '../packageName.ts';
import { suggestVersion, versionForPlatform } from '../suggestVersion.ts';
import type { ReleaseFile } from './releaseSource.ts';
import type { SourceAccess } from './sourceRequest.ts';

/** Returns the last segment of a URL's path, percent-decoded. Empty if there is no segment. */
export function fileNameOf(url: string): string {
  const last = URL.canParse(url) ? (new URL(url).pathname.split('/').findLast((part) => part !== '') ?? '') : '';
  return decodeUrlPart(last);
}

/** Returns a date with a time zone as milliseconds since 1970. Undefined if the date is missing or invalid. */
export function parseDate(date: string | undefined): number | undefined {
  const moment = date === undefined ? NaN : Date.parse(date);
  return Number.isFinite(moment) ? moment : undefined;
}

/**
 * Returns the version in a tag (release-sources.md 6.1): the text after `v`, `release-`, `release/` or the package's
 * name, if that text starts with a digit. Undefined for other tags, and for tags such as `v2`, which name a series of
 * versions.
 */
export function tagVersion(tag: string): string | undefined {
  const bare = tag.replace(/^refs\/tags\//, '');
  // GitHub gives a draft release a tag of the form `untagged-<hash>`.
  if (/^v?\d{1,2}$/i.test(bare) || bare.startsWith('untagged-')) return undefined;
  const match = /^(?:[\w.@/-]{0,100}?[@/_-])??(?:v|release[-/_]?|version[-/_]?)?(\d[\w.+-]{0,63})$/i.exec(bare);
  return match?.[1] === undefined ? undefined : versionForPlatform(match[1]);
}

/**
 * Returns a file of a release. `stated` contains what the source states about the file. If the source states no
 * version, the version is derived from the tag or the URL.
 */
export function releaseFile(
  { credential }: SourceAccess,
  { tag, version, ...stated }: Pick<ReleaseFile, 'url' | 'fileName'> & Partial<ReleaseFile> & { tag?: string },
): ReleaseFile {
  return {
    ...(version === undefined
      ? versionOf(tag, stated)
      : { version: versionForPlatform(version), versionFrom: 'source' as const }),
    sizeBytes: undefined,
    sha256: undefined,
    // Without a credential, only a public source can be listed. With a credential, the list does not show whether the
    // source is private, so the file may need the credential.
    needsCredentials: credential !== undefined,
    madeOnRequest: false,
    ...stated,
  };
}

/** Returns an archive of the source code, which the server creates on request (release-sources.md 2.3). */
export function sourceArchive(access: SourceAccess, url: string, tag: string): ReleaseFile {
  const fileName = isArchiveName(url) ? fileNameOf(url) : `${tag.replaceAll('/', '-')}.tar.gz`;
  return releaseFile(access, { url, fileName, tag, madeOnRequest: true, apiUrl: url });
}

/**
 * Returns the version of a release's file from the tag, or else from the URL or the file name. Both members are
 * undefined if no version is found.
 */
function versionOf(
  tag: string | undefined,
  { url, fileName }: Pick<ReleaseFile, 'url' | 'fileName'>,
): Pick<ReleaseFile, 'version' | 'versionFrom'> {
  const fromTag = tag === undefined ? undefined : tagVersion(tag);
  if (fromTag !== undefined) return { version: fromTag, versionFrom: 'tag' };
  // Try the file name too, because the last segment of the URL is not always the file's name.
  const fromUrl = suggestVersion(url);
  const suggested =
    fromUrl && fromUrl.trust !== 'low' ? fromUrl : suggestVersion(`https://host/${encodePathSegment(fileName)}`);
  if (!suggested || suggested.trust === 'low') return { version: undefined, versionFrom: undefined };
  return { version: versionForPlatform(suggested.version), versionFrom: suggested.from };
}
