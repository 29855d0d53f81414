import * as vscode from 'vscode';
import { logSections } from '../../core/operations/deploy/logSections.ts';
import { parseDeploymentId, type DeploymentId } from '../../core/platform/deployment.ts';
import { environmentName } from '../../texts/targetNames.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import type { DeploymentReport, Deployments } from './deployments.ts';
import type { DeploymentPages } from './deployServices.ts';

const { t } = vscode.l10n;
const scheme = 'bkpaas-log';

/**
 * Milliseconds between two updates of a document while its deployment runs. VS Code reads the whole log for each
 * update, so a large log is updated less often: `pausePerMegabyteMs` is added for each million characters.
 */
const [pauseMs, pausePerMegabyteMs] = [500, 1000];

/**
 * The logs of deployments as read-only documents, which VS Code can search, fold, compare and read aloud. A document
 * changes while its deployment runs.
 */
export class LogDocuments
  implements vscode.TextDocumentContentProvider, vscode.FoldingRangeProvider, vscode.Disposable
{
  readonly #deployments: Deployments;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  /** The texts that `openText` has opened, keyed by the query of their URIs. */
  readonly #texts = new Map<string, string>();
  #lastText = 0;
  readonly #timers = new Map<DeploymentId, ReturnType<typeof setTimeout>>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(deployments: Deployments, panels: DeploymentPages) {
    this.#deployments = deployments;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.languages.registerFoldingRangeProvider({ scheme }, this),
      deployments.onDidChangeLog(({ id }) => {
        this.#changedSoon(id);
      }),
      // If the log is empty, its document shows the error of the last read. The report contains this error.
      deployments.onDidChange(({ id }) => {
        if (deployments.log(id)?.lineCount === 0) this.#changedSoon(id);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === scheme) this.#texts.delete(uri.query);
        const id = idOf(uri);
        if (!id) return;
        deployments.release(id);
        deployments.forgetEnded((other) => panels.has(other));
      }),
    );
  }

  /** Opens the log of a deployment in an editor. The log stays in memory until the document is closed. */
  async open(report: DeploymentReport): Promise<void> {
    const { id } = report;
    this.#deployments.keep(id);
    const document = await vscode.workspace.openTextDocument(logUri(report));
    await vscode.window.showTextDocument(document, { preview: false });
  }

  /** Opens a text in an editor. The text does not change, and stays in memory until the document is closed. */
  async openText(name: string, text: string): Promise<void> {
    this.#lastText += 1;
    const uri = documentUri(name, `text-${this.#lastText}`);
    this.#texts.set(uri.query, text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  isShowing(id: DeploymentId): boolean {
    return vscode.window.visibleTextEditors.some(({ document }) => idOf(document.uri) === id);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const text = this.#texts.get(uri.query);
    if (text !== undefined) return text;
    const id = idOf(uri);
    const report = this.#deployments.get(id);
    // VS Code can open a closed document again, but its log may have been deleted meanwhile.
    if (!id || !report)
      return t('This log was closed. To read it again, open the deployment in the history of its environment.');
    const log = this.#deployments.plainLog(id) ?? '';
    const error = report.state.fatalError ?? report.state.transientError;
    return log === '' && error ? errorMessage(t, error.code, error.facts) : log;
  }

  provideFoldingRanges(document: vscode.TextDocument): vscode.FoldingRange[] {
    return logSections(document.getText().split('\n')).map(
      ({ first, last }) => new vscode.FoldingRange(first, last, vscode.FoldingRangeKind.Region),
    );
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#subscriptions.dispose();
  }

  #changedSoon(id: DeploymentId): void {
    if (this.#timers.has(id)) return;
    const document = vscode.workspace.textDocuments.find(({ uri }) => idOf(uri) === id);
    if (!document) return;
    const length = document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
    const timer = setTimeout(
      () => {
        this.#timers.delete(id);
        this.#changed.fire(document.uri);
      },
      pauseMs + (length / 1e6) * pausePerMegabyteMs,
    );
    this.#timers.set(id, timer);
  }
}

/** Returns the URI of a log. The last part of its path is the title of the editor. */
function logUri({ id, target, version }: DeploymentReport): vscode.Uri {
  return documentUri(`${target.appCode} ${version} → ${environmentName(t, target.environment)}`, id);
}

function documentUri(name: string, query: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${name.replace(/[\\/]/g, '-')}.log`, query });
}

function idOf({ scheme: given, query }: vscode.Uri): DeploymentId | undefined {
  return given === scheme ? parseDeploymentId(query) : undefined;
}
