import { isObject, numberOf, stringOf, type JsonObject } from '../../http/json.ts';
import { parseSha256 } from '../../http/sha256.ts';
import { fileNameOf, isArchiveName, momentOf, versionOf } from './archives.ts';
import type { Release, ReleaseFile, ReleaseSource } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { jsonOf, nextPage, openFile, readList, type SourceAccess } from './sourceRequest.ts';

/** Returns the source for GitHub, GitHub Enterprise Cloud and Enterprise Server (release-sources.md 2). */
export function githubSource(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSource {
  const page = new URL(setting.url);
  const [owner = '', repository = ''] = page.pathname.split('/').filter((part) => part !== '');
  const api = `${apiBase(page)}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repository)}`;
  const headers = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
  return {
    kind: 'github',
    label: setting.name ?? `${page.host}/${owner}/${repository}`,
    list: async ({ page: at, signal }) => {
      const url = new URL(at ?? `${api}/releases?per_page=50`);
      const answer = await readList(access, url, { headers, signal });
      const json = jsonOf(answer, url);
      const releases = (Array.isArray(json) ? json : []).filter(isObject).flatMap((item) => parseRelease(item, access));
      return { releases, next: nextPage(answer, url) };
    },
    // A private repository serves its files only through the API (release-sources.md 2.4).
    open: (file, { signal } = {}) =>
      file.apiUrl !== undefined && access.credential
        ? openFile(access, new URL(file.apiUrl), { headers: { accept: 'application/octet-stream' }, signal })
        : openFile(access, new URL(file.url), { signal }),
  };
}

/** Returns the base URL of the API for the URL of a page (release-sources.md 2.1). */
export function apiBase({ protocol, host }: URL): string {
  if (host === 'github.com') return 'https://api.github.com';
  return host.endsWith('.ghe.com') ? `https://api.${host}` : `${protocol}//${host}/api/v3`;
}

function parseRelease(item: JsonObject, { credential }: SourceAccess): Release[] {
  const tag = stringOf(item, 'tag_name');
  if (tag === undefined || item['draft'] === true) return [];
  const assets = Array.isArray(item['assets']) ? item['assets'].filter(isObject) : [];
  const files = assets.flatMap((asset): ReleaseFile[] => {
    const url = stringOf(asset, 'browser_download_url');
    const fileName = stringOf(asset, 'name');
    if (url === undefined || fileName === undefined || !isArchiveName(fileName)) return [];
    if ((stringOf(asset, 'state') ?? 'uploaded') !== 'uploaded') return [];
    const apiUrl = stringOf(asset, 'url');
    return [
      {
        url,
        fileName,
        ...versionOf(tag, url),
        sizeBytes: numberOf(asset, 'size'),
        sha256: parseSha256(/^sha256:(.*)$/i.exec(stringOf(asset, 'digest') ?? '')?.[1]),
        // The list does not tell whether the repository is private. Without a token, it is public.
        needsCredentials: credential !== undefined,
        madeOnRequest: false,
        ...(apiUrl === undefined ? {} : { apiUrl }),
      },
    ];
  });
  const source = stringOf(item, 'tarball_url');
  return [
    {
      name: stringOf(item, 'name') || tag,
      publishedAt: momentOf(stringOf(item, 'published_at') ?? stringOf(item, 'created_at')),
      preRelease: item['prerelease'] === true,
      files: source === undefined ? files : [...files, sourceArchive(source, tag, credential !== undefined)],
    },
  ];
}

/** Returns an archive of the sources, which is made on request (release-sources.md 2.3). */
export function sourceArchive(url: string, tag: string, needsCredentials: boolean): ReleaseFile {
  return {
    url,
    fileName: isArchiveName(url) ? fileNameOf(url) : `${tag.replaceAll('/', '-')}.tar.gz`,
    ...versionOf(tag, url),
    sizeBytes: undefined,
    sha256: undefined,
    needsCredentials,
    madeOnRequest: true,
    apiUrl: url,
  };
}
