import { codedError, okAnswer, localizedMessage } from '../backend/backendAnswer.ts';
import { platformDate } from '../backend/dates.ts';
import { sortByOrder } from '../state.ts';
import { storageAddress } from './storageAddress.ts';
import type { BackendCall, ModuleRoute } from '../route.ts';
import type { Application, Module, SourcePackage } from '../state.ts';

/**
 * The versions of a module. For a package module, the versions are its packages, oldest first (platform-api.md 4.6).
 */
export const branches: ModuleRoute = {
  operationId: 'get_repo_branches',
  method: 'GET',
  path: '/bkapps/applications/{app}/modules/{module}/repo/branches/',
  scope: 'module',
  permission: 'basic_develop',
  moduleLookup: 'unsafe',
  answer(call, application, module) {
    switch (module.sourceOrigin) {
      case 2:
      case 3:
      case 7:
        return okAnswer({
          results: listedPackages(module.packages, call).map((each) =>
            describeVersion(each, application, module, call),
          ),
        });
      case 1:
      case null:
        return codedError('NEED_TO_BIND_OAUTH_INFO', 4312003, localizedMessage('needOauth', call.language));
      default:
        return codedError(
          'CANNOT_GET_REPO',
          4312002,
          localizedMessage('cannotGetRepo', call.language, application.code),
        );
    }
  },
};

function listedPackages(packages: readonly SourcePackage[], { switches: { wrong } }: BackendCall): SourcePackage[] {
  const oldestFirst = sortByOrder(packages);
  if (wrong === 'versionsNewestFirst') return oldestFirst.reverse();
  return wrong === 'deletedLeftOut' ? oldestFirst.filter((each) => !each.isDeleted) : oldestFirst;
}

/**
 * Returns one version. The size is a number, and `url` is an address in the platform's own store. platform-api.md does
 * not say whether a platform with only the six old package fields sends `is_deleted` here. This emulator assumes that
 * such a platform omits this field, as in the response to an upload.
 */
function describeVersion(
  stored: SourcePackage,
  application: Application,
  module: Module,
  call: BackendCall,
): Readonly<Record<string, unknown>> {
  const old = call.switches.packageFields === 'old6';
  return {
    name: stored.version,
    type: stored.kind === 'image' ? 'tag' : 'package',
    display_type: stored.kind,
    revision: stored.version,
    url: storageAddress(stored, application, module),
    last_update: platformDate(stored.updated, call.switches.dateOffset),
    message: '',
    extra: { package_size: stored.size, ...(!old && { is_deleted: stored.isDeleted }) },
  };
}
