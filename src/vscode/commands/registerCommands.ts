import * as vscode from 'vscode';
import { commandIds, type CommandId } from '../editor/ids.ts';
import { presentEscaped } from '../session/presentError.ts';
import type { SessionServices } from '../session/sessionServices.ts';

/**
 * What runs each command. From a tree, the first argument is the row of the menu, and the second has all selected rows.
 * The menus of commands that take one row are hidden while several are selected.
 */
export type Commands = Record<CommandId, (argument?: unknown, selection?: unknown) => unknown>;

/**
 * Registers all commands. `load` is called when a command runs. An error that a command throws is logged and shown to
 * the user.
 */
export function registerCommands(services: SessionServices, load: () => Promise<Commands>): vscode.Disposable {
  const registrations = Object.values(commandIds).map((id) =>
    vscode.commands.registerCommand(id, async (argument?: unknown, selection?: unknown) => {
      try {
        const commands = await load();
        return await commands[id](argument, selection);
      } catch (error) {
        presentEscaped(services, id, error);
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...registrations);
}
