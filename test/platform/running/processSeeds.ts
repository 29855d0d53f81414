import { uuidFrom } from '../uuidFrom.ts';
import type { Application, Deployment, Environment, Module } from '../state.ts';

/** How the instances of a process behave after a release. */
export type Behaviour =
  | 'runs'
  /** The container ends with exit code 1 repeatedly, once every 40 s. */
  | 'crashes'
  /** The image cannot be pulled, so no container is created. */
  | 'imageMissing'
  /** The container runs and never becomes ready. */
  | 'neverReady';

/** A process of a module, as configured in the description or the console. */
export interface ProcessSeed {
  name: string;
  replicas: number;
  plan: string;
  behaviour: Behaviour;
  /** True if the process was stopped in the console. */
  isStopped?: boolean;
  autoscaling?: boolean;
}

/** The processes of a module that has no seeds: one web process that runs. */
const defaultProcesses: readonly ProcessSeed[] = [{ name: 'web', replicas: 1, plan: 'default', behaviour: 'runs' }];

export function processesOf(module: Module, environment: Environment): readonly ProcessSeed[] {
  return module.processes?.[environment] ?? defaultProcesses;
}

/** Returns the names of a process's pods. Each deployment has other names. */
export function podNames(
  application: Application,
  module: Module,
  deployment: Deployment,
  seed: ProcessSeed,
): string[] {
  const name = `${module.isDefault ? application.code : `${application.code}-${module.name}`}--${seed.name}`;
  const template = uuidFrom(`${deployment.id}/${seed.name}`).replaceAll('-', '').slice(0, 10);
  return Array.from({ length: seed.replicas }, (_, index) => {
    const suffix = uuidFrom(`${deployment.id}/${seed.name}/${index}`).slice(0, 5);
    return `${name}-${template}-${suffix}`;
  });
}

/** Returns the time at which the instances of a successful deployment started. */
export function releasedAt({ created, script }: Deployment): Date {
  return new Date(created.getTime() + Math.max(0, ...script.happenings.map(({ atMs }) => atMs)));
}
