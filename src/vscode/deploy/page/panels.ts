import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { parseDeploymentId, type DeploymentId } from '../../../core/platform/deployment.ts';
import { parseEnvironment, parseAppCode, parseModuleName } from '../../../core/platform/names.ts';
import { parseGatewayUrl } from '../../../core/platform/gatewayUrl.ts';
import { isObject, stringOf } from '../../../core/http/json.ts';
import { pageButtons, type FromPage, type PageButton, type ToPage } from '../../../page/messages.ts';
import { environmentName } from '../../../texts/environmentTexts.ts';
import { background } from '../../editor/background.ts';
import { unread } from '../../../core/operations/deploy/followedDeployment.ts';
import type { DeploymentReport, Deployments } from '../deployments.ts';
import { readPlatforms } from '../../editor/settings.ts';
import { deploymentHtml } from './html.ts';
import { deploymentView } from './view.ts';
import { LogSender } from './logSender.ts';

const { t } = vscode.l10n;
const viewType = 'bkpaas.deployment';

/** A user's action on a deployment's page. */
export interface PageAction {
  id: DeploymentId;
  action: PageButton | 'open' | 'copy';
  /** The text to copy or the URL to open. */
  argument?: string;
}

interface Shown {
  panel: vscode.WebviewPanel;
  sender: LogSender;
}

/**
 * One page per deployment. A hidden page is discarded and rebuilt from the data here, so a log of megabytes is not kept
 * twice.
 */
export class DeploymentPanels implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #deployments: Deployments;
  readonly #shown = new Map<DeploymentId, Shown>();
  readonly #acted = new vscode.EventEmitter<PageAction>();
  readonly #seen = new vscode.EventEmitter<DeploymentId>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidAct = this.#acted.event;
  /** Fires when the page of a deployment is opened or comes to the front. */
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

  /** Whether the deployment's page is visible. */
  isShowing(id: DeploymentId): boolean {
    return this.#shown.get(id)?.panel.visible === true;
  }

  /** Whether the deployment has a page, visible or not. */
  has(id: DeploymentId): boolean {
    return this.#shown.has(id);
  }

  /** Shows a deployment's page. The focus stays where the user types unless `takeFocus`. */
  show(report: DeploymentReport, takeFocus: boolean): void {
    const shown = this.#shown.get(report.id);
    if (shown) {
      shown.panel.reveal(undefined, !takeFocus);
      return;
    }
    const typing = takeFocus ? undefined : vscode.window.activeTextEditor?.viewColumn;
    // In front of the editor that the user types in, the page would capture the typing (measured in 1.139).
    const viewColumn = typing === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    const panel = vscode.window.createWebviewPanel(viewType, '', { viewColumn, preserveFocus: !takeFocus });
    this.#adopt(panel, report);
  }

  /** Restores the pages from before a reload. The state of each page names its deployment. */
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

  /** Leaves the pages open: a reloaded window restores what was open when the extension was deactivated. */
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
    panel.webview.onDidReceiveMessage((json: unknown) => {
      const message = parseFromPage(json);
      if (message) this.#receive(id, panel, sender, message);
    });
    panel.onDidChangeViewState(() => {
      // A hidden page is discarded. When it comes back, it requests everything.
      if (panel.visible) this.#seen.fire(id);
      else sender.stop();
    });
    panel.onDidDispose(() => {
      sender.stop();
      if (this.#shown.get(id)?.panel === panel) this.#shown.delete(id);
      this.#forgetEnded();
    });
    panel.webview.html = deploymentHtml(t, {
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      scriptUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(files, 'deployment.js')).toString(),
      styleUri: panel.webview.asWebviewUri(vscode.Uri.joinPath(files, 'deployment.css')).toString(),
      language: vscode.env.language,
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

/** Parses a message of the page, which is not trusted; undefined if the message is invalid. */
function parseFromPage(json: unknown): FromPage | undefined {
  if (!isObject(json)) return undefined;
  switch (json['kind']) {
    case 'ready':
      return { kind: 'ready' };
    case 'run': {
      const action = pageButtons.find((name) => name === json['action']);
      return action && { kind: 'run', action };
    }
    case 'open': {
      const url = stringOf(json, 'url');
      return url === undefined ? undefined : { kind: 'open', url };
    }
    case 'copy': {
      const text = stringOf(json, 'text');
      return text === undefined ? undefined : { kind: 'copy', text };
    }
    default:
      return undefined;
  }
}

/**
 * Resolves to whether the page received the message. A page that is closed meanwhile rejects, which is not an error.
 */
function post({ webview }: vscode.WebviewPanel, message: ToPage): Thenable<boolean> {
  return webview.postMessage(message).then(undefined, () => false);
}

function titleOf({ version, target, state }: DeploymentReport): string {
  const mark = { successful: '✓ ', failed: '✗ ', interrupted: '✗ ', pending: '' }[state.status ?? 'pending'];
  return `${mark}${t('Deploy: {0} → {1}', version, environmentName(t, target.environment))}`;
}

/** Returns the state from which a page is restored after a reload. */
function stateOf({ id, platform, target, version }: DeploymentReport): object {
  const { appCode, module, environment } = target;
  return { id, gatewayUrl: platform.gatewayUrl, platform: platform.name, appCode, module, environment, version };
}

/** Parses the page's state. It comes from the page, so it is validated like all external data. */
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
