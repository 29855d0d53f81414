import { randomUUID } from 'node:crypto';
import { BackendRefusal } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { chooseScript } from '../deployments/chooseScript.ts';
import { runningDeployment } from '../deployments/environmentState.ts';
import { environmentOf, requireDeployRight } from './environment.ts';
import { readDeployFields } from './readDeployFields.ts';
import { resolveSource, resolveRevision } from './resolveSource.ts';
import type { ModuleRoute } from '../route.ts';
import type { Deployment } from '../state.ts';

/**
 * Starts a deployment (platform-api.md 4.8). Checks, in this order: role, body, version, lock, and whether the
 * deployment can start.
 */
export const deploy: ModuleRoute = {
  operationId: 'deploy_with_module',
  method: 'POST',
  path: '/bkapps/applications/{app}/modules/{module}/envs/{env}/deployments/',
  scope: 'module',
  permission: 'basic_develop',
  moduleLookup: 'unsafe',
  async answer(call, application, module) {
    const { wrong } = call.switches;
    requireDeployRight(call, application, module);
    const fields = await readDeployFields(call);
    const environment = environmentOf(call);
    const created = call.now();
    const checkLock = (): void => {
      const isLocked = runningDeployment(module, environment, created) !== undefined;
      if (isLocked && wrong !== 'deployLockUnchecked') {
        throw new BackendRefusal(backendErrors.deployOngoing(call.language));
      }
    };
    if (wrong === 'deployLockFirst') checkLock();
    const revision = resolveRevision(fields, module, call);
    checkLock();
    const { source, contents } = resolveSource(fields, revision, { application, module }, call);
    const { state, switches } = call;
    const deployment: Deployment = {
      id: randomUUID(),
      order: state.nextOrder++,
      environment,
      source,
      operator: call.user,
      created,
      script: chooseScript(state, switches, { application, module, environment }, contents),
      ...(contents?.isReachable === false && { isReachable: false }),
      revisionId: application.type === 'cloud_native' ? state.nextRevisionId++ : null,
    };
    module.deployments.push(deployment);
    const body = { deployment_id: deployment.id, stream_url: `/streams/${deployment.id}` };
    return { status: wrong === 'deployAnswers200' ? 200 : 201, headers: {}, body };
  },
};
