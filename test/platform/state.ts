import type { DeployScript, QueuedDeployScript } from './deployments/deployScript.ts';
import type { OfflineScript } from './deployments/offlineScript.ts';
import type { StoredLine } from './running/logLines.ts';
import type { ProcessSeed } from './running/processSeeds.ts';

/** Everything that the platform stores. A test may read and change the state while the platform runs. */
export interface PlatformState {
  users: Map<string, User>;
  /** Keyed by the text of the token. */
  tokens: Map<string, AccessToken>;
  /** User names, keyed by the value of the login cookie `bk_token`. */
  loginCookies: Map<string, string>;
  /** Applications that call the gateway, keyed by application code. */
  callers: Map<string, CallerApplication>;
  grants: GatewayGrant[];
  /** Keyed by application code. */
  applications: Map<string, Application>;
  /** The id of the next stored package. */
  nextPackageId: number;
  /** The `order` of the next row that is created; see `OrderedRow`. */
  nextOrder: number;
  /** Scripts of future deployments. Each new deployment uses the first script that fits, which is then removed. */
  deployScripts: QueuedDeployScript[];
  /** Scripts of future offline operations. Each new operation uses the first script, which is then removed. */
  offlineScripts: OfflineScript[];
  /** The `bkapp_revision_id` of the next deployment of a cloud-native application. */
  nextRevisionId: number;
  /** Searches of application logs that can be continued, keyed by `scroll_id`. */
  logScrolls: Map<string, LogScroll>;
}

/** A search of an application log, with the lines as they were when the search began. */
export interface LogScroll {
  lines: readonly StoredLine[];
  /** Index of the first line of the next page. */
  next: number;
  limit: number;
  /** Milliseconds since 1970. */
  expires: number;
}

export interface User {
  tenantId: string;
}

export interface AccessToken {
  user: string;
  appCode: string;
  kind: 'user' | 'app';
  expires: Date;
}

export interface CallerApplication {
  secret: string;
  tenantMode: 'global' | 'single';
  tenantId: string;
}

/** The right of a calling application to use one resource of the gateway, or all resources. */
export interface GatewayGrant {
  appCode: string;
  /** Name of the resource; `*` means every resource of the gateway. */
  operationId: string;
  expires: Date;
}

export type Role = 'administrator' | 'developer' | 'operator';

export interface Application {
  id: string;
  code: string;
  name: string;
  nameEn: string;
  type: 'default' | 'cloud_native' | 'engineless_app';
  isSmartApp: boolean;
  /**
   * A list may omit a plugin application, but a client that knows the code can still use the application
   * (platform-api.md 4.1).
   */
  isPluginApp: boolean;
  isAiAgentApp: boolean;
  isActive: boolean;
  isDeleted: boolean;
  language: string;
  tenantId: string;
  owner: string;
  roles: Map<string, Role>;
  markedBy: Set<string>;
  created: Date;
  updated: Date;
  lastDeployed: Date | null;
  /** The default module first, then the other modules, newest first. */
  modules: Module[];
}

/** 1 git, 2 lesscode, 3 S-Mart, 4 old image, 5 scene, 6 cloud-native image, 7 AI agent (platform-api.md 1.8). */
export type SourceOrigin = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * A row with its position in the order of creation. Rows are sorted by `order` and never by a date, because two rows
 * can be created within one millisecond.
 */
export interface OrderedRow {
  order: number;
}

export interface Module {
  id: string;
  name: string;
  isDefault: boolean;
  /** The platform treats `null` as 1. */
  sourceOrigin: SourceOrigin | null;
  language: string;
  created: Date;
  updated: Date;
  /** Includes packages that are marked as deleted. */
  packages: SourcePackage[];
  /** Deployments to both environments. A deployment's state follows from its script and the platform's clock. */
  deployments: Deployment[];
  /** Offline operations in both environments. */
  offlines: OfflineOperation[];
  /** Environments that only administrators may deploy to and take offline. */
  protectedEnvironments: Environment[];
  /** The processes in an environment. Without an entry, the module has one web process that runs. */
  processes?: Partial<Record<Environment, readonly ProcessSeed[]>>;
  /** The lines of the application log, oldest first. If absent, a generated log takes their place. */
  logLines?: StoredLine[];
}

export type Environment = 'stag' | 'prod';

export interface Deployment extends OrderedRow {
  id: string;
  environment: Environment;
  source: DeployedSource;
  /** User name. */
  operator: string;
  /** The time of the deploy call. The times in the script are relative to this time. */
  created: Date;
  script: DeployScript;
  /** False if the deployment has no reachable address even after its success. Absent counts as true. */
  isReachable?: boolean;
  /** `bkapp_revision_id` of a cloud-native application; `null` for all other applications. */
  revisionId: number | null;
}

/** What was deployed, as it was at the time of the deploy call. The package may be deleted or overwritten later. */
export interface DeployedSource {
  type: string;
  name: string;
  url: string;
  revision: string;
}

export interface OfflineOperation extends OrderedRow {
  id: string;
  environment: Environment;
  /** The deployment that the operation takes offline. */
  deploymentId: string;
  source: DeployedSource;
  operator: string;
  created: Date;
  script: OfflineScript;
}

/**
 * One stored version. An overwrite keeps the `order` of the row, because versions are listed in the order of their
 * creation (platform-api.md 4.6).
 */
export interface SourcePackage extends OrderedRow {
  id: number;
  version: string;
  packageName: string;
  /** Bytes. */
  size: number;
  sha256: string | null;
  created: Date;
  updated: Date;
  operator: string;
  /** True if the platform has deleted the stored file. The row still occupies the version (platform-api.md 1.9). */
  isDeleted: boolean;
  /** `image` is an S-Mart package that the platform stores as an image (platform-api.md 4.6). */
  kind: 'package' | 'image';
  contents: PackageContents;
}

/** What a deployment finds in the package (platform-api.md 4.8). */
export interface PackageContents {
  /** Path of `app_desc.yaml` inside the archive; `null` if the archive has no such file. */
  descriptionPath: string | null;
  hasProcfile: boolean;
  /** False if the processes of the package have no reachable address (platform-api.md 4.13). Absent counts as true. */
  isReachable?: boolean;
  /** Names of the modules that the description configures. Absent or empty if the description lists no modules. */
  modules?: string[];
  /** Why the deploy call refuses a description that is valid YAML but has invalid content (platform-api.md 4.8). */
  descriptionProblem?: string;
}

/** Returns the state of an unused platform, without users and applications. */
export function emptyState(): PlatformState {
  return {
    users: new Map(),
    tokens: new Map(),
    loginCookies: new Map(),
    callers: new Map(),
    grants: [],
    applications: new Map(),
    nextPackageId: 1347,
    nextOrder: 1,
    deployScripts: [],
    offlineScripts: [],
    nextRevisionId: 247,
    logScrolls: new Map(),
  };
}

/** Returns the rows sorted by `order`, oldest first. */
export function sortByOrder<T extends OrderedRow>(all: readonly T[]): T[] {
  return all.toSorted((one, other) => one.order - other.order);
}

/** Returns a module, for tests and seeds. Throws if the application or the module does not exist. */
export function moduleOf(state: PlatformState, appCode: string, moduleName: string): Module {
  const module = state.applications.get(appCode)?.modules.find((each) => each.name === moduleName);
  if (!module) throw new Error(`No module ${moduleName} in application ${appCode}`);
  return module;
}
