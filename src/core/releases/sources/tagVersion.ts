import { suggestVersion, versionForPlatform } from '../suggestVersion.ts';
import type { ReleaseFile } from './releaseSource.ts';

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

/** Returns the version of a release's file, and where it comes from. */
export function versionOf(tag: string | undefined, url: string): Pick<ReleaseFile, 'version' | 'versionFrom'> {
  const fromTag = tag === undefined ? undefined : tagVersion(tag);
  if (fromTag !== undefined) return { version: fromTag, versionFrom: 'tag' };
  const suggested = suggestVersion(url);
  if (!suggested || suggested.trust === 'low') return { version: undefined, versionFrom: undefined };
  return { version: versionForPlatform(suggested.version), versionFrom: suggested.from };
}
