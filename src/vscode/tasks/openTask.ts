import type * as vscode from 'vscode';
import type { CommandServices } from '../commands/index.ts';
import { runTask } from './runTask.ts';
import { TaskTerminal } from './taskTerminal.ts';

/** Returns the terminal that runs a task. `root` is the folder of the task. */
export function openTask(
  services: CommandServices,
  definition: vscode.TaskDefinition,
  root: vscode.Uri | undefined,
): vscode.Pseudoterminal {
  return new TaskTerminal(services.deploys.deployments, (observer) =>
    runTask(services, observer, { definition, root }),
  );
}
