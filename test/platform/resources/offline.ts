import { randomUUID } from 'node:crypto';
import { backendErrors } from '../backend/backendErrors.ts';
import {
  deploymentToTakeOffline,
  offlineOperationOf,
  runningOfflineOperation,
} from '../deployments/environmentState.ts';
import { successfulOffline } from '../deployments/offlineScript.ts';
import { environmentOf, requireDeployRight } from './environment.ts';
import type { BackendAnswer } from '../backend/backendAnswer.ts';
import type { BackendCall, ModuleRoute } from '../route.ts';
import type { OfflineOperation } from '../state.ts';

/**
 * Takes an environment offline (platform-api.md 4.14). If the environment is already offline, returns the id of the
 * operation that took it offline.
 */
export const offline: ModuleRoute = {
  operationId: 'module_offline',
  method: 'POST',
  path: '/bkapps/applications/{app}/modules/{module}/envs/{env}/offlines/',
  scope: 'module',
  permission: 'basic_develop',
  moduleLookup: 'unsafe',
  answer(call, application, module) {
    requireDeployRight(call, application, module);
    const environment = environmentOf(call);
    const created = call.now();
    const deployed = deploymentToTakeOffline(module, environment, created);
    if (!deployed) return backendErrors.nothingToOffline(call.language);
    const done = offlineOperationOf(module, deployed, created);
    if (done) return acceptedAnswer(done.id, call);
    if (runningOfflineOperation(module, environment, created)) return backendErrors.offlineOngoing(call.language);
    const script = call.state.offlineScripts.shift() ?? successfulOffline(call.switches.offlineSeconds * 1000);
    const operation: OfflineOperation = {
      id: randomUUID(),
      order: call.state.nextOrder++,
      environment,
      deploymentId: deployed.id,
      source: deployed.source,
      operator: call.user,
      created,
      script,
    };
    module.offlines.push(operation);
    return acceptedAnswer(operation.id, call);
  },
};

function acceptedAnswer(id: string, { switches: { wrong } }: BackendCall): BackendAnswer {
  const body = wrong === 'offlineIdMissing' ? {} : { offline_operation_id: id };
  return { status: 201, headers: {}, body };
}
