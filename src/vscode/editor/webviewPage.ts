import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { isObject, stringOf, type JsonObject } from '../../core/http/json.ts';
import { isWebAddress } from '../../core/http/urls.ts';
import { background } from './background.ts';
import type { PageFrame } from './html.ts';

/**
 * A validated message from a page (`src/page/messages.ts`). `Action` is the action of a button. `row` names the row of
 * the button, and can be any text.
 */
type ParsedPageMessage<Action> =
  | { kind: 'ready' }
  | { kind: 'run'; action: Action; row: string | undefined }
  | { kind: 'open'; url: string }
  | { kind: 'copy'; text: string };

/**
 * Loads a page into a panel. `name` is the name of the page's script and style sheet in `dist/page`. The page posts
 * `ready` each time it is loaded and can receive its content.
 */
export function loadPage(
  { webview }: vscode.WebviewPanel,
  extensionUri: vscode.Uri,
  page: { name: 'deployment' | 'result' | 'applicationLog'; title: string; html: (frame: PageFrame) => string },
): void {
  const files = vscode.Uri.joinPath(extensionUri, 'dist', 'page');
  const uriOf = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(files, file)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [files] };
  webview.html = page.html({
    title: page.title,
    language: vscode.env.language,
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64'),
    scriptUri: uriOf(`${page.name}.js`),
    styleUri: uriOf(`${page.name}.css`),
  });
}

/**
 * Listens to a page. Opens the links and copies the texts that the user chooses on the page. Calls `ready` when the
 * page needs its content, and `run` when the user presses a button. Passes any other object to `other`, which must
 * validate the object. Without `other`, ignores the object.
 */
export function listenToPage<Action extends string>(
  { webview }: vscode.WebviewPanel,
  actions: readonly Action[],
  {
    ready,
    run,
    other,
  }: {
    ready: () => void;
    run: (action: Action, row: string | undefined) => void;
    other?: (json: JsonObject) => void;
  },
): void {
  webview.onDidReceiveMessage((json: unknown) => {
    const message = parseFromPage(json, actions);
    if (!message && isObject(json)) other?.(json);
    if (message?.kind === 'ready') ready();
    else if (message?.kind === 'run') run(message.action, message.row);
    else if (message?.kind === 'open') background('page', vscode.env.openExternal(vscode.Uri.parse(message.url)));
    else if (message?.kind === 'copy') background('page', vscode.env.clipboard.writeText(message.text));
  });
}

/**
 * Parses a message from a page, which is not trusted: a button's action must be one of `actions`, and a URL must be
 * http or https. Returns undefined if the message is invalid, or if the text to copy is empty, which would clear the
 * clipboard.
 */
function parseFromPage<Action extends string>(
  json: unknown,
  actions: readonly Action[],
): ParsedPageMessage<Action> | undefined {
  if (!isObject(json)) return undefined;
  switch (json['kind']) {
    case 'ready':
      return { kind: 'ready' };
    case 'run': {
      const action = actions.find((known) => known === json['action']);
      return action && { kind: 'run', action, row: stringOf(json, 'row') };
    }
    case 'open': {
      const url = stringOf(json, 'url');
      return url !== undefined && isWebAddress(url) ? { kind: 'open', url } : undefined;
    }
    case 'copy': {
      const text = stringOf(json, 'text');
      return text === undefined || text === '' ? undefined : { kind: 'copy', text };
    }
    default:
      return undefined;
  }
}

/** Sends a message to a page. Resolves to whether the page received the message. A closed page receives no message. */
export function postToPage({ webview }: vscode.WebviewPanel, message: object): Thenable<boolean> {
  return webview.postMessage(message).then(undefined, () => false);
}
