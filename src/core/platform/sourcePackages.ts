import type { Cancellable } from '../http/clock.ts';
import type { Call, SendOptions } from './call.ts';
import { isObject, numberOf, stringOf, type JsonObject } from '../http/json.ts';
import { sha256Hex } from '../http/sha256.ts';
import type { AppCode, ModuleName } from './names.ts';
import { modulePath, type ModuleTarget } from './paths.ts';
import { parseServerDate, type ServerDate } from './serverDate.ts';
import { unexpectedShape } from './platformError.ts';

/**
 * A stored source package as the upload answers it (platform-api.md 1.5). Old platforms leave out the optional ones.
 */
export interface SourcePackage {
  version: string;
  packageName: string;
  sizeBytes: number | undefined;
  sha256: string | undefined;
  created: ServerDate | undefined;
  updated: ServerDate | undefined;
  operator: string | undefined;
}

/**
 * A version of a module as the list of deployable versions tells it (platform-api.md 4.6): less than the upload
 * answers.
 */
export interface PackageVersion {
  version: string;
  sizeBytes: number | undefined;
  updated: ServerDate | undefined;
  /**
   * From the storage address, which holds both (platform-api.md 1.3 step 10); undefined where it is spelled otherwise.
   */
  sha256: string | undefined;
  packageName: string | undefined;
  /**
   * The platform has removed the stored file; the version can neither be deployed nor uploaded again
   * (platform-api.md 1.9).
   */
  cleanedUp: boolean;
}

export interface UploadByLink extends ModuleTarget {
  packageUrl: string;
  version: string;
  allowOverwrite: boolean;
}

export interface UploadedPackage {
  package: SourcePackage;
  milliseconds: number;
  requestId: string | undefined;
}

/** Where an upload by link is sent, below `bkapps/`. */
export function uploadByLinkPath(target: ModuleTarget): string[] {
  return modulePath(target, 'source_package', 'link');
}

/**
 * Asks the platform to fetch a package and store it under a version (platform-api.md 1.1). The platform downloads
 * inside this request, so it may take as long as the gateway allows. Never sent twice by itself. Throws
 * `PlatformError`.
 */
export async function uploadByLink(
  call: Call,
  upload: UploadByLink,
  { timeoutMs, signal }: SendOptions,
): Promise<UploadedPackage> {
  // Loaded here, not at start: it is most of what an upload costs to load and nothing else needs it.
  const { default: FormData } = await import('form-data');
  const form = new FormData();
  form.append('package_url', upload.packageUrl);
  form.append('version', upload.version);
  form.append('allow_overwrite', String(upload.allowOverwrite));
  const { json, milliseconds, requestId } = await call(uploadByLinkPath(upload), {
    method: 'POST',
    body: { stream: form, headers: { ...form.getHeaders(), 'content-length': String(form.getLengthSync()) } },
    timeoutMs,
    signal,
  });
  // Anything can answer 200. Only the package that was asked for is a success; all else leaves the upload in doubt.
  if (!isObject(json) || stringOf(json, 'version') !== upload.version || stringOf(json, 'package_name') === undefined)
    throw unexpectedShape(requestId);
  return { package: readPackage(json), milliseconds, requestId };
}

/** A module's versions, newest first; the platform lists them oldest first and all at once. Throws `PlatformError`. */
export async function listVersions(
  call: Call,
  appCode: AppCode,
  module: ModuleName,
  options: Cancellable = {},
): Promise<PackageVersion[]> {
  return (await readVersionsSnapshot(call, appCode, module, options)).versions;
}

/** A module's versions at one moment, by the gateway's own clock. */
export interface VersionsSnapshot {
  /** Newest first. */
  versions: PackageVersion[];
  /** Milliseconds since 1970; undefined when the gateway sends no date. */
  answeredAt: number | undefined;
}

/** The same with the moment of the answer, for comparing two looks. Throws `PlatformError`. */
export async function readVersionsSnapshot(
  call: Call,
  appCode: AppCode,
  module: ModuleName,
  { signal }: Cancellable = {},
): Promise<VersionsSnapshot> {
  const path = modulePath({ appCode, module }, 'repo', 'branches');
  const { json, requestId, answeredAt } = await call(path, { signal });
  const results = isObject(json) ? json['results'] : undefined;
  if (!Array.isArray(results)) throw unexpectedShape(requestId);
  const versions = results
    .flatMap((item: unknown) => {
      const version = isObject(item) ? stringOf(item, 'name') : undefined;
      if (!isObject(item) || version === undefined) return [];
      const extra = isObject(item['extra']) ? item['extra'] : {};
      return [
        {
          version,
          sizeBytes: numberOf(extra, 'package_size'),
          updated: parseServerDate(item['last_update']),
          ...parseStorageAddress(stringOf(item, 'url') ?? ''),
          cleanedUp: extra['is_deleted'] === true,
        },
      ];
    })
    .reverse();
  return { versions, answeredAt };
}

const storageAddress = new RegExp(`:(${sha256Hex}):(.*)$`);

/** `…/{version}:{sha256}:{package_name}`: the one place where the list tells what is in a package (platform-api.md 1.3, 4.6). */
function parseStorageAddress(url: string): Pick<PackageVersion, 'sha256' | 'packageName'> {
  const match = storageAddress.exec(url);
  return { sha256: match?.[1], packageName: match?.[2] };
}

function readPackage(json: JsonObject): SourcePackage {
  return {
    version: stringOf(json, 'version') ?? '',
    packageName: stringOf(json, 'package_name') ?? '',
    sizeBytes: numberOf(json, 'package_size'),
    sha256: stringOf(json, 'sha256_signature'),
    created: parseServerDate(json['created']),
    updated: parseServerDate(json['updated']),
    operator: stringOf(json, 'operator'),
  };
}
