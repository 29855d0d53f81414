import type { ProcessState } from '../../core/operations/running/processStates.ts';
import type { Application } from '../../core/platform/applications.ts';
import type { Deployment } from '../../core/platform/deployment.ts';
import type { DeployTarget, ModuleTarget } from '../../core/platform/paths.ts';
import type { Module } from '../../core/platform/modules.ts';
import type { AppCode, ModuleName } from '../../core/platform/names.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import type { Instance } from '../../core/platform/processes.ts';
import type { PackageVersion } from '../../core/platform/sourcePackages.ts';

export type TreeNode =
  | ApplicationNode
  | OtherApplicationsNode
  | ModuleNode
  | VersionsNode
  | EnvironmentNode
  | ProcessNode
  | InstanceNode
  | DeploymentNode
  | VersionNode
  | MoreNode
  | MessageNode;

interface NodeBase<Kind extends string> {
  kind: Kind;
  /** The ID stays the same after a refresh, so that expanded branches stay expanded. */
  id: string;
}

export interface ApplicationNode extends NodeBase<'application'> {
  application: Application;
  /** Whether the user typed the App ID as the filter, and the platform's list does not contain it. */
  unlisted: boolean;
}

/** The row that contains the applications to which no package can be uploaded. */
export interface OtherApplicationsNode extends NodeBase<'otherApplications'> {
  applications: readonly Application[];
}

export interface ModuleNode extends NodeBase<'module'> {
  appCode: AppCode;
  module: Module;
  /**
   * Whether the label also contains the App ID. The target view needs this, because it has no row for the application.
   */
  showsAppCode: boolean;
  /**
   * Where the target is set, such as “this folder’s target”. Undefined if the row is not a target above the
   * applications.
   */
  pinned?: string;
}

/** The row that contains a module's versions. */
export interface VersionsNode extends NodeBase<'versions'>, ModuleTarget {
  /** Newest first; undefined if the versions could not be read. */
  versions: readonly PackageVersion[] | undefined;
  error: PlatformError | undefined;
}

/** A module's staging or production environment. */
export interface EnvironmentNode extends NodeBase<'environment'>, DeployTarget {}

/** A process of an environment. */
export interface ProcessNode extends NodeBase<'process'>, DeployTarget {
  process: ProcessState;
  /** Why the instances of the process cannot be read; undefined if they can. */
  refusal: PlatformError | undefined;
}

/** An instance of a process. */
export interface InstanceNode extends NodeBase<'instance'>, DeployTarget {
  instance: Instance;
}

/** The members that commands read from the node of a deployment. */
export interface DeploymentNodeBase extends NodeBase<'deployment'>, DeployTarget {
  deployment: Deployment;
}

export interface DeploymentNode extends DeploymentNodeBase {
  runsNow: boolean;
  /** Whether deploying this version again would be a rollback. */
  rollsBack: boolean;
}

export interface VersionNode extends NodeBase<'version'> {
  appCode: AppCode;
  module: ModuleName;
  version: PackageVersion;
  /** All versions of the module, newest first. */
  siblings: readonly PackageVersion[];
}

/**
 * The row "Load more…" at the end of the children of the node `parentId`. `hidden` is the number of children that are
 * not shown.
 */
export interface MoreNode extends NodeBase<'more'> {
  parentId: string;
  hidden: number;
}

/** A row that replaces missing children. The row says that there are no children, or why they could not be read. */
export interface MessageNode extends NodeBase<'message'> {
  text: string;
  error?: PlatformError | undefined;
  /** The module to which a click on the row uploads a package. */
  uploadTo?: ModuleTarget | undefined;
}

/** Returns whether a command's argument is a module. */
export function isModuleNode(value: unknown): value is ModuleNode {
  return isNode(value) && value.kind === 'module';
}

export function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'id' in value;
}
