import { isObject, numberOf, stringOf, type JsonObject } from '../../http/json.ts';
import { parseSha256 } from '../../http/sha256.ts';
import { decodedText, encodedPart } from '../../http/urls.ts';
import { isArchiveName, versionOf } from './archives.ts';
import type { Release, ReleaseSource } from './releaseSource.ts';
import type { ReleaseSourceSetting } from './releaseSourceSetting.ts';
import { jsonOf, openFile, readList, type SourceAccess } from './sourceRequest.ts';
import { SourceError } from './sourceError.ts';

const perPage = 100;

/**
 * Returns the source of a BK-Repo folder, `{base}/generic/{project}/{repository}/{folder}`: the archives below it
 * (release-sources.md 1.8).
 */
export function bkRepoFolder(setting: ReleaseSourceSetting, access: SourceAccess): ReleaseSource {
  const url = new URL(setting.url);
  const [, base = '', project = '', repository = '', folder = ''] =
    /^(.*?)\/generic\/([^/]+)\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
  const root = `${url.origin}${base}`;
  return {
    kind: 'bkrepo',
    label: setting.name ?? `${url.host}: ${decodedText(`${project} / ${repository}${folder}`)}`,
    list: async ({ page = '1', signal }) => {
      if (project === '') throw new SourceError('notASource', { host: url.host });
      const query = `deep=true&includeFolder=false&includeMetadata=true&sortProperty=lastModifiedDate&direction=DESC&pageSize=${perPage}&pageNumber=${page}`;
      const at = new URL(`${root}/repository/api/node/page/${project}/${repository}${folder || '/'}?${query}`);
      const json = jsonOf(await readList(access, at, { signal }), at);
      const data = isObject(json) && isObject(json['data']) ? json['data'] : undefined;
      if (!data) throw new SourceError('notASource', { host: url.host });
      const records = Array.isArray(data['records']) ? data['records'].filter(isObject) : [];
      const more = Number(page) < (numberOf(data, 'totalPages') ?? 1);
      return {
        releases: records.flatMap((record) => readFile(record, `${root}/generic/${project}/${repository}`, access)),
        next: more ? String(Number(page) + 1) : undefined,
      };
    },
    open: (file, options) => openFile(access, new URL(file.url), options),
  };
}

function readFile(record: JsonObject, base: string, { credential }: SourceAccess): Release[] {
  const fullPath = stringOf(record, 'fullPath');
  const fileName = stringOf(record, 'name');
  if (fullPath === undefined || fileName === undefined || !isArchiveName(fileName)) return [];
  const url = `${base}${fullPath.split('/').map(encodedPart).join('/')}`;
  const metadata = isObject(record['metadata']) ? record['metadata'] : {};
  const explicit = stringOf(metadata, 'version');
  const version = explicit ? { version: explicit, versionFrom: 'source' as const } : versionOf(undefined, url);
  return [
    {
      name: fullPath.replace(/^\//, ''),
      // The server's dates have no zone: good only for the order, which the server has applied already.
      publishedAt: undefined,
      preRelease: false,
      files: [
        {
          url,
          fileName,
          ...version,
          sizeBytes: numberOf(record, 'size'),
          sha256: parseSha256(stringOf(record, 'sha256')),
          needsCredentials: credential !== undefined,
          madeOnRequest: false,
        },
      ],
    },
  ];
}
