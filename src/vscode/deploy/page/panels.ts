import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { parseDeploymentId, type DeploymentId } from '../../../core/platform/deployment.ts';
import { parseEnvironment, parseAppCode, parseModuleName } from '../../../core/platform/names.ts';
import { parseGatewayUrl } from '../../../core/platform/gatewayUrl.ts';
import { isObject, stringOf } from '../../../core/http/json.ts';
import type { FromPage, ToPage } from '../../../page/messages.ts';
import { environmentName } from '../../../texts/environmentTexts.ts';
import { background } from '../../editor/background.ts';
import { unread, type DeploymentReport, type Deployments } from '../deployments.ts';
import { readPlatforms } from '../../editor/settings.ts';
import { deploymentHtml, pageWords } from './html.ts';
import { deploymentView } from './view.ts';
import { LogSender } from './logSender.ts';

const { t } = vscode.l10n;
const viewType = 'bkpaas.deployment';

/** A button of a deployment's page. */
export interface PageAction {
  id: DeploymentId;
  action: string;
  /** The text or address that belongs to it. */
  argument?: string;
}

interface Shown {
  panel: vscode.WebviewPanel;
  sender: LogSender;
}

/**
 * One page for each deployment. A hidden page is thrown away and made anew from what is known here: a log of megabytes is not
 * kept twice.
 */
export class DeploymentPanels implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #deployments: Deployments;
  readonly #shown = new Map<DeploymentId, Shown>();
  readonly #acted = new vscode.EventEmitter<PageAction>();
  readonly #seen = new vscode.EventEmitter<DeploymentId>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidAct = this.#acted.event;
  /** The page of a deployment was opened, or came to the front. */
  readonly onDidSee = this.#seen.event;

  constructor(extensionUri: vscode.Uri, deployments: Deployments) {
    this.#extensionUri = extensionUri;
    this.#deployments = deployments;
    this.#subscriptions = vscode.Disposable.from(
      this.#acted,
      this.#seen,
      deployments.onDidChange((report) => {
        const shown = this.#shown.get(report.id);
        if (shown) this.#draw(shown.panel, report);
        if (report.idle) this.#forgetEnded();
      }),
      deployments.onDidChangeLog(({ id, change }) => this.#shown.get(id)?.sender.changed(change.from)),
    );
  }

  /** Whether the person has this deployment's page before their eyes. */
  isShowing(id: DeploymentId): boolean {
    return this.#shown.get(id)?.panel.visible === true;
  }

  /** Whether there is a page of it at all. */
  has(id: DeploymentId): boolean {
    return this.#shown.has(id);
  }

  /** Shows a deployment's page; the focus stays where the person is typing unless they asked for the page. */
  show(report: DeploymentReport, takeFocus: boolean): void {
    const shown = this.#shown.get(report.id);
    if (shown) {
      shown.panel.reveal(undefined, !takeFocus);
      return;
    }
    const typing = takeFocus ? undefined : vscode.window.activeTextEditor?.viewColumn;
    // In front of the editor that a person types in, the page would swallow what they type (measured in 1.139).
    const viewColumn = typing === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    const panel = vscode.window.createWebviewPanel(viewType, '', { viewColumn, preserveFocus: !takeFocus });
    this.#adopt(panel, report);
  }

  /** Takes the pages of before a reload; each names its deployment itself. */
  restore(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel, state: unknown) => {
        const read = parseState(state);
        if (read) this.#adopt(panel, this.#deployments.add(read));
        else panel.dispose();
        return Promise.resolve();
      },
    });
  }

  /** The pages themselves stay: a window that is reloaded brings back what was open when the extension ended. */
  dispose(): void {
    this.#subscriptions.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, report: DeploymentReport): void {
    const { id } = report;
    const files = vscode.Uri.joinPath(this.#extensionUri, 'dist', 'page');
    panel.webview.options = { enableScripts: true, localResourceRoots: [files] };
    panel.iconPath = new vscode.ThemeIcon('rocket');
    const sender = new LogSender(
      () => this.#deployments.log(id),
      (message) => post(panel, message),
    );
    this.#shown.get(id)?.panel.dispose();
    this.#shown.set(id, { panel, sender });
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      this.#receive(id, panel, sender, message);
    });
    panel.onDidChangeViewState(() => {
      // A page that is hidden is gone; when it comes back, it asks for everything.
      if (panel.visible) this.#seen.fire(id);
      else sender.stop();
    });
    panel.onDidDispose(() => {
      sender.stop();
      if (this.#shown.get(id)?.panel === panel) this.#shown.delete(id);
      this.#forgetEnded();
    });
    panel.webview.html = deploymentHtml({
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      scriptUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(files, 'deployment.js')).toString(),
      styleUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(files, 'deployment.css')).toString(),
      language: vscode.env.language,
      words: pageWords(t),
      state: stateOf(report),
    });
    panel.title = titleOf(report);
    this.#seen.fire(id);
  }

  #forgetEnded(): void {
    this.#deployments.forgetEnded((id) => this.has(id));
  }

  #receive(id: DeploymentId, panel: vscode.WebviewPanel, sender: LogSender, message: FromPage): void {
    switch (message.kind) {
      case 'ready': {
        const report = this.#deployments.get(id);
        if (report) this.#draw(panel, report);
        sender.start();
        return;
      }
      case 'run':
        this.#acted.fire({ id, action: message.action });
        return;
      case 'open':
        this.#acted.fire({ id, action: 'open', argument: message.url });
        return;
      case 'copy':
        this.#acted.fire({ id, action: 'copy', argument: message.text });
        return;
    }
  }

  #draw(panel: vscode.WebviewPanel, report: DeploymentReport): void {
    panel.title = titleOf(report);
    const message: ToPage = { kind: 'view', view: deploymentView(t, report) };
    if (panel.visible) background('page', post(panel, message));
  }
}

/** Resolves with whether the page received it. A page that is closed meanwhile rejects, which is no error. */
function post({ webview }: vscode.WebviewPanel, message: ToPage): Thenable<boolean> {
  return webview.postMessage(message).then(undefined, () => false);
}

function titleOf({ version, target, state }: DeploymentReport): string {
  const mark = { successful: '✓ ', failed: '✗ ', interrupted: '✗ ', pending: '' }[state.status ?? 'pending'];
  return `${mark}${t('Deploy: {0} → {1}', version, environmentName(t, target.environment))}`;
}

/** What a page has to know of its deployment to be brought back after a reload. */
function stateOf({ id, platform, target, version }: DeploymentReport): object {
  const { appCode, module, environment } = target;
  return { id, gatewayUrl: platform.gatewayUrl, platform: platform.name, appCode, module, environment, version };
}

/** The page's state comes from the page, so it is read as anything from outside. */
function parseState(json: unknown): DeploymentReport | undefined {
  if (!isObject(json)) return undefined;
  const id = parseDeploymentId(stringOf(json, 'id'));
  const gateway = parseGatewayUrl(stringOf(json, 'gatewayUrl') ?? '');
  const appCode = parseAppCode(stringOf(json, 'appCode') ?? '');
  const module = parseModuleName(stringOf(json, 'module') ?? '');
  const environment = parseEnvironment(stringOf(json, 'environment'));
  if (!id || !gateway.ok || !appCode || !module || !environment) return undefined;
  const { gatewayUrl } = gateway;
  const known = readPlatforms().find((platform) => platform.gatewayUrl === gatewayUrl);
  const name = stringOf(json, 'platform') ?? new URL(gatewayUrl).hostname;
  return {
    id,
    platform: known ?? { name, gatewayUrl },
    target: { appCode, module, environment },
    version: stringOf(json, 'version') ?? '',
    state: unread,
    idle: true,
  };
}
