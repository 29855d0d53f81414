import type { CancelOptions, Clock } from '../http/clock.ts';
import type { Log } from '../http/log.ts';
import {
  readApplicationType,
  listApplications,
  whoAmI,
  type Application,
  type ListApplicationsOptions,
  type TokenOwner,
} from './applications.ts';
import { listLog, searchLog, type LogPage, type LogSearch, type LogPageOptions } from './applicationLog.ts';
import { createCall, type PlatformAccess, type SendOptions } from './call.ts';
import type { ApplicationType } from './consoleUrl.ts';
import { readDeployEvents, type DeployEvents } from './deployEvents.ts';
import type { DeploymentId, StartedOperation } from './deployment.ts';
import {
  readDeploymentResult,
  listDeployments,
  startDeployment,
  type DeploymentResult,
  type DeploymentsPage,
  type LogReceiver,
  type PageOptions,
} from './deployments.ts';
import { readDeployPhases, type Phase } from './deployPhases.ts';
import type { GatewayUrl } from './gatewayUrl.ts';
import { listModules, type Module } from './modules.ts';
import type { AppCode, ModuleName } from './names.ts';
import { readOfflineResult, findOfflineInProgress, startOffline } from './offlines.ts';
import type { DeployTarget, ModuleTarget } from './paths.ts';
import { readRunningProcesses, readWantedProcesses, type RunningProcesses, type WantedProcess } from './processes.ts';
import { readReleasedState, type ReleasedState } from './releasedState.ts';
import { readRuntimeOverview, type RuntimeOverview } from './runtimeOverview.ts';
import {
  listVersions,
  readVersionsSnapshot,
  uploadByLink,
  type PackageVersion,
  type UploadByLink,
  type UploadedPackage,
  type VersionsSnapshot,
} from './sourcePackages.ts';

/**
 * The API of one platform with one token. All requests use the same gateway URL and token, and reject with
 * `PlatformError`.
 */
export interface Platform {
  readonly gatewayUrl: GatewayUrl;
  readonly log: Log;
  readonly clock: Clock;
  readonly whoAmI: (options?: CancelOptions) => Promise<TokenOwner>;
  readonly applications: {
    readonly list: (options?: ListApplicationsOptions) => Promise<Application[]>;
    readonly type: (appCode: AppCode, options?: CancelOptions) => Promise<ApplicationType>;
  };
  readonly modules: {
    readonly list: (appCode: AppCode, options?: CancelOptions) => Promise<Module[]>;
  };
  readonly deployments: {
    readonly start: (target: DeployTarget, version: string, options: SendOptions) => Promise<StartedOperation>;
    readonly list: (target: DeployTarget, page: PageOptions) => Promise<DeploymentsPage>;
    readonly result: (
      target: ModuleTarget,
      id: DeploymentId,
      reader: LogReceiver,
      options?: CancelOptions,
    ) => Promise<DeploymentResult>;
    readonly phases: (target: DeployTarget, id: DeploymentId, options?: CancelOptions) => Promise<Phase[]>;
    readonly events: (id: DeploymentId, lastId: number, options?: CancelOptions) => Promise<DeployEvents>;
  };
  readonly released: (target: DeployTarget, options?: CancelOptions) => Promise<ReleasedState>;
  readonly processes: {
    readonly wanted: (target: DeployTarget, options?: CancelOptions) => Promise<WantedProcess[]>;
    readonly running: (target: DeployTarget, options?: CancelOptions) => Promise<RunningProcesses>;
  };
  readonly applicationLog: {
    readonly list: (target: ModuleTarget, window: LogPageOptions) => Promise<LogPage>;
    readonly search: (target: ModuleTarget, search: LogSearch) => Promise<LogPage>;
  };
  readonly runtime: (target: ModuleTarget, options?: CancelOptions) => Promise<RuntimeOverview>;
  readonly offlines: {
    readonly start: (target: DeployTarget, options: SendOptions) => Promise<StartedOperation>;
    readonly result: (
      target: ModuleTarget,
      id: DeploymentId,
      options?: CancelOptions,
    ) => Promise<Omit<DeploymentResult, 'tips'>>;
    readonly underWay: (target: DeployTarget, options?: CancelOptions) => Promise<DeploymentId | undefined>;
  };
  readonly sourcePackages: {
    readonly uploadByLink: (upload: UploadByLink, options: SendOptions) => Promise<UploadedPackage>;
    readonly versions: (appCode: AppCode, module: ModuleName, options?: CancelOptions) => Promise<PackageVersion[]>;
    readonly look: (appCode: AppCode, module: ModuleName, options?: CancelOptions) => Promise<VersionsSnapshot>;
  };
}

export function createPlatform(access: PlatformAccess): Platform {
  const call = createCall(access);
  return {
    gatewayUrl: access.gatewayUrl,
    log: access.log,
    clock: access.clock,
    whoAmI: bind(whoAmI),
    applications: { list: bind(listApplications), type: bind(readApplicationType) },
    modules: { list: bind(listModules) },
    deployments: {
      start: bind(startDeployment),
      list: bind(listDeployments),
      result: bind(readDeploymentResult),
      phases: bind(readDeployPhases),
      events: bind(readDeployEvents),
    },
    released: bind(readReleasedState),
    processes: { wanted: bind(readWantedProcesses), running: bind(readRunningProcesses) },
    applicationLog: { list: bind(listLog), search: bind(searchLog) },
    runtime: bind(readRuntimeOverview),
    offlines: { start: bind(startOffline), result: bind(readOfflineResult), underWay: bind(findOfflineInProgress) },
    sourcePackages: {
      uploadByLink: bind(uploadByLink),
      versions: bind(listVersions),
      look: bind(readVersionsSnapshot),
    },
  };

  function bind<Args extends unknown[], Result>(resource: (given: typeof call, ...args: Args) => Result) {
    return (...args: Args): Result => resource(call, ...args);
  }
}
