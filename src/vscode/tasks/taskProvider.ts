import * as vscode from 'vscode';
import { environmentName } from '../../texts/targetNames.ts';
import { readTargets, type FolderTarget } from '../editor/settings.ts';
import { taskType, type TaskKind } from './taskDefinition.ts';

const { t } = vscode.l10n;

/** Returns the terminal that runs a task. `root` is the folder of the task. */
type CreateTaskTerminal = (
  definition: vscode.TaskDefinition,
  root: vscode.Uri | undefined,
) => Promise<vscode.Pseudoterminal>;

/** Offers tasks for the targets of the workspace. Runs these tasks and the tasks of `tasks.json`. */
export class BkpaasTasks implements vscode.TaskProvider {
  readonly #open: CreateTaskTerminal;

  constructor(open: CreateTaskTerminal) {
    this.#open = open;
  }

  provideTasks(): vscode.Task[] {
    return vscode.workspace.isTrusted ? readTargets().flatMap((target) => this.#offered(target)) : [];
  }

  /**
   * Adds the execution to a task of `tasks.json`. VS Code requires that the returned task has the same definition
   * object.
   */
  resolveTask({ definition, scope, name }: vscode.Task): vscode.Task {
    return this.#task(definition, scope ?? vscode.TaskScope.Workspace, name);
  }

  #offered({ target, folder }: FolderTarget): vscode.Task[] {
    if (!folder) return [];
    const { platform, appCode, module } = target;
    const offer = (kind: TaskKind, name: string, more = {}): vscode.Task =>
      this.#task({ type: taskType, task: kind, ...(platform && { platform }), appCode, module, ...more }, folder, name);
    const where = t('{0} / {1}', appCode, module);
    const environment = 'stag';
    const staging = environmentName(t, environment);
    return [
      offer('upload', t('Upload to {0}', where)),
      offer('publish', t('Publish This Folder to {0}', where)),
      offer('deploy', t('Deploy {0} to {1}', where, staging), { environment }),
      offer('uploadAndDeploy', t('Upload to {0} and Deploy to {1}', where, staging), { environment }),
    ];
  }

  #task(
    definition: vscode.TaskDefinition,
    scope: vscode.TaskScope | vscode.WorkspaceFolder,
    name: string,
  ): vscode.Task {
    const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
    const execution = new vscode.CustomExecution((resolved) => this.#open(resolved, folder?.uri));
    return new vscode.Task(definition, scope, name, taskType, execution, `$${taskType}`);
  }
}
