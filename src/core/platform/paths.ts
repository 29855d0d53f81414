import type { Environment, AppCode, ModuleName } from './names.ts';

export interface ModuleTarget {
  appCode: AppCode;
  module: ModuleName;
}

/** A module's environment, the target of a deployment. */
export interface DeployTarget extends ModuleTarget {
  environment: Environment;
}

/** Returns the segments of a path in a module, below `bkapps/`. */
export function modulePath({ appCode, module }: ModuleTarget, ...rest: readonly string[]): string[] {
  return ['applications', appCode, 'modules', module, ...rest];
}

/** Returns the segments of a path in a module's environment, below `bkapps/`. */
export function environmentPath(target: DeployTarget, ...rest: readonly string[]): string[] {
  return modulePath(target, 'envs', target.environment, ...rest);
}
