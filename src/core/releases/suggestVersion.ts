import { decodeUrlPart, urlPath } from '../http/urls.ts';
import {
  ARCHIVE_SUFFIX,
  DATE_PATTERN,
  LAST_NUMBER_PATTERN,
  PACKAGING_WORD_PATTERN,
  SYSTEM_BEFORE_VERSION,
  VERSION_PATTERN,
} from './versionPatterns.ts';

/** The version of a package, guessed from its link or file name. */
export interface VersionSuggestion {
  /** The version as written in the link, without a leading `v` (see `versionForPlatform`). At most 64 characters. */
  version: string;
  /** Text before the version, or the repository's name in the link if there is no such text. May be empty. */
  name: string;
  /** `low`: the version may be a project number or a build number, so show it but do not fill it into a form. */
  trust: 'high' | 'medium' | 'low';
  from: 'fileName' | 'path';
}

/**
 * Maximum characters of a path. The platform accepts URLs of up to 2,048 characters. This limit keeps the regular
 * expressions fast on pasted text.
 */
const MAX_PATH_LENGTH = 4096;
/** Maximum characters of a version in the platform's record of a deployment (platform-api.md 6.3). */
const MAX_VERSION_LENGTH = 64;

/**
 * Guesses the version from a package's URL, path or file name. Searches the file name first, then the folders from the
 * last to the first. Undefined if there is no version, as in `app-latest.tar.gz`. Never throws.
 */
export function suggestVersion(packageUrl: string): VersionSuggestion | undefined {
  const folders = pathSegments(packageUrl.trim());
  const fileName = folders.pop();
  if (fileName === undefined) return undefined;

  const stem = withoutArchiveSuffixes(fileName);
  const inName = findVersion(stem);
  // A folder such as `1.0.3` is a better guess than a number of unknown meaning at the end of the file name.
  const inPath = inName === undefined || inName.trust === 'low' ? findVersionInPath(folders, stem) : undefined;
  const found = inPath === undefined ? inName : { version: inPath, name: stem, trust: 'medium' as const };
  if (found === undefined || found.version.length > MAX_VERSION_LENGTH) return undefined;

  const { version, name, trust } = found;
  return { version, name: name || repositoryName(folders), trust, from: inPath === undefined ? 'fileName' : 'path' };
}

/**
 * Returns the version with `-` in place of `+` and `/`, because an image tag cannot contain `+` or `/`
 * (platform-api.md 6.3).
 */
export function versionForPlatform(version: string): string {
  return version.replace(/[+/]/g, '-');
}

function pathSegments(packageUrl: string): string[] {
  const path = urlPath(packageUrl);
  if (path.length > MAX_PATH_LENGTH) return [];
  const slashes = packageUrl.includes('://') ? path : path.replaceAll('\\', '/');
  // Each segment is split again after decoding, because some stores write a whole object key as one segment, with %2F
  // for the slashes of the key.
  const segments = slashes.split('/').flatMap((segment) => decodeUrlPart(segment).split('/'));
  return segments.filter((segment) => segment !== '');
}

/** Removes archive suffixes. Also removes the ` (1)` that a browser adds before the suffixes of a second download. */
function withoutArchiveSuffixes(fileName: string): string {
  return dropRepeatedly(fileName, ARCHIVE_SUFFIX).replace(/ {0,2}\([0-9]{1,3}\)$/, '');
}

function dropRepeatedly(text: string, ending: RegExp): string {
  for (;;) {
    const shorter = text.replace(ending, '');
    if (shorter === text) return text;
    text = shorter;
  }
}

interface FoundVersion extends Pick<VersionSuggestion, 'version' | 'name' | 'trust'> {
  kind: 'version' | 'date' | 'number';
  /** Text after the version, without packaging words. */
  rest: string;
}

function findVersion(stem: string): FoundVersion | undefined {
  const withoutWords = dropRepeatedly(stem, PACKAGING_WORD_PATTERN);
  // `git describe` appends the number of commits after the tag, as in `-5-gabc1234`. The appended text belongs to the
  // version unless the number is 0.
  const describe = /-([0-9]{1,6})-g[0-9a-f]{4,40}$/i.exec(withoutWords);
  const text = describe ? dropRepeatedly(withoutWords.slice(0, describe.index), PACKAGING_WORD_PATTERN) : withoutWords;

  const dates = [...text.matchAll(DATE_PATTERN)];
  const found =
    findDottedVersion(text, dates) ?? toFoundVersion(text, dates.at(-1), 'date', 'medium') ?? findLastNumber(text);
  if (found === undefined) return undefined;
  const commits = describe && Number(describe[1]) > 0 && found.rest === '' ? describe[0] : '';
  return { ...found, version: found.version + commits, name: found.name.replace(/[-_.@+~\s]+$/, '') };
}

/**
 * Returns the last version with dots, such as `1.2.3`. Skips parts of dates. Also skips the version of a system or
 * language, as in `-ubuntu-22.04`, unless it is the first version in the text.
 */
function findDottedVersion(text: string, dates: RegExpExecArray[]): FoundVersion | undefined {
  const candidates = [...text.matchAll(VERSION_PATTERN)].filter(({ index }) => {
    return !dates.some((date) => date.index <= index && index < date.index + date[0].length);
  });
  const own = candidates.filter(({ index }, i) => i === 0 || !SYSTEM_BEFORE_VERSION.test(text.slice(0, index)));
  return toFoundVersion(text, own.at(-1), 'version', 'high');
}

function findLastNumber(text: string): FoundVersion | undefined {
  const match = LAST_NUMBER_PATTERN.exec(text);
  // `v2` alone is a series of versions, not the version of one release.
  const isSeries = match?.index === 0 && /^v[0-9]{1,2}$/i.test(match[0]);
  return toFoundVersion(text, match ?? undefined, 'number', match?.groups?.['v'] && !isSeries ? 'medium' : 'low');
}

function toFoundVersion(
  text: string,
  match: RegExpExecArray | undefined,
  kind: FoundVersion['kind'],
  trust: FoundVersion['trust'],
): FoundVersion | undefined {
  const version = match?.groups?.['version'];
  if (match === undefined || version === undefined) return undefined;
  return { version, name: text.slice(0, match.index), trust, kind, rest: text.slice(match.index + match[0].length) };
}

/**
 * Returns the version in the last folder that is named like a version: `1.0.3`, `v1.0.3`, `release-1.0.3`, or the
 * package's name followed by a version.
 */
function findVersionInPath(folders: string[], stem: string): string | undefined {
  const index = folders.findLastIndex((folder, i) => {
    // In /api/4.0/, the number is the version of the server's API.
    return isVersionOf(stem, folder) && !/^(?:api|rest)$/i.test(folders[i - 1] ?? '');
  });
  return findVersion(folders[index] ?? '')?.version;
}

function isVersionOf(stem: string, folder: string): boolean {
  const found = findVersion(folder);
  if (found === undefined || found.kind === 'number' || found.rest !== '') return false;
  const name = found.name.toLowerCase();
  return name === '' || name === stem.toLowerCase() || /^(?:release|rel|version|tag)s?$/.test(name);
}

/**
 * Returns the repository's name in a link of GitHub, GitLab or Gitea. The name is the folder before the segment that
 * these servers put after the repository. Empty for other links.
 */
function repositoryName(folders: string[]): string {
  const index = folders.findIndex((folder) => {
    return /^(?:archive|releases|-|tarball|zipball|(?:legacy\.)?tar\.gz|(?:legacy\.)?zip)$/.test(folder);
  });
  return folders[index - 1] ?? '';
}
