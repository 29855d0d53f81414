import { decodedText, urlPath } from '../http/urls.ts';
import {
  ARCHIVE_SUFFIX,
  DATE,
  LAST_NUMBER,
  PACKAGING_WORD,
  SYSTEM_BEFORE_VERSION,
  VERSION,
} from './versionPatterns.ts';

/** The version of a package, guessed from its link or file name. */
export interface VersionSuggestion {
  /** As written, without a leading `v`; see `versionForPlatform`. At most 64 characters. */
  version: string;
  /** Text before the version. Empty if there is none and the link names no repository. */
  name: string;
  /** `low` may be a project number or a build: show it, do not fill it in. */
  trust: 'high' | 'medium' | 'low';
  from: 'fileName' | 'path';
}

/** Characters of a path. The platform accepts URLs of 2048; the limit keeps the patterns fast on pasted text. */
const MAX_PATH = 4096;
/** Characters that a deployment can record (platform-api.md 6.3). */
const MAX_VERSION = 64;

/**
 * Guesses the version from a package's URL, path or file name: first from the file name, then from its folders, nearest
 * first. Undefined if there is none, as in `app-latest.tar.gz`. Never throws.
 */
export function suggestVersion(packageUrl: string): VersionSuggestion | undefined {
  const folders = pathSegments(packageUrl.trim());
  const fileName = folders.pop();
  if (fileName === undefined) return undefined;

  const stem = withoutArchiveSuffixes(fileName);
  const inName = findVersion(stem);
  // A folder called 1.0.3 is a better guess than a number of unknown meaning at the end of the name.
  const inPath = inName === undefined || inName.trust === 'low' ? findInPath(folders, stem) : undefined;
  const found = inPath === undefined ? inName : { version: inPath, name: stem, trust: 'medium' as const };
  if (found === undefined || found.version.length > MAX_VERSION) return undefined;

  const { version, name, trust } = found;
  return { version, name: name || repositoryName(folders), trust, from: inPath === undefined ? 'fileName' : 'path' };
}

/** Returns the version with `-` for `+` and `/`, which an image tag does not allow (platform-api.md 6.3). */
export function versionForPlatform(version: string): string {
  return version.replace(/[+/]/g, '-');
}

function pathSegments(packageUrl: string): string[] {
  const path = urlPath(packageUrl);
  if (path.length > MAX_PATH) return [];
  const slashes = packageUrl.includes('://') ? path : path.replaceAll('\\', '/');
  // Split again after decoding: some stores write a whole object key as one segment, with %2F for its slashes.
  const segments = slashes.split('/').flatMap((segment) => decodedText(segment).split('/'));
  return segments.filter((segment) => segment !== '');
}

/** Drops archive suffixes, and the ` (1)` that a browser adds before them to a second download. */
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

interface Found extends Pick<VersionSuggestion, 'version' | 'name' | 'trust'> {
  kind: 'version' | 'date' | 'number';
  /** Text after the version, without packaging words. */
  rest: string;
}

function findVersion(stem: string): Found | undefined {
  const withoutWords = dropRepeatedly(stem, PACKAGING_WORD);
  // git describe: "5 commits after the tag" belongs to the version, "0 commits after" does not.
  const describe = /-([0-9]{1,6})-g[0-9a-f]{4,40}$/i.exec(withoutWords);
  const text = describe ? dropRepeatedly(withoutWords.slice(0, describe.index), PACKAGING_WORD) : withoutWords;

  const dates = [...text.matchAll(DATE)];
  const found = findDotted(text, dates) ?? foundAt(text, dates.at(-1), 'date', 'medium') ?? findLastNumber(text);
  if (found === undefined) return undefined;
  const commits = describe && Number(describe[1]) > 0 && found.rest === '' ? describe[0] : '';
  return { ...found, version: found.version + commits, name: found.name.replace(/[-_.@+~\s]+$/, '') };
}

/** Finds the last `1.2.3` that is neither in a date nor the version of a system or language (`-ubuntu-22.04`). */
function findDotted(text: string, dates: RegExpExecArray[]): Found | undefined {
  const candidates = [...text.matchAll(VERSION)].filter(({ index }) => {
    return !dates.some((date) => date.index <= index && index < date.index + date[0].length);
  });
  const own = candidates.filter(({ index }, i) => i === 0 || !SYSTEM_BEFORE_VERSION.test(text.slice(0, index)));
  return foundAt(text, own.at(-1), 'version', 'high');
}

function findLastNumber(text: string): Found | undefined {
  const match = LAST_NUMBER.exec(text);
  // `v2` alone is a line of versions, not a release.
  const line = match?.index === 0 && /^v[0-9]{1,2}$/i.test(match[0]);
  return foundAt(text, match ?? undefined, 'number', match?.groups?.['v'] && !line ? 'medium' : 'low');
}

function foundAt(
  text: string,
  match: RegExpExecArray | undefined,
  kind: Found['kind'],
  trust: Found['trust'],
): Found | undefined {
  const version = match?.groups?.['version'];
  if (match === undefined || version === undefined) return undefined;
  return { version, name: text.slice(0, match.index), trust, kind, rest: text.slice(match.index + match[0].length) };
}

/** Finds the nearest folder that is a version: `1.0.3`, `v1.0.3`, `release-1.0.3`, or the package's name and one. */
function findInPath(folders: string[], stem: string): string | undefined {
  const index = folders.findLastIndex((folder, i) => {
    // /api/4.0/ is the version of the server.
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

/** Returns the folder before the path segment that GitHub, GitLab and Gitea put after the repository. */
function repositoryName(folders: string[]): string {
  const index = folders.findIndex((folder) => {
    return /^(?:archive|releases|-|tarball|zipball|(?:legacy\.)?tar\.gz|(?:legacy\.)?zip)$/.test(folder);
  });
  return folders[index - 1] ?? '';
}
