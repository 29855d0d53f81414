import { numberOf, objectsIn, stringOf, type JsonObject } from '../../http/json.ts';
import { parseSha256 } from '../../http/sha256.ts';
import { parseDate, releaseFile, sourceArchive } from './archives.ts';
import { isArchiveName } from '../packageName.ts';
import type { Release, ReleaseFile, ReleaseSource } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { openFile, readItems, type SourceAccess } from './sourceRequest.ts';

/** Returns the source for a repository on GitHub, Enterprise Cloud or Enterprise Server (release-sources.md 2). */
export function githubSource(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSource {
  const page = new URL(setting.url);
  const [owner = '', repository = ''] = page.pathname.split('/').filter((part) => part !== '');
  const api = `${apiBase(page)}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}`;
  const headers = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
  return {
    label: setting.name ?? `${page.host}/${owner}/${repository}`,
    list: async ({ page: at, signal }) => {
      const { items, next } = await readItems(access, new URL(at ?? `${api}/releases?per_page=50`), {
        headers,
        signal,
      });
      return { releases: items.flatMap((item) => parseRelease(item, access, fileOf)), next };
    },
    // GitHub serves the files of a private repository only through the API (release-sources.md 2.4).
    open: (file, { signal } = {}) =>
      file.apiUrl !== undefined && access.credential
        ? // GitHub rejects `application/octet-stream` for an archive of the source code.
          openFile(access, new URL(file.apiUrl), {
            ...(file.madeOnRequest ? {} : { headers: { accept: 'application/octet-stream' } }),
            signal,
          })
        : openFile(access, new URL(file.url), { signal }),
  };

  function fileOf(asset: JsonObject, named: NamedAsset): ReleaseFile | undefined {
    if ((stringOf(asset, 'state') ?? 'uploaded') !== 'uploaded') return undefined;
    return releaseFile(access, {
      ...named,
      sizeBytes: numberOf(asset, 'size'),
      sha256: parseSha256(/^sha256:(.*)$/i.exec(stringOf(asset, 'digest') ?? '')?.[1]),
      apiUrl: stringOf(asset, 'url'),
    });
  }
}

/** Returns the base URL of the API that belongs to the URL of a GitHub page (release-sources.md 2.1). */
export function apiBase({ protocol, host }: URL): string {
  if (host === 'github.com') return 'https://api.github.com';
  return host.endsWith('.ghe.com') ? `https://api.${host}` : `${protocol}//${host}/api/v3`;
}

/** A file of a release. The file's name ends like the name of an archive. */
export type NamedAsset = Pick<ReleaseFile, 'url' | 'fileName'> & { tag: string };

/**
 * Parses a release in the format of GitHub's API, which Gitea and Gitee also use. `fileOf` returns the file of an
 * asset, or undefined if the asset is not usable. Returns an empty list for a draft and for a release without a tag.
 */
export function parseRelease(
  item: JsonObject,
  access: SourceAccess,
  fileOf: (asset: JsonObject, named: NamedAsset) => ReleaseFile | undefined,
): Release[] {
  const tag = stringOf(item, 'tag_name');
  if (tag === undefined || item['draft'] === true) return [];
  const files = objectsIn(item['assets']).flatMap((asset) => {
    const url = stringOf(asset, 'browser_download_url');
    const fileName = stringOf(asset, 'name');
    if (url === undefined || fileName === undefined || !isArchiveName(fileName)) return [];
    return fileOf(asset, { url, fileName, tag }) ?? [];
  });
  const source = stringOf(item, 'tarball_url');
  return [
    {
      name: stringOf(item, 'name') || tag,
      publishedAt: parseDate(stringOf(item, 'published_at') ?? stringOf(item, 'created_at')),
      preRelease: item['prerelease'] === true,
      files: source === undefined ? files : [...files, sourceArchive(access, source, tag)],
    },
  ];
}
