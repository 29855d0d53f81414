import { okAnswer } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { lastOfflineOperation, lastSuccess, runningDeployment } from '../deployments/environmentState.ts';
import { describeDeployment } from './describeDeployment.ts';
import { describeOffline } from './describeOffline.ts';
import { environmentOf } from './environment.ts';
import { exposedUrl } from './exposedUrl.ts';
import { flagOf } from './flagOf.ts';
import { describeWantedState } from './processes.ts';
import { processesOf } from '../running/processSeeds.ts';
import type { BackendAnswer } from '../backend/backendAnswer.ts';
import type { BackendCall, ModuleRoute } from '../route.ts';
import type { Deployment, Module } from '../state.ts';

const ENVIRONMENT_PATH = '/bkapps/applications/{app}/modules/{module}/envs/{env}';

/**
 * What is released in an environment (platform-api.md 4.13): the last successful deployment, or the operation that took
 * this deployment offline.
 */
export const releasedStateRoute: ModuleRoute = {
  operationId: 'module_env_released_state',
  method: 'GET',
  path: `${ENVIRONMENT_PATH}/released_state/`,
  scope: 'module',
  permission: 'view_basic_info',
  moduleLookup: 'safe',
  answer(call, application, module) {
    const environment = environmentOf(call);
    const now = call.now();
    const offline = lastOfflineOperation(module, environment, now);
    const deployment = offline ? undefined : releasedDeployment(module, call);
    if (!offline && !deployment) return notReleasedAnswer(call);
    const url = exposedUrl(application, module, environment);
    return okAnswer({
      is_offlined: offline !== undefined,
      deployment: deployment ? describeDeployment(deployment, call) : null,
      offline: offline ? describeOffline(offline, call) : null,
      // If nothing answers at the reserved address, `exposed_link.url` is null (platform-api.md 4.13).
      exposed_link: { url: deployment && deployment.isReachable !== false ? url : null },
      default_access_entrance: { url },
      ...describeProcesses(call, module, deployment !== undefined),
    });
  },
};

function releasedDeployment(module: Module, call: BackendCall): Deployment | undefined {
  const environment = environmentOf(call);
  const now = call.now();
  const begun = call.switches.wrong === 'runningCountsAsReleased' && runningDeployment(module, environment, now);
  return begun || lastSuccess(module, environment, now);
}

function notReleasedAnswer(call: BackendCall): BackendAnswer {
  const answer = backendErrors.notReleased(call.language);
  return call.switches.wrong === 'notReleasedAs404' ? { ...answer, status: 404 } : answer;
}

function describeProcesses(call: BackendCall, module: Module, isRunning: boolean): object {
  if (!flagOf(call, 'with_processes')) return {};
  const seeds = processesOf(module, environmentOf(call));
  const wanted = seeds.map((seed) => [seed.name, describeWantedState(seed, isRunning)] as const);
  const isObject = call.switches.wrong === 'wantedInObject';
  return { processes: isObject ? Object.fromEntries(wanted) : wanted.map(([name, each]) => ({ [name]: each })) };
}
