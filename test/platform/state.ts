import type { DeployScript, QueuedDeployScript } from './deployments/deployScript.ts';
import type { OfflineScript } from './deployments/offlineScript.ts';

/** Everything that the platform stores. Tests read and change it freely while the platform runs. */
export interface PlatformState {
  users: Map<string, User>;
  /** By the text of the token. */
  tokens: Map<string, AccessToken>;
  /** User name by the value of the login cookie `bk_token`. */
  loginCookies: Map<string, string>;
  /** Applications that call the gateway, by code. */
  callers: Map<string, CallerApplication>;
  grants: GatewayGrant[];
  /** By code. */
  applications: Map<string, Application>;
  /** The id of the next stored package. */
  nextPackageId: number;
  /** The `order` of the next change; see `Ordered`. */
  nextOrder: number;
  /** Scripts of future deployments: each deployment takes the first that fits and uses it up. */
  deployScripts: QueuedDeployScript[];
  /** Scripts of future offline operations, used up in order. */
  offlineScripts: OfflineScript[];
  /** The `bkapp_revision_id` of the next deployment of a cloud-native application. */
  nextRevisionId: number;
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

/** The right of a calling application to use one resource of the gateway, or all of them. */
export interface GatewayGrant {
  appCode: string;
  /** `*` means the whole gateway. */
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
  /** Lists can be without plugin applications, which can still be used by code (platform-api.md 4.1). */
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
  /** The default one first, then the others, the newest first. */
  modules: Module[];
}

/** 1 git, 2 lesscode, 3 S-Mart, 4 old image, 5 scene, 6 cloud-native image, 7 AI agent (platform-api.md 1.8). */
export type SourceOrigin = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * A row that was created after every row with a smaller `order`. Sort by it and never by a date: two changes can fall
 * within one millisecond.
 */
export interface Ordered {
  order: number;
}

export interface Module {
  id: string;
  name: string;
  isDefault: boolean;
  /** `null` counts as 1. */
  sourceOrigin: SourceOrigin | null;
  language: string;
  created: Date;
  updated: Date;
  /** Includes rows marked deleted. */
  packages: SourcePackage[];
  /** In both environments. Their scripts and the platform's time give their state. */
  deployments: Deployment[];
  /** In both environments. */
  offlines: OfflineOperation[];
  /** Environments that only administrators may deploy to and take offline. */
  protectedEnvironments: Environment[];
}

export type Environment = 'stag' | 'prod';

export interface Deployment extends Ordered {
  id: string;
  environment: Environment;
  source: DeployedSource;
  /** User name. */
  operator: string;
  /** The time of the deploy call, from which the script counts. */
  created: Date;
  script: DeployScript;
  /** Absent or true: an address leads to it once it has succeeded. */
  isReachable?: boolean;
  /** Set only for cloud-native applications. */
  revisionId: number | null;
}

/** What was deployed, as it was then: the package can be deleted or overwritten since. */
export interface DeployedSource {
  type: string;
  name: string;
  url: string;
  revision: string;
}

export interface OfflineOperation extends Ordered {
  id: string;
  environment: Environment;
  /** The deployment that the operation takes offline. */
  deploymentId: string;
  source: DeployedSource;
  operator: string;
  created: Date;
  script: OfflineScript;
}

/** An overwrite keeps the position of its version: versions are listed by creation (platform-api.md 4.6). */
export interface SourcePackage extends Ordered {
  id: number;
  version: string;
  packageName: string;
  /** Bytes. */
  size: number;
  sha256: string | null;
  created: Date;
  updated: Date;
  operator: string;
  /** The platform has deleted the stored file; the row still occupies its version (platform-api.md 1.9). */
  isDeleted: boolean;
  /** The platform can store S-Mart packages as images (platform-api.md 4.6). */
  kind: 'package' | 'image';
  contents: PackageContents;
}

/** What a deployment finds in the package (platform-api.md 4.8). */
export interface PackageContents {
  /** Path of `app_desc.yaml` inside the archive, `null` when there is none. */
  descriptionPath: string | null;
  hasProcfile: boolean;
  /** Absent or true: an address leads to what the package deploys (platform-api.md 4.13). */
  isReachable?: boolean;
  /** The modules that the description configures; absent or empty where it does not list any. */
  modules?: string[];
  /** Why the description is YAML but invalid: the deploy call refuses it (platform-api.md 4.8). */
  descriptionProblem?: string;
}

/** Returns an unused platform: no users, no applications. */
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
  };
}

/** Sorts by `order`, the oldest first. */
export function inOrder<T extends Ordered>(all: readonly T[]): T[] {
  return all.toSorted((one, other) => one.order - other.order);
}

/** Returns the named module, for tests and seeds. Throws when there is none. */
export function moduleOf(state: PlatformState, appCode: string, moduleName: string): Module {
  const module = state.applications.get(appCode)?.modules.find((each) => each.name === moduleName);
  if (!module) throw new Error(`No module ${moduleName} in application ${appCode}`);
  return module;
}
