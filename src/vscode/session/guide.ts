import * as vscode from 'vscode';
import { guidePlaces, type GuidePlace } from '../editor/ids.ts';
import type { QuestionButton } from '../editor/quickInput.ts';
import { platformLanguage } from './connect.ts';
import type { SessionServices } from './sessionServices.ts';

/** Implements `bkpaas.openGuide`, which the palette and the walkthrough call. The argument is a `GuidePlace`. */
export function openGuide({ editor }: Pick<SessionServices, 'editor'>, argument?: unknown): Promise<void> {
  return openGuideAt(editor.extension.extensionUri, isGuidePlace(argument) ? argument : 'start');
}

/**
 * Returns a button with a question mark, which opens the guide at a place. `tooltip` is the question that the guide
 * answers there.
 */
export function guideButton(extensionUri: vscode.Uri, tooltip: string, place: GuidePlace): QuestionButton {
  return { iconPath: new vscode.ThemeIcon('question'), tooltip, run: () => openGuideAt(extensionUri, place) };
}

/**
 * Opens the guide beside the question, in the window's language, at a heading. The preview of VS Code 1.139 finds only
 * headings with ASCII names, so it shows a Chinese guide from its beginning.
 */
async function openGuideAt(extensionUri: vscode.Uri, place: GuidePlace): Promise<void> {
  const [file = '', fragment = ''] = guidePlaces[place][platformLanguage()].split('#');
  await vscode.commands.executeCommand(
    'markdown.showPreview',
    vscode.Uri.joinPath(extensionUri, file).with({ fragment }),
  );
}

function isGuidePlace(value: unknown): value is GuidePlace {
  return typeof value === 'string' && Object.hasOwn(guidePlaces, value);
}
