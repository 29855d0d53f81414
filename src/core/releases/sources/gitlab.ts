import { isObject, stringOf, type JsonObject } from '../../http/json.ts';
import { fileNameOf, isArchiveName, momentOf } from './archives.ts';
import { sourceArchive } from './github.ts';
import type { Release, ReleaseFile, ReleaseSource } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { jsonOf, nextPage, openFile, readList, type SourceAccess } from './sourceRequest.ts';
import { versionOf } from './tagVersion.ts';

/** GitLab, on gitlab.com or one's own (release sources 3). */
export function gitlabSource(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSource {
  const page = new URL(setting.url);
  const project = page.pathname.replace(/^\/+/, '').replace(/\/-\/.*$/, '');
  // One part of the path, whose slashes must reach the server as %2F.
  const api = `${page.origin}/api/v4/projects/${encodeURIComponent(project)}`;
  return {
    kind: 'gitlab',
    label: setting.name ?? `${page.host}/${project}`,
    webUrl: setting.url,
    list: async ({ page: at, signal }) => {
      const url = new URL(at ?? `${api}/releases?order_by=released_at&sort=desc&per_page=50`);
      const answer = await readList(access, url, { signal });
      const json = jsonOf(answer, url);
      const items = (Array.isArray(json) ? json : []).filter(isObject);
      return { releases: items.flatMap((item) => readRelease(item, access)), next: nextPage(answer, url) };
    },
    open: (file, signal) => openFile(access, new URL(file.apiUrl ?? file.url), { signal }),
  };
}

function readRelease(item: JsonObject, { credential }: SourceAccess): Release[] {
  const tag = stringOf(item, 'tag_name');
  if (tag === undefined) return [];
  const needsCredentials = credential !== undefined;
  const assets = isObject(item['assets']) ? item['assets'] : {};
  const links = Array.isArray(assets['links']) ? assets['links'].filter(isObject) : [];
  const sources = Array.isArray(assets['sources']) ? assets['sources'].filter(isObject) : [];
  const files = links.flatMap((link): ReleaseFile[] => {
    const apiUrl = stringOf(link, 'url');
    const url = stringOf(link, 'direct_asset_url') ?? apiUrl;
    if (url === undefined || !/^https?:/i.test(url) || !URL.canParse(url)) return [];
    // The name is free text, and not always that of the file.
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
