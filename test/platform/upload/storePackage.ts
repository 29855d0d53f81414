import { BackendRefusal, serverError } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
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

/**
 * Stores or overwrites the package of a version (the table of platform-api.md 1.9). An overwrite keeps id and creation
 * date. A version whose row is marked deleted cannot be stored again.
 */
export function storePackage(module: Module, sent: NewPackage, call: BackendCall): SourcePackage {
  if (call.switches.objectStore === 'fails') throw raised('objectStore', call);
  const { allowOverwrite, ...values } = sent;
  const { wrong } = call.switches;
  const existing = module.packages.find((each) => each.version === sent.version);
  // The object store refuses the same bytes, the database other bytes. Both look the same from outside.
  if (existing && !existing.isDeleted && !allowOverwrite && wrong !== 'duplicateAccepted') {
    throw raised('packageExists', call);
  }
  // The lookup ignores a deleted row, but the unique key does not.
  if (existing?.isDeleted) throw new BackendRefusal(serverError());
  if (sent.version.length > LONGEST_VERSION || sent.packageName.length > LONGEST_NAME) {
    throw new BackendRefusal(serverError());
  }
  const now = call.now();
  if (existing) {
    if (wrong === 'overwriteTakesNewId') existing.id = call.state.nextPackageId++;
    return Object.assign(existing, values, { updated: now, operator: call.user, kind: 'package' });
  }
  const stored: SourcePackage = {
    id: call.state.nextPackageId++,
    order: call.state.nextOrder++,
    ...values,
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
 * Returns an error that leaves the server as an HTML 500 although it is meant as a coded error (platform-api.md 1.9).
 */
function raised(name: Extract<BackendErrorName, 'objectStore' | 'packageExists'>, call: BackendCall): BackendRefusal {
  const asMeant = call.switches.duplicateAs === '400json';
  return new BackendRefusal(asMeant ? backendErrors[name](call.language) : serverError());
}
