import type { CancelOptions } from '../../http/clock.ts';
import { isObject, numberOf, objectsIn, stringOf, type JsonObject } from '../../http/json.ts';
import { parseSha256 } from '../../http/sha256.ts';
import { encodePathSegment, isWebAddress } from '../../http/urls.ts';
import { fileNameOf, parseDate, releaseFile, sourceArchive } from './archives.ts';
import { isArchiveName } from '../packageName.ts';
import type { ReleaseSourceBase, Release, ReleasePage } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { withGitServer } from './serverRoot.ts';
import { readItems, type SourceAccess } from './sourceRequest.ts';

/** Packages per page. Each package costs one more request, for the list of its files. */
const packagesPerPage = 10;

/** Returns the source for a project on gitlab.com or on a self-managed GitLab (release-sources.md 3). */
export function gitlabSource(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSourceBase {
  const page = new URL(setting.url);
  const project = page.pathname.replace(/^\/+/, '').replace(/\/-\/.*$/, '');
  return {
    label: setting.name ?? `${page.host}/${project}`,
    list: async ({ page: at, signal }) => {
      if (at !== undefined) return listPage(access, new URL(at), { signal });
      return withGitServer(access, new URL(`/${project}`, page), (server, path) => {
        // GitLab expects the project's path as one segment, with %2F for each slash.
        const api = `${server}/api/v4/projects/${encodeURIComponent(path.join('/'))}`;
        return listPage(access, new URL(`${api}/releases?order_by=released_at&sort=desc&per_page=50`), { signal });
      });
    },
  };
}

/**
 * Lists a page of releases or of the package registry. The page after the last page of releases is the first page of
 * the package registry.
 */
async function listPage(access: SourceAccess, url: URL, { signal }: CancelOptions): Promise<ReleasePage> {
  const [, api = '', list] = /^(.+)\/(releases|packages)$/.exec(url.origin + url.pathname) ?? [];
  if (list === 'packages') return listPackages(access, api, url, { signal });
  const { items, next } = await readItems(access, url, { signal });
  const packages = `${api}/packages?package_type=generic&order_by=created_at&sort=desc&per_page=${packagesPerPage}`;
  return { releases: items.flatMap((item) => parseRelease(item, access)), next: next ?? packages };
}

/** Lists a page of generic packages as releases. GitLab states each package's version (release-sources.md 3.2). */
async function listPackages(
  access: SourceAccess,
  api: string,
  url: URL,
  { signal }: CancelOptions,
): Promise<ReleasePage> {
  const { items, next } = await readItems(access, url, { signal });
  const releases: Release[] = [];
  for (const item of items.slice(0, packagesPerPage)) {
    const [id, name, version] = [numberOf(item, 'id'), stringOf(item, 'name'), stringOf(item, 'version')];
    if (id === undefined || name === undefined || version === undefined) continue;
    const listed = await readItems(access, new URL(`${api}/packages/${id}/package_files?per_page=50`), { signal });
    const files = listed.items.flatMap((file) => {
      const fileName = stringOf(file, 'file_name') ?? '';
      if (!isArchiveName(fileName)) return [];
      return releaseFile(access, {
        url: `${api}/packages/generic/${[name, version, fileName].map(encodePathSegment).join('/')}`,
        fileName,
        version,
        sizeBytes: numberOf(file, 'size'),
        sha256: parseSha256(stringOf(file, 'file_sha256')),
      });
    });
    const publishedAt = parseDate(stringOf(item, 'created_at'));
    releases.push({ name: `${name} ${version}`, publishedAt, preRelease: false, files });
  }
  return { releases, next };
}

function parseRelease(item: JsonObject, access: SourceAccess): Release[] {
  const tag = stringOf(item, 'tag_name');
  if (tag === undefined) return [];
  const assets = isObject(item['assets']) ? item['assets'] : {};
  const files = objectsIn(assets['links']).flatMap((link) => {
    const apiUrl = stringOf(link, 'url');
    const url = stringOf(link, 'direct_asset_url') ?? apiUrl;
    if (url === undefined || !isWebAddress(url)) return [];
    // The name of a link is free text and not always a file name.
    const name = stringOf(link, 'name') ?? '';
    const fileName = isArchiveName(name) ? name : fileNameOf(apiUrl ?? url);
    if (!isArchiveName(fileName)) return [];
    const isOwn = access.credential !== undefined && apiUrl !== undefined && URL.canParse(apiUrl);
    return releaseFile(access, { url, fileName, tag, apiUrl: isOwn ? apiUrl : undefined });
  });
  const archive = objectsIn(assets['sources']).find((source) => stringOf(source, 'format') === 'tar.gz');
  const url = archive && stringOf(archive, 'url');
  return [
    {
      name: stringOf(item, 'name') || tag,
      publishedAt: parseDate(stringOf(item, 'released_at') ?? stringOf(item, 'created_at')),
      preRelease: item['upcoming_release'] === true,
      files: url === undefined ? files : [...files, sourceArchive(access, url, tag)],
    },
  ];
}
