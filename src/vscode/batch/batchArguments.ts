import * as vscode from 'vscode';
import { isObject, stringOf } from '../../core/http/json.ts';
import { distinctModules } from '../../core/operations/batch/planBatch.ts';
import { parseAppCode, parseModuleName, type AppCode } from '../../core/platform/names.ts';
import type { ModuleTarget } from '../../core/platform/paths.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { isNode, type TreeNode } from '../modules/nodes.ts';
import { parseUploadArguments, type UploadArguments } from '../upload/uploadArguments.ts';

/** The parsed argument of `bkpaas.uploadToModules`. The user is asked for what is missing. */
export interface ParsedBatchArguments {
  /** The package URL and the version are not validated yet. */
  arguments: Pick<UploadArguments, 'platform' | 'packageUrl' | 'version' | 'allowOverwrite'>;
  /** The modules that the caller names, without duplicates; undefined if the caller names none. */
  modules: readonly ModuleTarget[] | undefined;
  /** The applications on which the command was started. The user picks from their modules. */
  applications: readonly AppCode[];
  /** The file or folder, if the command was started in the Explorer. */
  resource?: vscode.Uri | undefined;
}

/**
 * Parses the argument of the command: a tree node or several, a file or folder in the Explorer, or an object from a
 * keybinding or another extension. Throws `PlatformError` for a property that is invalid.
 */
export function parseBatchArguments(argument: unknown): ParsedBatchArguments {
  if (argument instanceof vscode.Uri)
    return { arguments: {}, modules: undefined, applications: [], resource: argument };
  const nodes = (Array.isArray(argument) ? argument : [argument]).filter(isNode);
  if (nodes.length > 0) return parseBatchNodes(nodes);
  const { platform, packageUrl, version, allowOverwrite } = parseUploadArguments(argument).arguments;
  const modules = isObject(argument) ? (argument['modules'] ?? undefined) : undefined;
  return {
    arguments: { platform, packageUrl, version, allowOverwrite },
    modules: modules === undefined ? undefined : parseModules(modules),
    applications: [],
  };
}

/**
 * Parses tree nodes. The package is uploaded to each module among the nodes. If the nodes contain applications, the
 * user is asked to pick some of their modules.
 */
function parseBatchNodes(nodes: readonly TreeNode[]): ParsedBatchArguments {
  const modules = nodes.flatMap((node) =>
    node.kind === 'module' ? [{ appCode: node.appCode, module: node.module.name }] : [],
  );
  const applications = nodes.flatMap((node) => (node.kind === 'application' ? [node.application.code] : []));
  return { arguments: {}, modules: modules.length > 0 ? distinctModules(modules) : undefined, applications };
}

function parseModules(json: unknown): ModuleTarget[] {
  if (!Array.isArray(json) || json.length === 0) throw new PlatformError('argumentInvalid', { subject: 'modules' });
  return distinctModules(
    json.map((item: unknown) => {
      if (!isObject(item)) throw new PlatformError('argumentInvalid', { subject: 'modules' });
      const [code, name] = [stringOf(item, 'appCode'), stringOf(item, 'module')];
      if (code === undefined) throw new PlatformError('argumentInvalid', { subject: 'appCode' });
      if (name === undefined) throw new PlatformError('argumentInvalid', { subject: 'module' });
      const [appCode, module] = [parseAppCode(code), parseModuleName(name)];
      if (!appCode) throw new PlatformError('appCodeInvalid', { subject: code });
      if (!module) throw new PlatformError('moduleNameInvalid', { subject: name });
      return { appCode, module };
    }),
  );
}
