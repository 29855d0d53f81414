import { BackendRefusal, okAnswer } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { platformDate } from '../backend/dates.ts';
import { progressOf } from '../deployments/deploymentProgress.ts';
import { phaseName, phasesOf, stepName } from '../deployments/phaseCatalogue.ts';
import { uuidFrom } from '../uuidFrom.ts';
import { describeRepo } from './describeModule.ts';
import { environmentOf } from './environment.ts';
import { exposedUrl } from './exposedUrl.ts';
import { findDeploymentIn } from './findDeployment.ts';
import type { PhaseOrStepProgress } from '../deployments/deploymentProgress.ts';
import type { PhaseOutline } from '../deployments/phaseCatalogue.ts';
import type { BackendCall, ModuleRoute } from '../route.ts';
import type { Application, Module } from '../state.ts';

const PHASES_PATH = '/bkapps/applications/{app}/modules/{module}/envs/{env}/deploy_phases/';

/** The phases and steps of a future deployment (platform-api.md 4.11). */
export const phasesFrameworkRoute: ModuleRoute = {
  operationId: 'get_deploy_phases_framework',
  method: 'GET',
  path: PHASES_PATH,
  scope: 'module',
  permission: 'basic_develop',
  moduleLookup: 'safe',
  answer(call, application, module) {
    return okAnswer(phasesOf(application, module).map((phase) => describePhase(phase, application, module, call)));
  },
};

/**
 * The phases and steps of one deployment, with their status. All phases exist as soon as the deploy call has returned.
 */
export const phasesInstanceRoute: ModuleRoute = {
  operationId: 'get_deploy_phases_instance',
  method: 'GET',
  path: `${PHASES_PATH}{deployment}/`,
  scope: 'module',
  permission: 'basic_develop',
  moduleLookup: 'safe',
  answer(call, application, module) {
    const deployment = findDeploymentIn(module, call);
    if (deployment.environment !== environmentOf(call)) {
      throw new BackendRefusal(backendErrors.noDeploymentInModule(call.language, deployment.id, module.name));
    }
    const progress = progressOf(deployment, call.now());
    const phases = phasesOf(application, module).map((phase) => ({
      ...describePhase(phase, application, module, call),
      ...describeResult(`${deployment.id}/${phase.type}`, progress.phase(phase.type), call),
      steps: phase.steps.map((step) => ({
        ...describeStep(step, call),
        ...describeResult(`${deployment.id}/${phase.type}/${step}`, progress.step(phase.type, step), call),
      })),
    }));
    return okAnswer(phases);
  },
};

function describePhase(
  { type, steps }: PhaseOutline,
  application: Application,
  module: Module,
  call: BackendCall,
): Readonly<Record<string, unknown>> {
  return {
    display_name: phaseName(type, call.language),
    type,
    steps: steps.map((step) => describeStep(step, call)),
    display_blocks: blocks(type, application, module, call),
  };
}

function describeStep(step: string, call: BackendCall): Readonly<Record<string, unknown>> {
  const displayName = stepName(step, call.language);
  const name = call.switches.wrong === 'stepNamesTranslated' ? displayName : step;
  return { name, display_name: displayName, skipped: false };
}

function describeResult(
  owner: string,
  { status, startTime, completeTime }: PhaseOrStepProgress,
  call: BackendCall,
): object {
  const { dateOffset } = call.switches;
  return {
    uuid: uuidFrom(owner),
    status,
    start_time: platformDate(startTime, dateOffset),
    complete_time: platformDate(completeTime, dateOffset),
  };
}

function blocks(type: PhaseOutline['type'], application: Application, module: Module, call: BackendCall): object {
  switch (type) {
    case 'preparation':
      return { source_info: describeRepo(module, application), services_info: [], prepare_help_docs: [] };
    case 'build': {
      const image = `registry.example.com/bkapps/${application.code}/${module.name}`;
      return { runtime_info: { image, slugbuilder: null, slugrunner: null, buildpacks: [] }, build_help_docs: [] };
    }
    case 'release': {
      const address = exposedUrl(application, module, environmentOf(call));
      return { access_info: { address, type: 'subdomain' }, release_help_docs: [] };
    }
  }
}
