import type { Call } from './call.ts';
import { isObject, numberOf, stringOf, type JsonObject } from './json.ts';
import type { AppCode, ModuleName } from './names.ts';
import { readServerDate, type ServerDate } from './serverDate.ts';
import { unexpectedShape } from './unexpectedShape.ts';

/** A stored source package as the upload answers it (API reference 1.5). Old platforms leave out the optional ones. */
export interface SourcePackage {
  version: string;
  packageName: string;
  sizeBytes: number | undefined;
  sha256: string | undefined;
  created: ServerDate | undefined;
  updated: ServerDate | undefined;
  operator: string | undefined;
}

/** A version of a module as the list of deployable versions tells it (API reference 4.6): less than the upload answers. */
export interface PackageVersion {
  version: string;
  sizeBytes: number | undefined;
  updated: ServerDate | undefined;
  /** The platform has removed the stored file; the version can neither be deployed nor uploaded again (1.9). */
  cleanedUp: boolean;
}

export interface UploadByLink {
  appCode: AppCode;
  module: ModuleName;
  packageUrl: string;
  version: string;
  allowOverwrite: boolean;
}

export interface UploadedPackage {
  package: SourcePackage;
  milliseconds: number;
  requestId: string | undefined;
}

/**
 * Asks the platform to fetch a package and store it under a version (API reference 1.1). The platform downloads inside
 * this request, so it may take as long as the gateway allows. Never sent twice by itself. Throws `PlatformError`.
 */
export async function uploadByLink(
  call: Call,
  upload: UploadByLink,
  options: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<UploadedPackage> {
  // Loaded here, not at start: it is most of what an upload costs to load and nothing else needs it.
  const { default: FormData } = await import('form-data');
  const form = new FormData();
  form.append('package_url', upload.packageUrl);
  form.append('version', upload.version);
  form.append('allow_overwrite', String(upload.allowOverwrite));
  const { json, milliseconds, requestId } = await call(
    ['applications', upload.appCode, 'modules', upload.module, 'source_package', 'link'],
    {
      method: 'POST',
      body: { stream: form, headers: { ...form.getHeaders(), 'content-length': String(form.getLengthSync()) } },
      timeoutMs: options.timeoutMs,
      signal: options.signal,
    },
  );
  if (!isObject(json)) throw unexpectedShape(requestId);
  return { package: readPackage(json, upload), milliseconds, requestId };
}

/** A module's versions, newest first; the platform lists them oldest first and all at once. Throws `PlatformError`. */
export async function listVersions(
  call: Call,
  appCode: AppCode,
  module: ModuleName,
  signal?: AbortSignal,
): Promise<PackageVersion[]> {
  const { json, requestId } = await call(['applications', appCode, 'modules', module, 'repo', 'branches'], { signal });
  const results = isObject(json) ? json['results'] : undefined;
  if (!Array.isArray(results)) throw unexpectedShape(requestId);
  return results
    .flatMap((item: unknown) => {
      const version = isObject(item) ? stringOf(item, 'name') : undefined;
      if (!isObject(item) || version === undefined) return [];
      const extra = isObject(item['extra']) ? item['extra'] : {};
      return [
        {
          version,
          sizeBytes: numberOf(extra, 'package_size'),
          updated: readServerDate(item['last_update']),
          cleanedUp: extra['is_deleted'] === true,
        },
      ];
    })
    .reverse();
}

function readPackage(json: JsonObject, upload: UploadByLink): SourcePackage {
  return {
    version: stringOf(json, 'version') ?? upload.version,
    packageName: stringOf(json, 'package_name') ?? '',
    sizeBytes: numberOf(json, 'package_size'),
    sha256: stringOf(json, 'sha256_signature'),
    created: readServerDate(json['created']),
    updated: readServerDate(json['updated']),
    operator: stringOf(json, 'operator'),
  };
}
