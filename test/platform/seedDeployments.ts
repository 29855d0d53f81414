import {
  buildFailure,
  preparationFailure,
  releaseFailure,
  interruptedDeployment,
  successfulDeployment,
} from './deployments/readyPlans.ts';
import { successfulOffline } from './deployments/offlineScript.ts';
import { storageAddress } from './resources/storageAddress.ts';
import { uuidFrom } from './uuidFrom.ts';
import type { DeployPlan } from './deployments/deployScript.ts';
import type { ScriptOptions } from './deployments/writeScript.ts';
import type { Application, Deployment, Environment, Module, PlatformState } from './state.ts';

const MINUTE_MS = 60_000;
const OPTIONS_90_SECONDS: ScriptOptions = { durationMs: 90_000 };
const successfulPlan = successfulDeployment(OPTIONS_90_SECONDS);
const FIRST_CREATED_MS = Date.UTC(2026, 6, 18, 3);

/**
 * Adds the deployment history of the demo state, with dates before 2026-07-23. `demo-app` has 17 deployments to stag.
 * The newest two are of version 1.0.2, and the older of these two has two steps that the build log never showed.
 * `demo-app` also has two deployments to prod, both of version 1.0.0. Only administrators may deploy to prod.
 * `flow-designer` was deployed to stag and then taken offline. No other module was ever deployed.
 */
export function seedDeployments(state: PlatformState): void {
  const demo = targetOf(state, 'demo-app');
  const stag = stagRows();
  for (const row of [
    ...stag.slice(0, 10),
    failedProdDeployment,
    ...stag.slice(10, 11),
    successfulProdDeployment,
    ...stag.slice(11),
  ]) {
    addPastDeployment(state, demo, row);
  }
  demo.module.protectedEnvironments.push('prod');
  const flow = targetOf(state, 'flow-designer');
  const created = Date.UTC(2026, 6, 19, 3);
  const { id, source } = addPastDeployment(state, flow, {
    environment: 'stag',
    version: '一期-正式版',
    plan: successfulPlan,
    created,
  });
  flow.module.offlines.push({
    id: uuidFrom('flow-designer/default/offline'),
    order: state.nextOrder++,
    environment: 'stag',
    deploymentId: id,
    source,
    operator: 'admin',
    created: new Date(Date.UTC(2026, 6, 20, 3)),
    script: successfulOffline(20_000),
  });
}

export interface PastDeployment {
  environment: Environment;
  version: string;
  plan: DeployPlan;
  /** Milliseconds since 1970. */
  created: number;
  /** User name; `admin` by default. */
  operator?: string;
}

function stagRows(): PastDeployment[] {
  const environment = 'stag';
  const plans = [
    preparationFailure(OPTIONS_90_SECONDS),
    successfulPlan,
    buildFailure(OPTIONS_90_SECONDS),
    successfulPlan,
    interruptedDeployment(OPTIONS_90_SECONDS),
    releaseFailure(OPTIONS_90_SECONDS),
  ];
  const tries = Array.from(
    { length: 15 },
    (_, number) =>
      ({
        environment,
        version: number < 10 ? '1.0.0' : '1.0.1',
        plan: plans[number % plans.length] ?? successfulPlan,
        created: FIRST_CREATED_MS + number * 150 * MINUTE_MS,
      }) as const,
  );
  const unseen = successfulDeployment({ ...OPTIONS_90_SECONDS, unseenSteps: ['检测构建工具', '执行部署前置命令'] });
  return [
    ...tries,
    { environment, version: '1.0.2', plan: unseen, created: Date.UTC(2026, 6, 20, 3) },
    { environment, version: '1.0.2', plan: successfulPlan, created: Date.UTC(2026, 6, 21, 3), operator: 'dev' },
  ];
}

const failedProdDeployment: PastDeployment = {
  environment: 'prod',
  version: '1.0.0',
  plan: releaseFailure(OPTIONS_90_SECONDS),
  created: Date.UTC(2026, 6, 19, 2),
};
const successfulProdDeployment: PastDeployment = {
  ...failedProdDeployment,
  plan: successfulPlan,
  created: Date.UTC(2026, 6, 19, 4),
};

interface Target {
  application: Application;
  module: Module;
}

function targetOf(state: PlatformState, code: string): Target {
  const application = state.applications.get(code);
  const module = application?.modules[0];
  if (!application || !module) throw new Error(`No application ${code} with a module`);
  return { application, module };
}

/**
 * Adds a deployment as the newest deployment of the module. The id is derived from `order`. The script and the
 * platform's clock determine when the deployment ends.
 */
export function addPastDeployment(state: PlatformState, target: Target, past: PastDeployment): Deployment {
  const { application, module } = target;
  const { environment, version, created } = past;
  const order = state.nextOrder++;
  const stored = module.packages.find((each) => each.version === version);
  const url = stored ? storageAddress(stored, application, module) : '';
  const deployment: Deployment = {
    id: uuidFrom(`${application.code}/${module.name}/${environment}/${order}`),
    order,
    environment,
    source: { type: 'package', name: version, url, revision: version },
    operator: past.operator ?? 'admin',
    created: new Date(created),
    script: past.plan({ application, module, environment }),
    revisionId: application.type === 'cloud_native' ? state.nextRevisionId++ : null,
  };
  module.deployments.push(deployment);
  return deployment;
}
