import type { Cancellable } from '../../http/clock.ts';
import { isObject, numberOf, stringOf, type JsonObject } from '../../http/json.ts';
import { parseSha256 } from '../../http/sha256.ts';
import { encodedPart, isWebAddress } from '../../http/urls.ts';
import { fileNameOf, isArchiveName, momentOf, versionOf } from './archives.ts';
import { sourceArchive } from './github.ts';
import { versionForPlatform } from '../suggestVersion.ts';
import type { Release, ReleaseFile, ReleasePage, ReleaseSource } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { jsonOf, nextPage, openFile, readList, type SourceAccess } from './sourceRequest.ts';

/** Returns the source for GitLab, gitlab.com or self-managed (release-sources.md 3). */
export function gitlabSource(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSource {
  const page = new URL(setting.url);
  const project = page.pathname.replace(/^\/+/, '').replace(/\/-\/.*$/, '');
  // One path segment, whose slashes must reach the server as %2F.
  const api = `${page.origin}/api/v4/projects/${encodeURIComponent(project)}`;
  return {
    kind: 'gitlab',
    label: setting.name ?? `${page.host}/${project}`,
    list: async ({ page: at, signal }) => {
      const isPackages = at?.startsWith(`${api}/packages?`) === true;
      const url = new URL(at ?? `${api}/releases?order_by=released_at&sort=desc&per_page=50`);
      if (isPackages) return listPackages(access, api, url, { signal });
      const answer = await readList(access, url, { signal });
      const json = jsonOf(answer, url);
      const items = (Array.isArray(json) ? json : []).filter(isObject);
      // After the last page of releases comes the package registry.
      const next = nextPage(answer, url) ?? packagesPage(api);
      return { releases: items.flatMap((item) => parseRelease(item, access)), next };
    },
    open: (file, options) => openFile(access, new URL(file.apiUrl ?? file.url), options),
  };
}

/** Packages per page. Each costs a request for its files. */
const packagesPerPage = 10;

function packagesPage(api: string): string {
  return `${api}/packages?package_type=generic&order_by=created_at&sort=desc&per_page=${packagesPerPage}`;
}

/** Lists generic packages, whose version is explicit (release-sources.md 3.2). */
async function listPackages(
  access: SourceAccess,
  api: string,
  url: URL,
  { signal }: Cancellable,
): Promise<ReleasePage> {
  const answer = await readList(access, url, { signal });
  const json = jsonOf(answer, url);
  const packages = (Array.isArray(json) ? json : []).filter(isObject).slice(0, packagesPerPage);
  const releases: Release[] = [];
  for (const item of packages) {
    const [id, name, version] = [numberOf(item, 'id'), stringOf(item, 'name'), stringOf(item, 'version')];
    if (id === undefined || name === undefined || version === undefined) continue;
    const filesUrl = new URL(`${api}/packages/${id}/package_files?per_page=50`);
    const listed = jsonOf(await readList(access, filesUrl, { signal }), filesUrl);
    const files = (Array.isArray(listed) ? listed : []).filter(isObject).flatMap((file): ReleaseFile[] => {
      const fileName = stringOf(file, 'file_name') ?? '';
      if (!isArchiveName(fileName)) return [];
      return [
        {
          url: `${api}/packages/generic/${[name, version, fileName].map(encodedPart).join('/')}`,
          fileName,
          version: versionForPlatform(version),
          versionFrom: 'source',
          sizeBytes: numberOf(file, 'size'),
          sha256: parseSha256(stringOf(file, 'file_sha256')),
          needsCredentials: access.credential !== undefined,
          madeOnRequest: false,
        },
      ];
    });
    releases.push({
      name: `${name} ${version}`,
      publishedAt: momentOf(stringOf(item, 'created_at')),
      preRelease: false,
      files,
    });
  }
  return { releases, next: nextPage(answer, url) };
}

function parseRelease(item: JsonObject, { credential }: SourceAccess): Release[] {
  const tag = stringOf(item, 'tag_name');
  if (tag === undefined) return [];
  const needsCredentials = credential !== undefined;
  const assets = isObject(item['assets']) ? item['assets'] : {};
  const links = Array.isArray(assets['links']) ? assets['links'].filter(isObject) : [];
  const sources = Array.isArray(assets['sources']) ? assets['sources'].filter(isObject) : [];
  const files = links.flatMap((link): ReleaseFile[] => {
    const apiUrl = stringOf(link, 'url');
    const url = stringOf(link, 'direct_asset_url') ?? apiUrl;
    if (url === undefined || !isWebAddress(url)) return [];
    // The name is free text, and not always a file name.
    const name = stringOf(link, 'name') ?? '';
    const fileName = isArchiveName(name) ? name : fileNameOf(apiUrl ?? url);
    if (!isArchiveName(fileName)) return [];
    const isOwn = credential !== undefined && apiUrl !== undefined && URL.canParse(apiUrl);
    return [
      {
        url,
        fileName,
        ...versionOf(tag, url),
        sizeBytes: undefined,
        sha256: undefined,
        needsCredentials,
        madeOnRequest: false,
        ...(isOwn ? { apiUrl } : {}),
      },
    ];
  });
  const archive = sources.find((source) => stringOf(source, 'format') === 'tar.gz');
  const url = archive && stringOf(archive, 'url');
  return [
    {
      name: stringOf(item, 'name') || tag,
      publishedAt: momentOf(stringOf(item, 'released_at') ?? stringOf(item, 'created_at')),
      preRelease: item['upcoming_release'] === true,
      files: url === undefined ? files : [...files, sourceArchive(url, tag, needsCredentials)],
    },
  ];
}
