import * as vscode from 'vscode';
import { background } from '../../editor/background.ts';
import { pageCommands, pageTypes } from '../../editor/ids.ts';
import { listenToPage, loadPage, postToPage } from '../../editor/webviewPage.ts';
import type { Reports, UploadReport } from '../uploadReport.ts';
import { resultHtml, resultView } from './resultPage.ts';

const { t } = vscode.l10n;
const shownKey = 'bkpaas.shownUpload';

/**
 * The webview panel that shows upload results. All results share one panel. VS Code discards the content of a hidden
 * page, and the extension sends the content again when the page becomes visible.
 */
export class ResultPanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #reports: Reports;
  readonly #memento: vscode.Memento;
  readonly #subscription: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;

  constructor(extensionUri: vscode.Uri, reports: Reports, memento: vscode.Memento) {
    this.#extensionUri = extensionUri;
    this.#reports = reports;
    this.#memento = memento;
    this.#subscription = reports.onDidChange((report) => {
      if (this.#panel && reports.current === report) this.#draw(this.#panel, report);
    });
  }

  /** Returns whether the page shows this upload and is visible. */
  isShowing(id: string): boolean {
    return this.#panel?.visible === true && this.#reports.current?.record.id === id;
  }

  /** Copies what is selected on the page, if the page has the focus. */
  copySelection(): void {
    if (this.#panel?.active) background('result page', postToPage(this.#panel, { kind: 'copySelection' }));
  }

  /** The ID of the upload that the page showed last in this workspace, possibly before a reload. */
  get shownId(): string | undefined {
    return this.#memento.get<string>(shownKey);
  }

  /** Shows the current report. The page gets the focus only if `takeFocus` is true. */
  show(takeFocus: boolean): void {
    const report = this.#reports.current;
    if (!report) return;
    const column = takeFocus ? undefined : columnBesideActiveEditor(this.#panel);
    const place = { viewColumn: column ?? vscode.ViewColumn.Active, preserveFocus: !takeFocus };
    const panel = this.#panel ?? this.#adopt(vscode.window.createWebviewPanel(pageTypes.result, '', place));
    this.#draw(panel, report);
    panel.reveal(column, !takeFocus);
  }

  /**
   * Restores the page after a reload of the window, at the same place. Restoring the page also starts the extension,
   * which then reconciles an upload that was in progress. `findReport` resolves to the report of the upload with the
   * given ID.
   */
  async restore(
    panel: vscode.WebviewPanel,
    findReport: (shownId: string | undefined) => Promise<UploadReport | undefined>,
  ): Promise<void> {
    const report = this.#reports.current ?? (await findReport(this.shownId));
    if (!report) {
      panel.dispose();
      return;
    }
    this.#panel?.dispose();
    this.#adopt(panel);
    if (!this.#reports.current) this.#reports.choose(report);
    this.#draw(panel, this.#reports.current ?? report);
  }

  /**
   * Does not close the page, because VS Code restores the page after a reload only if the page is open when the
   * extension is deactivated.
   */
  dispose(): void {
    this.#subscription.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): vscode.WebviewPanel {
    panel.iconPath = new vscode.ThemeIcon('package');
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    listenToPage(panel, pageCommands, {
      ready: () => {
        if (this.#reports.current) this.#draw(panel, this.#reports.current);
      },
      run: (command) => {
        background('result page', vscode.commands.executeCommand(command));
      },
    });
    loadPage(panel, this.#extensionUri, { name: 'result', title: t('Upload Result'), html: resultHtml });
    this.#panel = panel;
    return panel;
  }

  #draw(panel: vscode.WebviewPanel, report: UploadReport): void {
    const { id, upload } = report.record;
    panel.title = t('Upload: {0}', `${upload.appCode} / ${upload.module}`);
    if (this.shownId !== id) background('result page', this.#memento.update(shownKey, id));
    background('result page', postToPage(panel, resultView(t, report)));
  }
}

/**
 * Returns the column beside the active text editor if the page would cover this editor, otherwise undefined. A page in
 * front of the editor would capture what the user types, even without the focus (measured in VS Code 1.139).
 */
function columnBesideActiveEditor(panel: vscode.WebviewPanel | undefined): vscode.ViewColumn | undefined {
  const editorColumn = vscode.window.activeTextEditor?.viewColumn;
  if (editorColumn === undefined || (panel && panel.viewColumn !== editorColumn)) return undefined;
  return vscode.ViewColumn.Beside;
}
