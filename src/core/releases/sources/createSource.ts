import { compareVersions, validate } from 'compare-versions';
import { isWebAddress } from '../../http/urls.ts';
import { bkRepoFolder } from './bkRepoFolder.ts';
import { giteaSource } from './gitea.ts';
import { apiBase, githubSource } from './github.ts';
import { gitlabSource } from './gitlab.ts';
import type { Release, ReleaseSource } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import type { SourceAccess } from './sourceRequest.ts';
import { webIndex } from './webIndex.ts';

/** Returns the source of a setting. Sends nothing. */
export function createSource(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSource {
  const source = sourceOfKind(setting, access);
  return {
    ...source,
    list: async (options) => {
      const page = await source.list(options);
      const releases = page.releases.map(withUsableFiles);
      // BK-Repo's dates have no zone, so its own order stays (release-sources.md 1.4).
      return { ...page, releases: source.kind === 'bkrepo' ? releases : releases.sort(newestFirst) };
    },
  };
}

/** Returns the release without files whose URL cannot be fetched. A server can send any text as a URL. */
function withUsableFiles(release: Release): Release {
  return {
    ...release,
    files: release.files.filter(({ url, apiUrl }) => isWebAddress(url) && isWebAddress(apiUrl ?? url)),
  };
}

function sourceOfKind(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSource {
  switch (setting.kind) {
    case 'github':
      return githubSource(setting, access);
    case 'gitlab':
      return gitlabSource(setting, access);
    case 'gitea':
    case 'gitee':
      return giteaSource(setting, access);
    case 'bkrepo':
      return bkRepoFolder(setting, access);
    case 'index':
      return webIndex(setting, access);
  }
}

/** Orders releases by date, then by version. Those without a date, or without a comparable version, come last. */
function newestFirst(one: Release, other: Release): number {
  const byDate = (other.publishedAt ?? 0) - (one.publishedAt ?? 0);
  if (byDate !== 0) return byDate;
  const [first, second] = [one.files[0]?.version ?? '', other.files[0]?.version ?? ''];
  if (validate(first) !== validate(second)) return validate(first) ? -1 : 1;
  if (validate(first)) return compareVersions(second, first);
  return first === second ? 0 : second < first ? -1 : 1;
}

/** Returns the origin and the header that a source's credential is for (release-sources.md 2.1, 3, 4, 1.2). */
export function credentialPlace(setting: ReleaseSourceSetting): { origin: string; header: string } {
  const url = new URL(setting.url);
  switch (setting.kind) {
    case 'github':
      return { origin: new URL(apiBase(url)).origin, header: 'authorization' };
    case 'gitlab':
      return { origin: url.origin, header: 'private-token' };
    case 'gitea':
    case 'gitee':
    case 'bkrepo':
    case 'index':
      return { origin: url.origin, header: 'authorization' };
  }
}
