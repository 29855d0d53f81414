import { BackendRefusal } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import type { BackendCall } from '../route.ts';
import type { Application, Deployment, Module } from '../state.ts';

export interface FoundDeployment {
  application: Application;
  module: Module;
  deployment: Deployment;
}

/**
 * Returns the deployment whose id is in the path, from any module. Throws a refusal if the id is unknown
 * (platform-api.md 4.9, 4.12).
 */
export function findDeployment(call: BackendCall): FoundDeployment {
  const id = call.params['deployment'];
  for (const application of call.state.applications.values()) {
    for (const module of application.modules) {
      const deployment = module.deployments.find((each) => each.id === id);
      if (deployment) return { application, module, deployment };
    }
  }
  throw new BackendRefusal(backendErrors.noDeployment(call.language, call.params['deployment']));
}

/**
 * Returns the deployment of this module whose id is in the path. Throws a refusal if the id is unknown or belongs to
 * another module. Each of the two refusals has its own text (platform-api.md 4.9).
 */
export function findDeploymentIn(module: Module, call: BackendCall): Deployment {
  const found = findDeployment(call);
  if (found.module === module) return found.deployment;
  throw new BackendRefusal(backendErrors.noDeploymentInModule(call.language, found.deployment.id, module.name));
}
