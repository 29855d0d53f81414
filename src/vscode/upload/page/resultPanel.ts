import * as vscode from 'vscode';
import { background } from '../../editor/background.ts';
import { pageCommands } from '../../editor/ids.ts';
import type { Reports, UploadReport } from '../uploadReport.ts';
import { resultPage } from './resultPage.ts';

const { t } = vscode.l10n;
const viewType = 'bkpaas.result';
const shownKey = 'bkpaas.shownUpload';

/** One panel, reused for every result. It has no scripts and no state: a hidden page is redrawn from its HTML. */
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

  /** Whether the page shows this upload and is visible. */
  isShowing(id: string): boolean {
    return this.#panel?.visible === true && this.#reports.current?.record.id === id;
  }

  /** The id of the upload that this workspace's page showed last, also in an earlier run. */
  get shownId(): string | undefined {
    return this.#memento.get<string>(shownKey);
  }

  /** Shows the current report. The focus stays where the user types unless `takeFocus`. */
  show(takeFocus: boolean): void {
    const report = this.#reports.current;
    if (!report) return;
    const column = takeFocus ? undefined : columnBesideTyping(this.#panel);
    const place = { viewColumn: column ?? vscode.ViewColumn.Active, preserveFocus: !takeFocus };
    const panel = this.#panel ?? this.#adopt(vscode.window.createWebviewPanel(viewType, '', place));
    this.#draw(panel, report);
    panel.reveal(column, !takeFocus);
  }

  /**
   * Restores the page from before a reload, where it was. This also activates the extension, so that an upload in
   * progress is reconciled automatically.
   */
  restore(findReport: (shownId: string | undefined) => Promise<UploadReport | undefined>): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel) => {
        const report = this.#reports.current ?? (await findReport(this.shownId));
        if (!report) {
          panel.dispose();
          return;
        }
        this.#panel?.dispose();
        this.#adopt(panel);
        if (!this.#reports.current) this.#reports.choose(report);
        this.#draw(panel, this.#reports.current ?? report);
      },
    });
  }

  /** Leaves the page open: a reloaded window restores what was open when the extension was deactivated. */
  dispose(): void {
    this.#subscription.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): vscode.WebviewPanel {
    panel.webview.options = {
      enableScripts: false,
      enableCommandUris: pageCommands,
      localResourceRoots: [vscode.Uri.joinPath(this.#extensionUri, 'dist', 'page')],
    };
    panel.iconPath = new vscode.ThemeIcon('package');
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    this.#panel = panel;
    return panel;
  }

  #draw(panel: vscode.WebviewPanel, report: UploadReport): void {
    const { id, upload } = report.record;
    const { webview } = panel;
    panel.title = t('Upload: {0}', `${upload.appCode} / ${upload.module}`);
    if (this.shownId !== id) background('result page', this.#memento.update(shownKey, id));
    const page = resultPage(report, {
      t,
      language: vscode.env.language,
      cspSource: webview.cspSource,
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(this.#extensionUri, 'dist', 'page', 'result.css')).toString(),
    });
    // Setting the same page again would lose the scroll position.
    if (webview.html !== page) webview.html = page;
  }
}

/**
 * Returns the column beside the editor that the user types in; undefined if the page covers no such editor. In front of
 * that editor, the page would capture the typing, focused or not (measured in 1.139).
 */
function columnBesideTyping(panel: vscode.WebviewPanel | undefined): vscode.ViewColumn | undefined {
  const typing = vscode.window.activeTextEditor?.viewColumn;
  if (typing === undefined || (panel && panel.viewColumn !== typing)) return undefined;
  return vscode.ViewColumn.Beside;
}
