import { isObject } from '../../core/http/json.ts';
import type { ErrorCode } from '../../core/platform/errorCode.ts';
import { parseAppCode, parseEnvironment, parseModuleName, parseVersion } from '../../core/platform/names.ts';
import type { Environment } from '../../core/platform/names.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import type { TargetDraft } from '../modules/askTarget.ts';
import { isNode, type TreeNode } from '../modules/nodes.ts';

/** The arguments of a command for an environment. The command asks the user for missing arguments. */
export interface DeployDraft extends TargetDraft {
  platform?: string | undefined;
  environment?: Environment | undefined;
  version?: string | undefined;
}

/**
 * Parses the argument of a command: a tree node, or an object from a keybinding or another extension. Throws a
 * `PlatformError` for the first invalid property.
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
  const [code, name, stage, version] = [text('appCode'), text('module'), text('environment'), text('version')];
  const appCode = parseOrThrow(code, parseAppCode, 'appCodeInvalid');
  const module = parseOrThrow(name, parseModuleName, 'moduleNameInvalid');
  const environment = parseOrThrow(stage, parseEnvironment, 'environmentInvalid');
  const read = version === undefined ? undefined : parseVersion(version);
  if (read?.ok === false) throw new PlatformError(read.problem, { subject: version?.trim() });
  return { platform: text('platform'), appCode, module, environment, version: read?.version };
}

function parseOrThrow<T>(
  text: string | undefined,
  parse: (text: string) => T | undefined,
  code: ErrorCode,
): T | undefined {
  if (text === undefined) return undefined;
  const value = parse(text);
  if (value === undefined) throw new PlatformError(code, { subject: text });
  return value;
}

function fromNode(node: TreeNode): DeployDraft {
  switch (node.kind) {
    case 'application':
      return { appCode: node.application.code };
    case 'module':
      return { appCode: node.appCode, module: node.module.name };
    case 'version':
      return { appCode: node.appCode, module: node.module, version: node.version.version };
    case 'versions':
      return { appCode: node.appCode, module: node.module };
    case 'environment':
    case 'process':
    case 'instance':
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
