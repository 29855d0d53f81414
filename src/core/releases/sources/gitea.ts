import { isObject, numberOf, stringOf, type JsonObject } from '../../http/json.ts';
import { isArchiveName, momentOf, versionOf } from './archives.ts';
import { sourceArchive } from './github.ts';
import type { Release, ReleaseFile, ReleaseSource } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { jsonOf, nextPage, openFile, readList, type SourceAccess } from './sourceRequest.ts';

/** Releases per page. Gitea silently returns at most 50 (release-sources.md 4). */
const perPage = 50;

/** Returns the source for Gitea, Forgejo and Gitee, whose lists differ (release-sources.md 4). */
export function giteaSource(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSource {
  const page = new URL(setting.url);
  const isGitee = setting.kind === 'gitee';
  const [owner = '', repository = ''] = page.pathname.split('/').filter((part) => part !== '');
  const api = `${page.origin}/api/${isGitee ? 'v5' : 'v1'}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}`;
  const query = isGitee ? `per_page=${perPage}&direction=desc` : `limit=${perPage}&draft=false`;
  return {
    kind: setting.kind,
    label: setting.name ?? `${page.host}/${owner}/${repository}`,
    list: async ({ page: at, signal }) => {
      const url = new URL(at ?? `${api}/releases?page=1&${query}`);
      const answer = await readList(access, url, { signal });
      const json = jsonOf(answer, url);
      const items = (Array.isArray(json) ? json : []).filter(isObject);
      const next =
        nextPage(answer, url) ?? (isGitee ? following(url, Number(answer.headers['total_page'])) : undefined);
      return { releases: items.flatMap((item) => parseRelease(item, access, isGitee)), next };
    },
    open: (file, options) => openFile(access, new URL(file.url), options),
  };
}

/** Returns the next page on Gitee, which has no links but states the number of pages. */
function following(url: URL, pages: number): string | undefined {
  const number = Number(url.searchParams.get('page'));
  if (!(number < pages)) return undefined;
  const next = new URL(url);
  next.searchParams.set('page', String(number + 1));
  return next.href;
}

function parseRelease(item: JsonObject, { credential }: SourceAccess, isGitee: boolean): Release[] {
  const tag = stringOf(item, 'tag_name');
  if (tag === undefined || item['draft'] === true) return [];
  const assets = Array.isArray(item['assets']) ? item['assets'].filter(isObject) : [];
  const files = assets.flatMap((asset): ReleaseFile[] => {
    const url = stringOf(asset, 'browser_download_url');
    const fileName = stringOf(asset, 'name');
    if (url === undefined || !URL.canParse(url) || fileName === undefined || !isArchiveName(fileName)) return [];
    // Gitee lists its source archives among the files.
    if (isGitee && url.includes('/archive/')) return [sourceArchive(url, tag, credential !== undefined)];
    return [
      {
        url,
        fileName,
        ...versionOf(tag, url),
        sizeBytes: numberOf(asset, 'size'),
        sha256: undefined,
        needsCredentials: credential !== undefined,
        madeOnRequest: false,
      },
    ];
  });
  const source = isGitee ? undefined : stringOf(item, 'tarball_url');
  const all = source === undefined ? files : [...files, sourceArchive(source, tag, credential !== undefined)];
  return [
    {
      name: stringOf(item, 'name') || tag,
      publishedAt: momentOf(stringOf(item, 'published_at') ?? stringOf(item, 'created_at')),
      preRelease: item['prerelease'] === true,
      files: all.toSorted((one, other) => Number(one.madeOnRequest) - Number(other.madeOnRequest)),
    },
  ];
}
