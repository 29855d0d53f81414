import * as vscode from 'vscode';
import { readTarget, type Target } from '../editor/settings.ts';

/** The target of the folder that the person is working in, else of the first folder. */
export function activeTarget(): Target | undefined {
  const document = vscode.window.activeTextEditor?.document.uri;
  const folder = (document && vscode.workspace.getWorkspaceFolder(document)) ?? vscode.workspace.workspaceFolders?.[0];
  return readTarget(folder?.uri);
}
