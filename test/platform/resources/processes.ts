import { okAnswer } from '../backend/backendAnswer.ts';
import { lastOfflineOperation, lastSuccess } from '../deployments/environmentState.ts';
import { podNames, processesOf, releasedAt } from '../running/processSeeds.ts';
import { uuidFrom } from '../uuidFrom.ts';
import { environmentOf } from './environment.ts';
import type { BackendCall, ModuleRoute } from '../route.ts';
import type { ProcessSeed } from '../running/processSeeds.ts';
import type { Application, Deployment, Environment, Module } from '../state.ts';

/** The processes and instances that run in an environment (platform-api.md 4.15). */
export const processes: ModuleRoute = {
  operationId: 'list_processes',
  method: 'GET',
  path: '/bkapps/applications/{app}/modules/{module}/envs/{env}/processes/list/',
  scope: 'module',
  permission: 'basic_develop',
  moduleLookup: 'safe',
  answer(call, application, module) {
    const environment = environmentOf(call);
    const now = call.now();
    const deployment = lastOfflineOperation(module, environment, now)
      ? undefined
      : lastSuccess(module, environment, now);
    const seeds = deployment ? processesOf(module, environment) : [];
    const running = seeds.filter(({ isStopped }) => isStopped !== true);
    const metadata = { resource_version: String(192_437_966 + Math.floor(now.getTime() / 10_000)) };
    const items = seeds.map((seed) => describeProcess(seed, application, module, environment, deployment));
    const instances = deployment
      ? running.flatMap((seed) => describeInstances(seed, application, module, deployment, call))
      : [];
    const packages = seeds.map((seed) => describeWantedState(seed, true));
    return okAnswer({
      processes: {
        items,
        extra_infos: items.map(({ type, command, cluster_link }) => ({ type, command, cluster_link })),
        metadata,
      },
      instances: { items: instances, metadata },
      ...(application.type === 'cloud_native' && { cnative_proc_specs: packages }),
      process_packages: packages,
    });
  },
};

/**
 * Returns the wanted state of a process (platform-api.md 4.13). If `isReleased` is false, the environment is offline
 * and the process must be stopped.
 */
export function describeWantedState(seed: ProcessSeed, isReleased: boolean): Readonly<Record<string, unknown>> {
  const { name, replicas, plan, isStopped, autoscaling = false } = seed;
  return {
    name,
    target_replicas: replicas,
    target_status: isReleased && isStopped !== true ? 'start' : 'stop',
    max_replicas: 5,
    resource_limit: { cpu: '4000m', memory: '1024Mi' },
    resource_requests: { cpu: '200m', memory: '256Mi' },
    plan_name: plan,
    resource_limit_quota: { cpu: 4000, memory: 1024 },
    autoscaling,
    scaling_config: autoscaling ? { min_replicas: 1, max_replicas: 5, policy: 'default', metrics: [] } : null,
  };
}

function describeProcess(
  seed: ProcessSeed,
  application: Application,
  module: Module,
  environment: Environment,
  deployment: Deployment | undefined,
): Readonly<Record<'type' | 'command' | 'cluster_link', string>> & Readonly<Record<string, unknown>> {
  const { name, replicas, behaviour, isStopped } = seed;
  const isCloudNative = application.type === 'cloud_native';
  const count = isStopped === true ? 0 : replicas;
  const ready = behaviour === 'runs' ? count : 0;
  const prefix = module.isDefault ? application.code : `${application.code}-${module.name}`;
  return {
    module_name: module.name,
    name: isCloudNative ? name : `${prefix}--${name}`,
    type: name,
    command: isCloudNative ? '' : `npm run ${name}`,
    replicas: count,
    success: ready,
    failed: count - ready,
    version: releaseNumber(deployment),
    cluster_link: `http://${prefix}--${name}.bkapp-${application.code}-${environment}`,
  };
}

function describeInstances(
  seed: ProcessSeed,
  application: Application,
  module: Module,
  deployment: Deployment,
  call: BackendCall,
): Readonly<Record<string, unknown>>[] {
  const { wrong } = call.switches;
  const started = releasedAt(deployment);
  const state = stateAfter(seed, Math.max(0, call.now().getTime() - started.getTime()));
  const release = releaseNumber(deployment);
  return podNames(application, module, deployment, seed).map((pod) => ({
    module_name: module.name,
    name: pod,
    process_type: seed.name,
    display_name: pod.split('-').at(-1),
    image: `docker.example.com/bkapps/${application.code}/${module.name}:${uuidFrom(deployment.id).slice(0, 8)}`,
    start_time: `${started.toISOString().slice(0, 19)}Z`,
    ...state,
    ...(wrong === 'startingAsRunning' && state.state === 'Starting' && { state: 'Running' }),
    version: wrong === 'instanceVersionAsNumber' ? release : String(release),
  }));
}

/**
 * Returns those fields of an instance that depend on the behaviour of its process. `elapsedMs` is the time since the
 * instance started.
 */
function stateAfter(
  { behaviour }: ProcessSeed,
  elapsedMs: number,
): { state: string } & Readonly<Record<string, unknown>> {
  const notEnded = { exit_code: null, reason: null };
  const restarts = Math.floor(elapsedMs / 40_000);
  switch (behaviour) {
    case 'runs':
      return instance('Running', 'Running', true, 0, notEnded);
    case 'neverReady':
      return instance('Starting', 'Running', false, 0, notEnded);
    case 'imageMissing':
      return instance('ImagePullBackOff', 'Pending', false, 0, notEnded);
    case 'crashes':
      return instance('CrashLoopBackOff', 'CrashLoopBackOff', false, restarts, { exit_code: 1, reason: 'Error' });
  }
}

function instance(
  state: string,
  richStatus: string,
  ready: boolean,
  restarts: number,
  terminated: Readonly<Record<string, unknown>>,
): { state: string } & Readonly<Record<string, unknown>> {
  return {
    state,
    state_message: null,
    rich_status: richStatus,
    ready,
    restart_count: restarts,
    terminated_info: terminated,
  };
}

function releaseNumber(deployment: Deployment | undefined): number {
  return deployment?.revisionId ?? deployment?.order ?? 0;
}
