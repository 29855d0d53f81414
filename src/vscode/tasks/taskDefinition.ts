import * as vscode from 'vscode';
import { PlatformError } from '../../core/platform/platformError.ts';

/** The type of the tasks in package.json. */
export const taskType = 'bkpaas';

export const taskKinds = ['upload', 'publish', 'deploy', 'uploadAndDeploy'] as const;

/**
 * The properties of a task that its command gets as arguments. The command gets no other property, so a task cannot
 * pass a tree node.
 */
const argumentNames = ['platform', 'appCode', 'module', 'packageUrl', 'version', 'allowOverwrite', 'environment'];

export type TaskKind = (typeof taskKinds)[number];

/** A task with the argument of its command, whose texts are not validated yet. */
export interface ParsedTask {
  kind: TaskKind;
  argument: Record<string, unknown>;
  /** The folder or archive that is published, otherwise the task's workspace folder; undefined if there is neither. */
  folder: vscode.Uri | undefined;
}

/**
 * Parses a definition whose variables VS Code has replaced. A `path` that is not absolute is relative to the folder of
 * the task. Without `path` and `packageUrl`, the folder itself is published. `allowOverwrite: true` is dropped, because
 * only a question that names the version can allow overwriting. Throws `PlatformError` if the kind or the path is
 * invalid.
 */
export function parseTask(definition: vscode.TaskDefinition, root: vscode.Uri | undefined): ParsedTask {
  const given: Record<string, unknown> = definition;
  const kind = taskKinds.find((candidate) => candidate === given['task']);
  if (!kind) throw new PlatformError('argumentInvalid', { subject: 'task' });
  const argument: Record<string, unknown> = {};
  for (const name of argumentNames)
    if (given[name] !== undefined && !(name === 'allowOverwrite' && given[name] === true)) argument[name] = given[name];
  if (kind !== 'publish' || 'packageUrl' in argument) return { kind, argument, folder: root };
  const { path } = given;
  if (path !== undefined && typeof path !== 'string') throw new PlatformError('argumentInvalid', { subject: 'path' });
  const resource = resourceOf(path ?? '', root);
  // If there is nothing to publish, the command asks for a folder or archive.
  return { kind, argument: resource ? { ...argument, path: resource.toString() } : argument, folder: resource ?? root };
}

function resourceOf(path: string, root: vscode.Uri | undefined): vscode.Uri | undefined {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path)) return vscode.Uri.parse(path);
  if (/^(?:[A-Za-z]:)?[\\/]/.test(path)) return vscode.Uri.file(path);
  return root && (path === '' ? root : vscode.Uri.joinPath(root, path));
}
