import { BackendRefusal, localizedMessage } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { isSameText } from '../backend/collation.ts';
import { sortByOrder } from '../state.ts';
import { findPackage } from '../upload/storePackage.ts';
import { storageAddress } from './storageAddress.ts';
import type { Language } from '../backend/language.ts';
import type { BackendCall } from '../route.ts';
import type { Application, DeployedSource, Module, PackageContents } from '../state.ts';
import type { DeployFields } from './readDeployFields.ts';

// The longest revision that a deployment can record, in characters (platform-api.md 4.8).
const MAX_REVISION_LENGTH = 64;

/**
 * Returns the revision that a deploy call selects. For a package module, the revision is the version of a stored
 * package. The first match wins: a package with the name `version_name`, then a package with the version
 * `version_name`. If no package matches, the revision is `revision` as sent. A package that is marked as deleted is
 * ignored, as in the lookup of an upload (platform-api.md 1.9). Throws a refusal if there is no revision.
 */
export function resolveRevision(fields: DeployFields, module: Module, call: BackendCall): string {
  const name = fields.versionName;
  switch (module.sourceOrigin) {
    case 2:
    case 3:
    case 7: {
      const present = sortByOrder(module.packages).filter((each) => !each.isDeleted);
      const named = present.findLast((each) => each.packageName === name);
      const found = named ?? present.find((each) => isSameText(each.version, name, call.switches));
      return found?.version ?? fields.revision ?? refuse();
    }
    case 4:
    case 6:
      // An image is deployed by its tag and has no revision, so `repo.revision` is empty in the history
      // (platform-api.md 4.10).
      return '';
    default:
      return fields.revision ?? refuse();
  }

  function refuse(): never {
    throw new BackendRefusal(backendErrors.noRevision(call.language));
  }
}

/**
 * Returns what the deployment will deploy. Throws a refusal for a problem that the platform finds only when it starts
 * the deployment (platform-api.md 4.8).
 */
export function resolveSource(
  fields: DeployFields,
  revision: string,
  { application, module }: { application: Application; module: Module },
  call: BackendCall,
): { source: DeployedSource; contents: PackageContents | undefined } {
  const source = { type: fields.versionType, name: fields.versionName, url: '', revision };
  if (![2, 3, 7].includes(module.sourceOrigin ?? 1)) return { source, contents: undefined };
  const found = findPackage(module, revision, call);
  const stored = found?.isDeleted ? undefined : found;
  const { language } = call;
  if (!stored || revision.length > MAX_REVISION_LENGTH) throw new BackendRefusal(backendErrors.cannotDeploy(language));
  // If BK-Repo fails, the deploy call fails. If S3 fails, the deployment starts and then fails (platform-api.md 4.8).
  if (call.switches.objectStore === 'fails' && call.switches.store === 'bkrepo')
    throw new BackendRefusal(backendErrors.cannotDeployStore(language));
  const problem = stored.contents.descriptionProblem ?? missingModuleMessage(stored.contents, module, language);
  if (problem !== undefined) throw new BackendRefusal(backendErrors.badDeployDescription(language, problem));
  return { source: { ...source, url: storageAddress(stored, application, module) }, contents: stored.contents };
}

/**
 * Returns the message that refuses a description which configures only other modules (platform-api.md 4.8). Returns
 * `undefined` for any other description.
 */
function missingModuleMessage(
  { modules = [] }: PackageContents,
  { name }: Module,
  language: Language,
): string | undefined {
  if (modules.length === 0 || modules.includes(name)) return undefined;
  return `modules: ${localizedMessage('moduleNotConfigured', language, modules.join(', '))}`;
}
