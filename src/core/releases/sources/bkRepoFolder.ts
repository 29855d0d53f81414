import { isObject, numberOf, objectsIn, stringOf, type JsonObject } from '../../http/json.ts';
import { parseSha256 } from '../../http/sha256.ts';
import { decodeUrlPart, encodePathSegment } from '../../http/urls.ts';
import { parsePastedAddress } from '../../repository/repositorySetting.ts';
import { releaseFile } from './archives.ts';
import { isArchiveName } from '../packageName.ts';
import type { ReleaseSourceBase, Release } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { jsonOf, readList, type SourceAccess } from './sourceRequest.ts';
import { SourceError } from './sourceError.ts';

/** Maximum pages that one call of `list` reads to find an archive. */
const maxPages = 10;

/**
 * Returns the source for a BK-Repo folder. The setting's URL is `{base}/generic/{project}/{repository}/{folder}`, or
 * the URL of the folder's page (`{base}/ui/{project}/generic?repoName={repository}&path={folder}`). Lists the archives
 * in the folder and its subfolders (release-sources.md 1.8).
 */
export function bkRepoFolder(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSourceBase {
  const { host } = new URL(setting.url);
  const { baseUrl, place } = parseFolderUrl(setting.url);
  const [project = '', repository = '', ...folder] = place;
  const files = [baseUrl, 'generic', project, repository].join('/');
  const nodes = `${[baseUrl, 'repository/api/node/page', ...place].join('/')}${folder.length === 0 ? '/' : ''}`;
  return {
    label: setting.name ?? `${host}: ${decodeUrlPart([project, [repository, ...folder].join('/')].join(' / '))}`,
    async list({ page: first = '1', signal }) {
      if (repository === '') throw new SourceError('notASource', { host });
      // A page can contain only other files, such as digests, so read pages until one has an archive.
      for (let page = Number(first); ; page += 1) {
        const query = `deep=true&includeFolder=false&includeMetadata=true&sortProperty=lastModifiedDate&direction=DESC&pageSize=100&pageNumber=${page}`;
        const json = jsonOf(await readList(access, new URL(`${nodes}?${query}`), { signal }));
        const data = isObject(json) ? json['data'] : undefined;
        if (!isObject(data)) throw new SourceError('notASource', { host });
        const releases = objectsIn(data['records']).flatMap((record) => parseRecord(record, files, access));
        const isLast = page >= (numberOf(data, 'totalPages') ?? 1);
        if (releases.length > 0 || isLast || page - Number(first) >= maxPages - 1)
          return { releases, next: isLast ? undefined : String(page + 1) };
      }
    },
  };
}

/** Returns the base URL, and the project, the repository and the folder as a list of percent-encoded path segments. */
function parseFolderUrl(url: string): { baseUrl: string; place: string[] } {
  const { origin, pathname } = new URL(url);
  if (/\/ui\/[^/]+\/generic\/?$/.test(pathname)) {
    const { baseUrl = '', project = '', repository = '', folder = '' } = parsePastedAddress(url) ?? {};
    return {
      baseUrl,
      place: [project, repository, ...folder.split('/').map(encodePathSegment)].filter((part) => part !== ''),
    };
  }
  const [, base = '', path = ''] = /^(.*?)\/generic\/(.+)$/.exec(pathname) ?? [];
  return { baseUrl: `${origin}${base}`, place: path.split('/').filter((part) => part !== '') };
}

function parseRecord(record: JsonObject, base: string, access: SourceAccess): Release[] {
  const fullPath = stringOf(record, 'fullPath');
  const fileName = stringOf(record, 'name');
  if (fullPath === undefined || fileName === undefined || !isArchiveName(fileName)) return [];
  const metadata = isObject(record['metadata']) ? record['metadata'] : {};
  const file = releaseFile(access, {
    url: `${base}${fullPath.split('/').map(encodePathSegment).join('/')}`,
    fileName,
    version: stringOf(metadata, 'version') || undefined,
    sizeBytes: numberOf(record, 'size'),
    sha256: parseSha256(stringOf(record, 'sha256')),
  });
  // The server's dates have no time zone, so `publishedAt` stays undefined. The server has already sorted the records
  // by date.
  return [{ name: fullPath.replace(/^\//, ''), publishedAt: undefined, preRelease: false, files: [file] }];
}
