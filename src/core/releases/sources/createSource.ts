import { compareVersions, validate } from 'compare-versions';
import { isWebAddress } from '../../http/urls.ts';
import { bkRepoFolder } from './bkRepoFolder.ts';
import { giteaSource } from './gitea.ts';
import { apiBase, githubSource } from './github.ts';
import { gitlabSource } from './gitlab.ts';
import type { Release, ReleaseSource } from './releaseSource.ts';
import type { ReleaseSourceKind, ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { openFile, type SourceAccess } from './sourceRequest.ts';
import { webIndex } from './webIndex.ts';

/** Returns the release source for a setting. Sends no request. */
export function createSource(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSource {
  const source = sourceFactories[setting.kind](setting, access);
  return {
    open: (file, options) => openFile(access, new URL(file.apiUrl ?? file.url), options),
    ...source,
    list: async (options) => {
      const page = await source.list(options);
      const releases = page.releases.map(withUsableFiles);
      // Keep the order that BK-Repo sends, because BK-Repo's dates have no time zone (release-sources.md 1.4).
      const sorted = setting.kind === 'bkrepo' ? releases : releases.sort(newestFirst);
      return { ...page, releases: sorted.slice(0, maxReleases) };
    },
  };
}

/** Maximum number of releases of one page. If a page has more, only the newest are used. */
const maxReleases = 2000;

const sourceFactories: Readonly<Record<ReleaseSourceKind, typeof gitlabSource>> = {
  github: githubSource,
  gitlab: gitlabSource,
  gitea: giteaSource,
  gitee: giteaSource,
  bkrepo: bkRepoFolder,
  index: webIndex,
};

/**
 * Returns the release without files whose URL is not http or https, because a server can send any text as a URL. Files
 * that the server creates on request come last.
 */
function withUsableFiles(release: Release): Release {
  const files = release.files.filter(({ url, apiUrl }) => isWebAddress(url) && isWebAddress(apiUrl ?? url));
  return { ...release, files: files.sort((one, other) => Number(one.madeOnRequest) - Number(other.madeOnRequest)) };
}

/**
 * Compares two releases for sorting: newest date first, then highest version first. Releases without a date come last.
 * Among releases with the same date, releases without a comparable version come last.
 */
function newestFirst(one: Release, other: Release): number {
  const byDate = (other.publishedAt ?? 0) - (one.publishedAt ?? 0);
  if (byDate !== 0) return byDate;
  const [first, second] = [one.files[0]?.version ?? '', other.files[0]?.version ?? ''];
  if (validate(first) !== validate(second)) return validate(first) ? -1 : 1;
  if (validate(first)) return compareVersions(second, first);
  return first === second ? 0 : second < first ? -1 : 1;
}

/**
 * Returns the origin that a source's credential may be sent to, and the name of the header for the credential
 * (release-sources.md 2.1, 3, 4, 1.2).
 */
export function credentialTarget({ kind, url }: ReleaseSourceSetting): { origin: string; header: string } {
  const page = new URL(url);
  const { origin } = kind === 'github' ? new URL(apiBase(page)) : page;
  return { origin, header: kind === 'gitlab' ? 'private-token' : 'authorization' };
}
