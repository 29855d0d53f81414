import type { Application } from '../../core/platform/applications.ts';
import type { Deployment } from '../../core/platform/deployment.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { Module } from '../../core/platform/modules.ts';
import type { AppCode, ModuleName } from '../../core/platform/names.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import type { PackageVersion } from '../../core/platform/sourcePackages.ts';

/** A node of the tree. `id` is stable over refreshes, so that expanded branches stay expanded. */
export type TreeNode =
  | ApplicationNode
  | OtherApplicationsNode
  | ModuleNode
  | EnvironmentNode
  | DeploymentNode
  | VersionNode
  | MoreNode
  | MessageNode;

export interface ApplicationNode {
  kind: 'application';
  id: string;
  application: Application;
  /** Whether the application was found by its typed code, because it is not in the platform's list. */
  unlisted: boolean;
}

/** The collapsed applications without a module that takes packages. */
export interface OtherApplicationsNode {
  kind: 'otherApplications';
  id: string;
  applications: readonly Application[];
}

export interface ModuleNode {
  kind: 'module';
  id: string;
  appCode: AppCode;
  module: Module;
  /**
   * Whether the module is shown without its application, as in the target view, so that the label names the
   * application.
   */
  alone: boolean;
}

/** A module's staging or production environment. */
export interface EnvironmentNode extends DeployTarget {
  kind: 'environment';
  id: string;
}

/** One deployment in the history of an environment. */
export interface DeploymentNode extends DeployTarget {
  kind: 'deployment';
  id: string;
  deployment: Deployment;
  /** Whether the environment runs it now. */
  runsNow: boolean;
}

export interface VersionNode {
  kind: 'version';
  id: string;
  appCode: AppCode;
  module: ModuleName;
  version: PackageVersion;
}

/** The row "Load more…" below the node `parentId`. */
export interface MoreNode {
  kind: 'more';
  id: string;
  parentId: string;
  hidden: number;
}

/** A message in place of children: there are none, or reading failed. */
export interface MessageNode {
  kind: 'message';
  id: string;
  text: string;
  error?: PlatformError | undefined;
}

/** Whether a command's argument is a module. */
export function isModuleNode(value: unknown): value is ModuleNode {
  return isNode(value) && value.kind === 'module';
}

export function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'id' in value;
}
