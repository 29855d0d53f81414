import * as vscode from 'vscode';
import { parseDeploymentId, type DeploymentId } from '../../../core/platform/deployment.ts';
import { isObject, stringOf } from '../../../core/http/json.ts';
import { deploymentButtons, type DeploymentButton, type ToPage } from '../../../page/messages.ts';
import { environmentName } from '../../../texts/targetNames.ts';
import { background } from '../../editor/background.ts';
import { pageTypes } from '../../editor/ids.ts';
import { initialFollowState } from '../../../core/operations/deploy/followedDeployment.ts';
import { operatorOf, startProblemsOf, type DeploymentReport, type Deployments } from '../deployments.ts';
import type { DeploymentPages } from '../deployServices.ts';
import { listenToPage, loadPage, postToPage } from '../../editor/webviewPage.ts';
import { deploymentHtml } from './html.ts';
import { deploymentView } from './view.ts';
import { LogSender } from './logSender.ts';
import { pageState, parsePageState } from './pageState.ts';

const { t } = vscode.l10n;

/** A user's action on a deployment's page. */
export interface PageAction {
  id: DeploymentId;
  action: DeploymentButton;
}

/**
 * The pages of deployments, at most one page for each deployment. VS Code discards the content of a hidden page, and
 * the extension sends the content again when the page becomes visible. So a hidden page does not keep a second copy of
 * a log that can have megabytes.
 */
export class DeploymentPanels implements DeploymentPages, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #deployments: Deployments;
  readonly #shown = new Map<DeploymentId, { panel: vscode.WebviewPanel; sender: LogSender }>();
  readonly #acted = new vscode.EventEmitter<PageAction>();
  readonly #seen = new vscode.EventEmitter<DeploymentId>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidAct = this.#acted.event;
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

  isShowing(id: DeploymentId): boolean {
    return this.#shown.get(id)?.panel.visible === true;
  }

  /** The deployment whose page has the focus. */
  get activeId(): DeploymentId | undefined {
    return [...this.#shown].find(([, { panel }]) => panel.active)?.[0];
  }

  /** Copies what is selected on the page that has the focus. */
  copySelection(): void {
    const { activeId } = this;
    const panel = activeId && this.#shown.get(activeId)?.panel;
    if (panel) background('page', postToPage(panel, { kind: 'copySelection' } satisfies ToPage));
  }

  has(id: DeploymentId): boolean {
    return this.#shown.has(id);
  }

  show(report: DeploymentReport, takeFocus: boolean): void {
    const shown = this.#shown.get(report.id);
    if (shown) {
      shown.panel.reveal(undefined, !takeFocus);
      return;
    }
    const editorColumn = takeFocus ? undefined : vscode.window.activeTextEditor?.viewColumn;
    // The page opens beside the active text editor. A page in front of this editor would capture what the user types
    // (measured in VS Code 1.139).
    const viewColumn = editorColumn === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    const place = { viewColumn, preserveFocus: !takeFocus };
    this.#adopt(vscode.window.createWebviewPanel(pageTypes.deployment, '', place), report);
  }

  /**
   * Restores a page that was open before the window was reloaded. `state` is the saved state of the page, which
   * identifies the deployment.
   */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const read = parseDeploymentPageState(state);
    if (read) this.#adopt(panel, this.#deployments.add(read));
    else panel.dispose();
  }

  /**
   * Does not close the pages, because VS Code restores a page after a reload only if the page is open when the
   * extension is deactivated.
   */
  dispose(): void {
    this.#subscriptions.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, report: DeploymentReport): void {
    const { id } = report;
    panel.iconPath = new vscode.ThemeIcon('rocket');
    const sender = new LogSender(
      () => this.#deployments.log(id),
      (message: ToPage) => postToPage(panel, message),
    );
    this.#shown.get(id)?.panel.dispose();
    this.#shown.set(id, { panel, sender });
    listenToPage(panel, deploymentButtons, {
      ready: () => {
        const current = this.#deployments.get(id);
        if (current) this.#draw(panel, current);
        sender.start();
      },
      run: (action) => {
        this.#acted.fire({ id, action });
      },
    });
    panel.onDidChangeViewState(() => {
      // VS Code discards the content of a hidden page. When the page becomes visible again, the page sends `ready`.
      if (panel.visible) this.#seen.fire(id);
      else sender.stop();
    });
    panel.onDidDispose(() => {
      sender.stop();
      if (this.#shown.get(id)?.panel === panel) this.#shown.delete(id);
      this.#forgetEnded();
    });
    loadPage(panel, this.#extensionUri, {
      name: 'deployment',
      title: `${titleOf(report)} — ${report.target.appCode} / ${report.target.module}`,
      html: (frame) => deploymentHtml(t, frame, deploymentPageState(report)),
    });
    panel.title = titleOf(report);
    this.#seen.fire(id);
  }

  #forgetEnded(): void {
    this.#deployments.forgetEnded((id) => this.has(id));
  }

  #draw(panel: vscode.WebviewPanel, report: DeploymentReport): void {
    panel.title = titleOf(report);
    const message: ToPage = { kind: 'view', view: deploymentView(t, report) };
    if (panel.visible) background('page', postToPage(panel, message));
  }
}

function titleOf(report: DeploymentReport): string {
  const { version, target, state } = report;
  const end = { successful: '✓ ', failed: '✗ ', interrupted: '✗ ', pending: '' }[state.status ?? 'pending'];
  const mark = startProblemsOf(report).length > 0 ? '⚠ ' : end;
  return `${mark}${t('Deploy: {0} → {1}', version, environmentName(t, target.environment))}`;
}

/** Returns the state from which a page is restored after a reload. */
function deploymentPageState({ id, platform, target, version, ...report }: DeploymentReport): object {
  return { id, ...pageState({ platform, target }), version, operator: operatorOf(report) };
}

/** Parses the state that a page has saved. Returns undefined if a value is invalid. */
function parseDeploymentPageState(json: unknown): DeploymentReport | undefined {
  const saved = parsePageState(json);
  if (!saved || !isObject(json)) return undefined;
  const id = parseDeploymentId(stringOf(json, 'id'));
  if (!id) return undefined;
  const version = stringOf(json, 'version') ?? '';
  return { id, ...saved, version, operator: stringOf(json, 'operator'), state: initialFollowState, idle: true };
}
