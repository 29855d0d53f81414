import { BackendRefusal, pageNotFound, serverError } from './backendAnswer.ts';
import { backendErrors } from './backendErrors.ts';
import { isSameText } from './collation.ts';
import { mayDo } from './roles.ts';
import type { BackendCall, ModuleRoute, Route } from '../route.ts';
import type { Application } from '../state.ts';
import type { AppAction } from './roles.ts';
import type { BackendAnswer } from './backendAnswer.ts';

/**
 * Returns the response of the platform's server to a request that passed the gateway. First the path is checked, then
 * application, role and module in the order of platform-api.md 1.3, then the resource itself. Throws only if this
 * emulator has a bug.
 */
export async function answerAtBackend(route: Route, call: BackendCall): Promise<BackendAnswer> {
  try {
    return await answerRoute(route, call);
  } catch (error) {
    if (error instanceof BackendRefusal) return error.answer;
    throw error;
  }
}

async function answerRoute(route: Route, call: BackendCall): Promise<BackendAnswer> {
  const environment = call.params['env'];
  if (environment !== undefined && environment !== 'stag' && environment !== 'prod') return pageNotFound();
  // The backend's routes match only ids in this format (platform-api.md 4.9).
  const id = call.params['deployment'] ?? call.params['operation'];
  if (id !== undefined && !/^[0-9a-f-]{32,36}$/.test(id)) return pageNotFound();
  switch (route.scope) {
    case 'user':
      return route.answer(call);
    case 'application':
      return route.answer(call, applicationFor(call, route.permission));
    case 'module': {
      const application = applicationFor(call, permissionOf(route, call));
      const module = application.modules.find((each) => each.name === call.params['module']);
      if (module) return route.answer(call, application, module);
      return route.moduleLookup === 'safe' ? backendErrors.noModule(call.language) : serverError();
    }
  }
}

function permissionOf({ operationId, permission }: ModuleRoute, { switches: { wrong } }: BackendCall): AppAction {
  const isRunning = operationId === 'list_processes' || operationId.startsWith('search_standard_log');
  return wrong === 'processesForAll' && isRunning ? 'view_basic_info' : permission;
}

function applicationFor(call: BackendCall, permission: AppAction): Application {
  const code = call.params['app'] ?? '';
  const application =
    call.state.applications.get(code) ??
    [...call.state.applications.values()].find((each) => isSameText(each.code, code, call.switches));
  if (!application || application.isDeleted) throw new BackendRefusal(backendErrors.noApplication(call.language));
  if (!mayDo(application, call, permission)) throw new BackendRefusal(backendErrors.forbidden());
  return application;
}
