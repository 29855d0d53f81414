import { isObject, numberOf, objectsIn, stringOf, type JsonObject } from '../../http/json.ts';
import { parseSha256 } from '../../http/sha256.ts';
import { decodedText, encodedPart } from '../../http/urls.ts';
import { isArchiveName, releaseFile } from './archives.ts';
import type { ListedSource, Release } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { jsonOf, readList, type SourceAccess } from './sourceRequest.ts';
import { SourceError } from './sourceError.ts';

/**
 * Returns the source for a BK-Repo folder with the URL `{base}/generic/{project}/{repository}/{folder}`. Lists the
 * archives in the folder and its subfolders (release-sources.md 1.8).
 */
export function bkRepoFolder(setting: ReleaseSourceSetting, access: SourceAccess): ListedSource {
  const { host, origin, pathname } = new URL(setting.url);
  const [, base = '', project = '', repository = '', folder = ''] =
    /^(.*?)\/generic\/([^/]+)\/([^/]+)(\/.*)?$/.exec(pathname) ?? [];
  const root = `${origin}${base}`;
  return {
    label: setting.name ?? `${host}: ${decodedText(`${project} / ${repository}${folder}`)}`,
    list: async ({ page = '1', signal }) => {
      if (project === '') throw new SourceError('notASource', { host });
      const query = `deep=true&includeFolder=false&includeMetadata=true&sortProperty=lastModifiedDate&direction=DESC&pageSize=100&pageNumber=${page}`;
      const at = new URL(`${root}/repository/api/node/page/${project}/${repository}${folder || '/'}?${query}`);
      const json = jsonOf(await readList(access, at, { signal }));
      const data = isObject(json) ? json['data'] : undefined;
      if (!isObject(data)) throw new SourceError('notASource', { host });
      const more = Number(page) < (numberOf(data, 'totalPages') ?? 1);
      const files = `${root}/generic/${project}/${repository}`;
      return {
        releases: objectsIn(data['records']).flatMap((record) => parseRecord(record, files, access)),
        next: more ? String(Number(page) + 1) : undefined,
      };
    },
  };
}

function parseRecord(record: JsonObject, base: string, access: SourceAccess): Release[] {
  const fullPath = stringOf(record, 'fullPath');
  const fileName = stringOf(record, 'name');
  if (fullPath === undefined || fileName === undefined || !isArchiveName(fileName)) return [];
  const metadata = isObject(record['metadata']) ? record['metadata'] : {};
  const file = releaseFile(access, {
    url: `${base}${fullPath.split('/').map(encodedPart).join('/')}`,
    fileName,
    version: stringOf(metadata, 'version') || undefined,
    sizeBytes: numberOf(record, 'size'),
    sha256: parseSha256(stringOf(record, 'sha256')),
  });
  // The server's dates have no time zone, so `publishedAt` stays undefined. The server has already sorted the records
  // by date.
  return [{ name: fullPath.replace(/^\//, ''), publishedAt: undefined, preRelease: false, files: [file] }];
}
