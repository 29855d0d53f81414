import { BackendRefusal, serverError } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { isSameText } from '../backend/collation.ts';
import type { BackendErrorName } from '../backend/backendErrors.ts';
import type { BackendCall } from '../route.ts';
import type { Module, PackageContents, SourcePackage } from '../state.ts';

// Column lengths in the platform's table, in characters. Longer text causes a database error.
const MAX_VERSION_LENGTH = 128;
const MAX_NAME_LENGTH = 128;

export interface NewPackage {
  version: string;
  packageName: string;
  size: number;
  sha256: string;
  contents: PackageContents;
  allowOverwrite: boolean;
}

/**
 * Returns the stored package of a version, or `undefined`. Prefers the exact version, and otherwise compares versions
 * as the platform's database does (platform-api.md 6.3).
 */
export function findPackage(module: Module, version: string, { switches }: BackendCall): SourcePackage | undefined {
  return (
    module.packages.find((each) => each.version === version) ??
    module.packages.find((each) => isSameText(each.version, version, switches))
  );
}

/**
 * Stores or overwrites the package of a version (platform-api.md 1.9). An overwrite keeps id, creation date and
 * spelling of the version. If the row of the version is marked as deleted, the version cannot be stored again.
 * `existing` is the row that an earlier lookup found for the version, if any. If another upload creates the row after
 * this lookup, that row is overwritten without an error.
 */
export function storePackage(
  module: Module,
  existing: SourcePackage | undefined,
  { allowOverwrite, ...sent }: NewPackage,
  call: BackendCall,
): SourcePackage {
  const { wrong, objectStore } = call.switches;
  if (objectStore === 'fails') throw storeRefusal('objectStore', call);
  const sharing = module.packages.filter(
    (each) => each !== existing && !each.isDeleted && objectPath(each, call) === objectPath(sent, call),
  );
  // On the real platform, the object store refuses a key that exists, and the database refuses a row that exists. In
  // both cases, the caller sees the same error.
  const exists =
    (existing !== undefined && !existing.isDeleted) || sharing.some(({ version }) => version !== sent.version);
  if (exists && !allowOverwrite && wrong !== 'duplicateAccepted') throw storeRefusal('packageExists', call);
  // The platform's lookup ignores a row that is marked as deleted, but the table's unique key includes the row. So
  // storing the version causes a database error.
  if (existing?.isDeleted) throw new BackendRefusal(serverError());
  if (sent.version.length > MAX_VERSION_LENGTH || sent.packageName.length > MAX_NAME_LENGTH) {
    throw new BackendRefusal(serverError());
  }
  // If several versions share one object, every later deployment of these versions uses the new bytes.
  for (const each of sharing) each.contents = sent.contents;
  const now = call.now();
  const row = existing ?? findPackage(module, sent.version, call);
  if (row) {
    if (existing && wrong === 'overwriteTakesNewId') row.id = call.state.nextPackageId++;
    if (existing && wrong === 'overwriteMovesToEnd') row.order = call.state.nextOrder++;
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
 * Returns the path of a package's object within the folder of the module. On BK-Repo, the key becomes part of a URL
 * without encoding, so `#` and `?` end the path, and `..` leaves the folder.
 */
function objectPath(
  { version, sha256, packageName }: Pick<SourcePackage, 'version' | 'sha256' | 'packageName'>,
  { switches: { store } }: BackendCall,
): string {
  const key = `${version}:${sha256 ?? ''}:${packageName}`;
  return store === 's3' ? key : new URL(`http://bkrepo.invalid/repository/module/${key}`).pathname;
}

/**
 * Returns an error for which the platform intends a coded response. The caller gets this response only if the switch
 * `duplicateAs` is `400json`. Otherwise, the caller gets an HTML 500 (platform-api.md 1.9).
 */
function storeRefusal(
  name: Extract<BackendErrorName, 'objectStore' | 'packageExists'>,
  call: BackendCall,
): BackendRefusal {
  const asMeant = call.switches.duplicateAs === '400json';
  return new BackendRefusal(asMeant ? backendErrors[name](call.language) : serverError());
}
