import * as vscode from 'vscode';
import { isObject } from '../../core/http/json.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { isModuleNode, isNode } from '../modules/nodes.ts';

/** The arguments of `bkpaas.uploadPackage`: all optional, and all external input. */
export interface UploadArguments {
  platform?: string | undefined;
  appCode?: string | undefined;
  module?: string | undefined;
  packageUrl?: string | undefined;
  version?: string | undefined;
  allowOverwrite?: boolean | undefined;
  /** Offered as the version in the input box: what a release states for its file. */
  suggestedVersion?: string | undefined;
}

/** The arguments of a command, and where it was started. */
export interface UploadStart {
  arguments: UploadArguments;
  /** The file or folder in the Explorer. */
  resource?: vscode.Uri;
}

const textNames = ['platform', 'appCode', 'module', 'packageUrl', 'version', 'suggestedVersion'] as const;

/**
 * Parses the command's argument: a node of the tree, a file in the Explorer, or the object of a keybinding or another
 * extension. Throws `PlatformError` argumentInvalid for an object with members of the wrong type.
 */
export function parseUploadArguments(argument: unknown): UploadStart {
  if (argument === undefined || argument === null) return { arguments: {} };
  if (argument instanceof vscode.Uri) return { arguments: {}, resource: argument };
  if (isNode(argument))
    return { arguments: isModuleNode(argument) ? { appCode: argument.appCode, module: argument.module.name } : {} };
  if (!isObject(argument)) throw new PlatformError('argumentInvalid', { subject: typeof argument });

  const read: UploadArguments = {};
  for (const name of textNames) {
    const value = argument[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string') throw new PlatformError('argumentInvalid', { subject: name });
    read[name] = value;
  }
  const allowOverwrite = argument['allowOverwrite'];
  if (typeof allowOverwrite === 'boolean') read.allowOverwrite = allowOverwrite;
  else if (allowOverwrite !== undefined && allowOverwrite !== null)
    throw new PlatformError('argumentInvalid', { subject: 'allowOverwrite' });
  return { arguments: read };
}
