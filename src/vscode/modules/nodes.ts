import type { Application } from '../../core/platform/applications.ts';
import type { Deployment } from '../../core/platform/deployment.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { Module } from '../../core/platform/modules.ts';
import type { AppCode, ModuleName } from '../../core/platform/names.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import type { PackageVersion } from '../../core/platform/sourcePackages.ts';

/** What stands in the tree. `id` is stable over refreshes, so that open branches stay open. */
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
  /** Found by its typed code and not in the platform's list. */
  unlisted: boolean;
}

/** The applications without a module that takes packages, folded away. */
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
  /** In the target view the application is not above it, so the label names it. */
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
  /** It is what the environment runs at this moment. */
  runsNow: boolean;
}

export interface VersionNode {
  kind: 'version';
  id: string;
  appCode: AppCode;
  module: ModuleName;
  version: PackageVersion;
}

/** "Load more…" below `parent`. */
export interface MoreNode {
  kind: 'more';
  id: string;
  parentId: string;
  hidden: number;
}

/** Something to read in place of children: empty, or failed. */
export interface MessageNode {
  kind: 'message';
  id: string;
  text: string;
  error?: PlatformError | undefined;
}

/** A module that a command was started on. */
export function isModuleNode(value: unknown): value is ModuleNode {
  return isNode(value) && value.kind === 'module';
}

export function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'id' in value;
}
