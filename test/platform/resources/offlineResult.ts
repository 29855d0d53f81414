import { okAnswer } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { runningOfflineOperation } from '../deployments/environmentState.ts';
import { describeOffline } from './describeOffline.ts';
import { environmentOf } from './environment.ts';
import type { ModuleRoute } from '../route.ts';

/** The result of one offline operation (platform-api.md 4.14). */
export const offlineResult: ModuleRoute = {
  operationId: 'get_offline_result',
  method: 'GET',
  path: '/bkapps/applications/{app}/modules/{module}/offlines/{operation}/result/',
  scope: 'module',
  permission: 'basic_develop',
  moduleLookup: 'unsafe',
  answer(call, application, module) {
    const id = call.params['operation'];
    const operation = module.offlines.find((each) => each.id === id);
    return operation
      ? okAnswer(describeOffline(operation, call))
      : backendErrors.noOffline(call.language, call.params['operation'], application.code);
  },
};

/**
 * The offline operation in progress, for clients that resume waiting for its end; `{}` if no operation is in progress.
 */
export const resumableOfflineRoute: ModuleRoute = {
  operationId: 'get_resumable_offline_operations',
  method: 'GET',
  path: '/bkapps/applications/{app}/modules/{module}/envs/{env}/offlines/resumable/',
  scope: 'module',
  permission: 'basic_develop',
  moduleLookup: 'safe',
  answer(call, _application, module) {
    const operation = runningOfflineOperation(module, environmentOf(call), call.now());
    return okAnswer(operation ? { result: describeOffline(operation, call) } : {});
  },
};
