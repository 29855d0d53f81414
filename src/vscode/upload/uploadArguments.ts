import * as vscode from 'vscode';
import { isObject } from '../../core/http/json.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { isModuleNode, isNode } from '../modules/nodes.ts';

/** The arguments of `bkpaas.uploadPackage`. All are optional, and their texts are not validated yet. */
export interface UploadArguments {
  platform?: string | undefined;
  appCode?: string | undefined;
  module?: string | undefined;
  packageUrl?: string | undefined;
  version?: string | undefined;
  allowOverwrite?: boolean | undefined;
  /** The version that a release states for its file. The input box initially contains this version. */
  suggestedVersion?: string | undefined;
}

/** The arguments of a command, and the file or folder on which the user started the command. */
export interface ParsedUploadArguments {
  arguments: UploadArguments;
  /** The file or folder, if the command was started in the Explorer. */
  resource?: vscode.Uri;
}

const textArgumentNames = ['platform', 'appCode', 'module', 'packageUrl', 'version', 'suggestedVersion'] as const;

/**
 * Parses the argument of a command: a tree node, a file or folder in the Explorer, or an object from a keybinding or
 * another extension. Throws a `PlatformError` with the code `argumentInvalid` if a property has the wrong type.
 */
export function parseUploadArguments(argument: unknown): ParsedUploadArguments {
  if (argument === undefined || argument === null) return { arguments: {} };
  if (argument instanceof vscode.Uri) return { arguments: {}, resource: argument };
  if (isModuleNode(argument)) return { arguments: { appCode: argument.appCode, module: argument.module.name } };
  if (isNode(argument))
    return {
      arguments: argument.kind === 'versions' ? { appCode: argument.appCode, module: argument.module } : {},
    };
  if (!isObject(argument)) throw new PlatformError('argumentInvalid', { subject: typeof argument });

  const read: UploadArguments = {};
  for (const name of textArgumentNames) {
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
