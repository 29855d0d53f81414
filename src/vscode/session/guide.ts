import * as vscode from 'vscode';
import type { QuestionButton } from '../editor/quickInput.ts';
import { platformLanguage } from './connect.ts';

/** Returns the "?" button of a question. It opens the README in the VSIX, in the window's language. */
export function guideButton(extensionUri: vscode.Uri, tooltip: string): QuestionButton {
  return { iconPath: new vscode.ThemeIcon('question'), tooltip, run: () => openGuide(extensionUri) };
}

/** Opens the README. vsce changes the name of the English README to lower case. */
async function openGuide(extensionUri: vscode.Uri): Promise<void> {
  const file = platformLanguage() === 'zh-cn' ? 'README.zh-CN.md' : 'readme.md';
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(extensionUri, file));
}
