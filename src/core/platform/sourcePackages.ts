import type { CancelOptions } from '../http/clock.ts';
import type { Call, SendOptions } from './call.ts';
import { isObject, numberOf, stringOf, type JsonObject } from '../http/json.ts';
import { sha256Pattern } from '../http/sha256.ts';
import { isSameVersion, type AppCode, type ModuleName } from './names.ts';
import { modulePath, type ModuleTarget } from './paths.ts';
import { parseServerDate, type ServerDate } from './serverDate.ts';
import { unexpectedShapeError } from './platformError.ts';

/**
 * A stored source package, as the response to an upload describes it (platform-api.md 1.5). Old platforms omit some
 * members, which are then undefined.
 */
export interface SourcePackage {
  /** Version as the platform spells it. An overwrite keeps the spelling of the stored version (platform-api.md 1.9). */
  version: string;
  packageName: string;
  sizeBytes: number | undefined;
  sha256: string | undefined;
  created: ServerDate | undefined;
  updated: ServerDate | undefined;
  operator: string | undefined;
}

/**
 * A version in the list of deployable versions (platform-api.md 4.6). The list states less about a version than the
 * response to an upload.
 */
export interface PackageVersion {
  version: string;
  sizeBytes: number | undefined;
  updated: ServerDate | undefined;
  /**
   * Taken from the address at which the platform stores the package (platform-api.md 1.3 step 10); undefined if the
   * address has another format.
   */
  sha256: string | undefined;
  /** Taken from the storage address, as `sha256` is. */
  packageName: string | undefined;
  /**
   * Whether the platform has removed the package's file. Such a version can neither be deployed nor uploaded again
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

/** Returns the path segments for an upload by link, below `bkapps/`. */
export function uploadByLinkPath(target: ModuleTarget): string[] {
  return modulePath(target, 'source_package', 'link');
}

/**
 * Makes the platform download a package and store it as a version (platform-api.md 1.1). The platform responds only
 * after its download, so the request can take until the gateway times out. Never retries the request.
 */
export async function uploadByLink(
  call: Call,
  upload: UploadByLink,
  { timeoutMs, signal }: SendOptions,
): Promise<UploadedPackage> {
  // Loaded lazily, because loading `form-data` takes longer than loading the other modules of an upload, and only an
  // upload needs `form-data`.
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
  // Another server can also respond with status 200. The upload succeeded only if the response describes the requested
  // version. Otherwise the outcome is unknown.
  const packageName = isObject(json) ? stringOf(json, 'package_name') : undefined;
  const version = isObject(json) ? stringOf(json, 'version') : undefined;
  if (!isObject(json) || packageName === undefined || version === undefined || !isSameVersion(version, upload.version))
    throw unexpectedShapeError(requestId);
  const stored: SourcePackage = {
    version,
    packageName,
    sizeBytes: numberOf(json, 'package_size'),
    sha256: stringOf(json, 'sha256_signature'),
    created: parseServerDate(json['created']),
    updated: parseServerDate(json['updated']),
    operator: stringOf(json, 'operator'),
  };
  return { package: stored, milliseconds, requestId };
}

/** Lists a module's versions, newest first. */
export async function listVersions(...target: Parameters<typeof readVersionsSnapshot>): Promise<PackageVersion[]> {
  return (await readVersionsSnapshot(...target)).versions;
}

/** A module's versions at one moment, to compare with the versions at another moment. */
export interface VersionsSnapshot {
  /** Newest first. */
  versions: PackageVersion[];
  /**
   * Time of the response by the gateway's clock, in milliseconds since 1970; undefined if the response has no valid
   * date.
   */
  answeredAt: number | undefined;
}

/** Returns all versions of a module, newest first. The platform sends them oldest first. */
export async function readVersionsSnapshot(
  call: Call,
  appCode: AppCode,
  module: ModuleName,
  { signal }: CancelOptions = {},
): Promise<VersionsSnapshot> {
  const path = modulePath({ appCode, module }, 'repo', 'branches');
  const { json, requestId, answeredAt } = await call(path, { signal });
  if (!isObject(json) || !Array.isArray(json['results'])) throw unexpectedShapeError(requestId);
  const oldestFirst = json['results'].filter(isObject).flatMap((item) => parsePackageVersion(item) ?? []);
  return { versions: oldestFirst.reverse(), answeredAt };
}

/**
 * Matches the end of a storage address `…/{version}:{sha256}:{package_name}` (platform-api.md 1.3, 4.6). In the list of
 * versions, only this address contains the SHA-256 and the package name.
 */
const storageAddressPattern = new RegExp(`:(${sha256Pattern}):(.*)$`);

function parsePackageVersion(json: JsonObject): PackageVersion | undefined {
  const version = stringOf(json, 'name');
  if (version === undefined) return undefined;
  const extra = isObject(json['extra']) ? json['extra'] : {};
  const [, sha256, packageName] = storageAddressPattern.exec(stringOf(json, 'url') ?? '') ?? [];
  return {
    version,
    sizeBytes: numberOf(extra, 'package_size'),
    updated: parseServerDate(json['last_update']),
    sha256,
    packageName,
    cleanedUp: extra['is_deleted'] === true,
  };
}
