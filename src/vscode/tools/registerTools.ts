import * as vscode from 'vscode';
import { toolNames } from '../editor/ids.ts';

/**
 * The interface through which VS Code calls a tool. `prepareInvocation` is required, because every tool asks the user
 * before it runs.
 */
export type Tool = Required<vscode.LanguageModelTool<object>>;

export type Tools = Record<(typeof toolNames)[keyof typeof toolNames], Tool>;

/**
 * Registers the tools that agents can call. `load` is called when a tool is used. Does nothing in an editor that has no
 * API for tools.
 */
export function registerTools(load: () => Promise<Tools>): vscode.Disposable {
  const { lm } = vscode as Partial<typeof vscode>;
  if (!lm) return vscode.Disposable.from();
  const register = (name: keyof Tools): vscode.Disposable =>
    lm.registerTool<object>(name, {
      prepareInvocation: async (options, token) => (await load())[name].prepareInvocation(options, token),
      invoke: async (options, token) => (await load())[name].invoke(options, token),
    });
  return vscode.Disposable.from(...Object.values(toolNames).map(register));
}
