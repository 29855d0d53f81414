import type { DeployScript, QueuedDeployScript } from './deployments/deployScript.ts';
import type { OfflineScript } from './deployments/offlineScript.ts';

/** Everything the platform remembers. Tests read and change it freely while the platform runs. */
export interface PlatformState {
  users: Map<string, User>;
  /** Access token text to what it stands for. */
  tokens: Map<string, AccessToken>;
  /** Value of the login cookie `bk_token` to user name. */
  loginCookies: Map<string, string>;
  /** Applications that call the gateway, by code: their secrets and tenants. */
  callers: Map<string, CallerApplication>;
  grants: GatewayGrant[];
  /** Applications by code. */
  applications: Map<string, Application>;
  /** The id the next stored package gets. */
  nextPackageId: number;
  /** The number of the next change; see `Ordered`. */
  nextOrder: number;
  /** What happens in the deployments to come: each takes the first that fits it, and uses it up. */
  deployScripts: QueuedDeployScript[];
  /** What happens in the offline operations to come, used up in order. */
  offlineScripts: OfflineScript[];
  /** The `bkapp_revision_id` the next deployment of a cloud-native application gets. */
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
  /** `*` stands for the whole gateway. */
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
  /** Plugin applications are left out of lists but can be used by code (platform-api.md 4.1). */
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
  /** Behind the default one, those that were created last stand first. */
  modules: Module[];
}

/** 1 git, 2 lesscode, 3 S-Mart, 4 old image, 5 scene, 6 cloud-native image, 7 AI agent (platform-api.md 1.8). */
export type SourceOrigin = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * Something that came to the platform after everything with a smaller number. Order is decided by it and never by a date: two
 * changes may come within one millisecond.
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
  /** Rows marked deleted included. */
  packages: SourcePackage[];
  /** In both environments. Their state is what their scripts say at the platform's time. */
  deployments: Deployment[];
  /** In both environments. */
  offlines: OfflineOperation[];
  /** Environments only administrators may deploy to and take offline. */
  protectedEnvironments: Environment[];
}

export type Environment = 'stag' | 'prod';

export interface Deployment extends Ordered {
  id: string;
  environment: Environment;
  source: DeployedSource;
  /** User name. */
  operator: string;
  /** The moment of the deploy call, from which the script counts. */
  created: Date;
  script: DeployScript;
  /** Set for cloud-native applications only. */
  revisionId: number | null;
}

/** What was deployed, as it was then: the package may be gone or overwritten since. */
export interface DeployedSource {
  type: string;
  name: string;
  url: string;
  revision: string;
}

export interface OfflineOperation extends Ordered {
  id: string;
  environment: Environment;
  /** The deployment that is taken offline. */
  deploymentId: string;
  source: DeployedSource;
  operator: string;
  created: Date;
  script: OfflineScript;
}

/** An overwrite keeps the place of its version: versions are listed by creation (platform-api.md 4.6). */
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
  /** The platform has cleaned the stored file; the row still occupies its version (platform-api.md 1.9). */
  isDeleted: boolean;
  /** S-Mart packages may be stored as images (platform-api.md 4.6). */
  kind: 'package' | 'image';
  contents: PackageContents;
}

/** What a deployment will find in the package (platform-api.md 4.8). */
export interface PackageContents {
  /** Path of `app_desc.yaml` inside the archive, `null` when there is none. */
  descriptionPath: string | null;
  hasProcfile: boolean;
  /** Why the description is YAML but no valid description: refused at the deploy call (platform-api.md 4.8). */
  descriptionProblem?: string;
}

/** A platform nobody has used yet: no users, no applications. */
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

/** What came first stands first. */
export function inOrder<T extends Ordered>(all: readonly T[]): T[] {
  return all.toSorted((one, other) => one.order - other.order);
}

/** The named module. Throws when there is none: for tests and seeds, which know what they ask for. */
export function moduleOf(state: PlatformState, appCode: string, moduleName: string): Module {
  const module = state.applications.get(appCode)?.modules.find((each) => each.name === moduleName);
  if (!module) throw new Error(`No module ${moduleName} in application ${appCode}`);
  return module;
}
