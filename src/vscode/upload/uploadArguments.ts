import * as vscode from 'vscode';
import { isObject } from '../../core/http/json.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { isModuleNode, isNode } from '../modules/nodes.ts';

/** What `bkpaas.uploadPackage` may be given; all of it optional, all of it from outside. */
export interface UploadArguments {
  platform?: string | undefined;
  appCode?: string | undefined;
  module?: string | undefined;
  packageUrl?: string | undefined;
  version?: string | undefined;
  allowOverwrite?: boolean | undefined;
  /** Offered as the version, in the box: what a release says of its file. */
  suggestedVersion?: string | undefined;
}

/** Where the command was started, with what is known from there. */
export interface UploadStart {
  arguments: UploadArguments;
  /** The file or folder of the Explorer. */
  resource?: vscode.Uri;
}

const textNames = ['platform', 'appCode', 'module', 'packageUrl', 'version', 'suggestedVersion'] as const;

/**
 * Reads the command's argument: a row of the tree, a file of the Explorer, or the object of a keybinding or another
 * extension. Throws `PlatformError` argumentInvalid for an object whose members are not what they should be.
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
