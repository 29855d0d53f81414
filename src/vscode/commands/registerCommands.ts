import * as vscode from 'vscode';
import { commandIds, type CommandId } from '../editor/ids.ts';

/**
 * The function of each command. If the command is run from a tree's menu, `argument` is the row of the menu, and
 * `selection` has all selected rows. While several rows are selected, the menu hides the commands that take one row.
 */
export type Commands = Record<CommandId, (argument?: unknown, selection?: unknown) => unknown>;

/**
 * Runs a command with the arguments that VS Code passes. Shows the user an error that the command throws, and does not
 * reject.
 */
export type RunCommand = (id: CommandId, argument?: unknown, selection?: unknown) => Promise<unknown>;

/** Registers all commands. */
export function registerCommands(run: RunCommand): vscode.Disposable {
  const registrations = Object.values(commandIds).map((id) =>
    vscode.commands.registerCommand(id, (argument?: unknown, selection?: unknown) => run(id, argument, selection)),
  );
  return vscode.Disposable.from(...registrations);
}
