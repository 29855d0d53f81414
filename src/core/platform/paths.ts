import type { Environment, AppCode, ModuleName } from './names.ts';

/** A module of an application. */
export interface ModuleTarget {
  appCode: AppCode;
  module: ModuleName;
}

/** A module in one of its environments: what is deployed to. */
export interface DeployTarget extends ModuleTarget {
  environment: Environment;
}

/** The path of something in a module, below `bkapps/`. */
export function modulePath({ appCode, module }: ModuleTarget, ...rest: readonly string[]): string[] {
  return ['applications', appCode, 'modules', module, ...rest];
}

/** The path of something in an environment of a module, below `bkapps/`. */
export function environmentPath(target: DeployTarget, ...rest: readonly string[]): string[] {
  return modulePath(target, 'envs', target.environment, ...rest);
}
