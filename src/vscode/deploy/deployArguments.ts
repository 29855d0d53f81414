import {
  parseEnvironment,
  type Environment,
  parseAppCode,
  parseModuleName,
  type AppCode,
  type ModuleName,
  parseVersion,
} from '../../core/platform/names.ts';
import { isObject } from '../../core/http/json.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { isNode, type TreeNode } from '../modules/nodes.ts';

/** The arguments of a command about environments. The user is asked for the rest. */
export interface DeployDraft {
  platform?: string | undefined;
  appCode?: AppCode | undefined;
  module?: ModuleName | undefined;
  environment?: Environment | undefined;
  version?: string | undefined;
}

/**
 * Parses the argument of a command: a node of the tree, or the object of a keybinding or another extension. Throws
 * `PlatformError` for the first invalid text, before the user is asked for the rest.
 */
export function parseDeployArguments(argument: unknown): DeployDraft {
  if (argument === undefined || argument === null) return {};
  if (isNode(argument)) return fromNode(argument);
  if (!isObject(argument)) throw new PlatformError('argumentInvalid', { subject: typeof argument });
  const text = (name: string): string | undefined => {
    const value = argument[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') throw new PlatformError('argumentInvalid', { subject: name });
    return value;
  };
  const given = { appCode: text('appCode'), module: text('module'), environment: text('environment') };
  const version = text('version');
  const appCode = given.appCode === undefined ? undefined : parseAppCode(given.appCode);
  if (given.appCode !== undefined && !appCode) throw new PlatformError('appCodeInvalid', { subject: given.appCode });
  const module = given.module === undefined ? undefined : parseModuleName(given.module);
  if (given.module !== undefined && !module) throw new PlatformError('moduleNameInvalid', { subject: given.module });
  const environment = parseEnvironment(given.environment);
  if (given.environment !== undefined && !environment)
    throw new PlatformError('environmentInvalid', { subject: given.environment });
  if (version !== undefined) {
    const read = parseVersion(version);
    if (!read.ok) throw new PlatformError(read.problem, { subject: version.trim() });
  }
  return { platform: text('platform'), appCode, module, environment, version: version?.trim() };
}

function fromNode(node: TreeNode): DeployDraft {
  switch (node.kind) {
    case 'application':
      return { appCode: node.application.code };
    case 'module':
      return { appCode: node.appCode, module: node.module.name };
    case 'version':
      return { appCode: node.appCode, module: node.module, version: node.version.version };
    case 'environment':
      return { appCode: node.appCode, module: node.module, environment: node.environment };
    case 'deployment': {
      const { appCode, module, environment, deployment } = node;
      return { appCode, module, environment, version: deployment.version };
    }
    case 'otherApplications':
    case 'more':
    case 'message':
      return {};
  }
}
