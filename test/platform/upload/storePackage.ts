import { BackendRefusal, serverError } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { isSameText } from '../backend/collation.ts';
import type { BackendErrorName } from '../backend/backendErrors.ts';
import type { BackendCall } from '../route.ts';
import type { Module, PackageContents, SourcePackage } from '../state.ts';

// Column sizes of the platform's table; longer text is a database error.
const LONGEST_VERSION = 128;
const LONGEST_NAME = 128;

export interface NewPackage {
  version: string;
  packageName: string;
  size: number;
  sha256: string;
  contents: PackageContents;
  allowOverwrite: boolean;
}

/** Returns the stored package of a version, as the platform's database compares versions (platform-api.md 6.3). */
export function findPackage(module: Module, version: string, { switches }: BackendCall): SourcePackage | undefined {
  return (
    module.packages.find((each) => each.version === version) ??
    module.packages.find((each) => isSameText(each.version, version, switches))
  );
}

/**
 * Stores or overwrites the package of a version (the table of platform-api.md 1.9). An overwrite keeps id, creation date
 * and spelling of the version. A version whose row is marked deleted cannot be stored again. `existing` is the row of
 * the version as it was before the download: a row that another upload created since is overwritten without a word.
 */
export function storePackage(
  module: Module,
  existing: SourcePackage | undefined,
  { allowOverwrite, ...sent }: NewPackage,
  call: BackendCall,
): SourcePackage {
  const { wrong, objectStore } = call.switches;
  if (objectStore === 'fails') throw raised('objectStore', call);
  const sharing = module.packages.filter(
    (each) => each !== existing && !each.isDeleted && objectPath(each, call) === objectPath(sent, call),
  );
  // The object store refuses an object that exists, the database a row that exists. Both look the same from outside.
  const exists =
    (existing !== undefined && !existing.isDeleted) || sharing.some(({ version }) => version !== sent.version);
  if (exists && !allowOverwrite && wrong !== 'duplicateAccepted') throw raised('packageExists', call);
  // The lookup ignores a deleted row, but the unique key does not.
  if (existing?.isDeleted) throw new BackendRefusal(serverError());
  if (sent.version.length > LONGEST_VERSION || sent.packageName.length > LONGEST_NAME) {
    throw new BackendRefusal(serverError());
  }
  // One object for several versions: each of their deployments uses these bytes from now on.
  for (const each of sharing) each.contents = sent.contents;
  const now = call.now();
  const row = existing ?? findPackage(module, sent.version, call);
  if (row) {
    if (existing && wrong === 'overwriteTakesNewId') row.id = call.state.nextPackageId++;
    return Object.assign(row, { ...sent, version: row.version, updated: now, operator: call.user, kind: 'package' });
  }
  const stored: SourcePackage = {
    id: call.state.nextPackageId++,
    order: call.state.nextOrder++,
    ...sent,
    created: now,
    updated: now,
    operator: call.user,
    isDeleted: false,
    kind: 'package',
  };
  module.packages.push(stored);
  return stored;
}

/**
 * Returns where the object of a package lies in its module's folder. On BK-Repo the key becomes part of a URL as it is,
 * so `#` and `?` cut it and `..` leaves the folder.
 */
function objectPath(
  { version, sha256, packageName }: Pick<SourcePackage, 'version' | 'sha256' | 'packageName'>,
  { switches: { store } }: BackendCall,
): string {
  const key = `${version}:${sha256 ?? ''}:${packageName}`;
  return store === 's3' ? key : new URL(`http://bkrepo.invalid/repository/module/${key}`).pathname;
}

/**
 * Returns an error that leaves the server as an HTML 500 although it is meant as a coded error (platform-api.md 1.9).
 */
function raised(name: Extract<BackendErrorName, 'objectStore' | 'packageExists'>, call: BackendCall): BackendRefusal {
  const asMeant = call.switches.duplicateAs === '400json';
  return new BackendRefusal(asMeant ? backendErrors[name](call.language) : serverError());
}
