import { numberOf } from '../../http/json.ts';
import { encodePathSegment } from '../../http/urls.ts';
import { releaseFile, sourceArchive } from './archives.ts';
import { parseRelease } from './github.ts';
import type { ReleaseSourceBase } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { withGitServer } from './serverRoot.ts';
import { readItems, type SourceAccess } from './sourceRequest.ts';

/**
 * Releases per page. If a client requests more than 50, Gitea returns only 50 without an error (release-sources.md 4).
 */
const perPage = 50;

/**
 * Returns the source for a repository on Gitea, Forgejo or Gitee. Gitee's API differs from that of Gitea and Forgejo
 * (release-sources.md 4).
 */
export function giteaSource(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSourceBase {
  const page = new URL(setting.url);
  const isGitee = setting.kind === 'gitee';
  const query = isGitee ? `per_page=${perPage}&direction=desc` : `limit=${perPage}&draft=false`;
  const firstPage = (server: string, [owner = '', repository = '']: readonly string[]): URL =>
    new URL(
      `${server}/api/${isGitee ? 'v5' : 'v1'}/repos/${encodePathSegment(owner)}/${encodePathSegment(repository)}/releases?page=1&${query}`,
    );
  return {
    label: setting.name ?? `${page.host}${page.pathname}`,
    list: async ({ page: at, signal }) => {
      const read = async (url: URL) => ({ url, ...(await readItems(access, url, { signal })) });
      const { url, items, next, headers } = await (at === undefined
        ? withGitServer(access, page, (server, path) => read(firstPage(server, path)))
        : read(new URL(at)));
      const releases = items.flatMap((item) =>
        // Gitee lists its source code archives among the assets, so `tarball_url` is ignored.
        parseRelease(isGitee ? { ...item, tarball_url: undefined } : item, access, (asset, named) =>
          isGitee && named.url.includes('/archive/')
            ? sourceArchive(access, named.url, named.tag)
            : releaseFile(access, { ...named, sizeBytes: numberOf(asset, 'size') }),
        ),
      );
      return { releases, next: next ?? (isGitee ? nextPageOf(url, Number(headers['total_page'])) : undefined) };
    },
  };
}

/**
 * Returns the URL of the next page on Gitee; undefined on the last page. Gitee sends the number of pages instead of a
 * link to the next page.
 */
function nextPageOf(url: URL, pages: number): string | undefined {
  const page = Number(url.searchParams.get('page'));
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  return page < pages ? next.href : undefined;
}
