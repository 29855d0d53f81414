import type { Application } from '../../core/platform/applications.ts';
import type { Deployment } from '../../core/platform/deployment.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { Module } from '../../core/platform/modules.ts';
import type { AppCode, ModuleName } from '../../core/platform/names.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import type { PackageVersion } from '../../core/platform/sourcePackages.ts';

export type TreeNode =
  | ApplicationNode
  | OtherApplicationsNode
  | ModuleNode
  | EnvironmentNode
  | DeploymentNode
  | VersionNode
  | MoreNode
  | MessageNode;

interface Node<Kind extends string> {
  kind: Kind;
  /** Stable over refreshes, so that expanded branches stay expanded. */
  id: string;
}

export interface ApplicationNode extends Node<'application'> {
  application: Application;
  /** Whether the application was found by its typed code, because it is not in the platform's list. */
  unlisted: boolean;
}

/** The collapsed applications without a module that takes packages. */
export interface OtherApplicationsNode extends Node<'otherApplications'> {
  applications: readonly Application[];
}

export interface ModuleNode extends Node<'module'> {
  appCode: AppCode;
  module: Module;
  /** Whether the label names the application, because the module is shown without it, as in the target view. */
  alone: boolean;
}

/** A module's staging or production environment. */
export interface EnvironmentNode extends Node<'environment'>, DeployTarget {}

export interface DeploymentNode extends Node<'deployment'>, DeployTarget {
  deployment: Deployment;
  runsNow: boolean;
}

export interface VersionNode extends Node<'version'> {
  appCode: AppCode;
  module: ModuleName;
  version: PackageVersion;
}

/** The row "Load more…" below the node `parentId`. */
export interface MoreNode extends Node<'more'> {
  parentId: string;
  hidden: number;
}

/** A message in place of children: there are none, or reading failed. */
export interface MessageNode extends Node<'message'> {
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
