import { numberOf } from '../../http/json.ts';
import { releaseFile, sourceArchive } from './archives.ts';
import { parseRelease } from './github.ts';
import type { ListedSource } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { readItems, type SourceAccess } from './sourceRequest.ts';

/** Releases per page. Gitea silently returns at most 50 (release-sources.md 4). */
const perPage = 50;

/** Returns the source for Gitea, Forgejo and Gitee, whose lists differ (release-sources.md 4). */
export function giteaSource(setting: ReleaseSourceSetting, access: SourceAccess): ListedSource {
  const page = new URL(setting.url);
  const isGitee = setting.kind === 'gitee';
  const [owner = '', repository = ''] = page.pathname.split('/').filter((part) => part !== '');
  const api = `${page.origin}/api/${isGitee ? 'v5' : 'v1'}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}`;
  const query = isGitee ? `per_page=${perPage}&direction=desc` : `limit=${perPage}&draft=false`;
  return {
    label: setting.name ?? `${page.host}/${owner}/${repository}`,
    list: async ({ page: at, signal }) => {
      const url = new URL(at ?? `${api}/releases?page=1&${query}`);
      const { items, next, headers } = await readItems(access, url, { signal });
      const releases = items.flatMap((item) =>
        // Gitee lists its source archives among the files.
        parseRelease(isGitee ? { ...item, tarball_url: undefined } : item, access, (asset, named) =>
          isGitee && named.url.includes('/archive/')
            ? sourceArchive(access, named.url, named.tag)
            : releaseFile(access, { ...named, sizeBytes: numberOf(asset, 'size') }),
        ),
      );
      return { releases, next: next ?? (isGitee ? following(url, Number(headers['total_page'])) : undefined) };
    },
  };
}

/** Returns the next page on Gitee, which has no links but states the number of pages. */
function following(url: URL, pages: number): string | undefined {
  const page = Number(url.searchParams.get('page'));
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  return page < pages ? next.href : undefined;
}
