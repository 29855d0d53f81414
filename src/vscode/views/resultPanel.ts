import * as vscode from 'vscode';
import { pageCommands } from '../ids.ts';
import type { LastReport, UploadReport } from '../uploadReport.ts';
import { resultPage } from './resultPage.ts';

/** One panel, used again for every result. It has no scripts and keeps nothing: a hidden page is drawn again from its HTML. */
export class ResultPanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #last: LastReport;
  #panel: vscode.WebviewPanel | undefined;

  constructor(extensionUri: vscode.Uri, last: LastReport) {
    this.#extensionUri = extensionUri;
    this.#last = last;
  }

  /** Shows the last result; the focus stays where the person is typing unless they asked for the page. */
  show(takeFocus: boolean): void {
    const report = this.#last.current;
    if (!report) return;
    const column = takeFocus ? undefined : columnBesideTyping(this.#panel);
    const panel = (this.#panel ??= this.#open(column ?? vscode.ViewColumn.Active, !takeFocus));
    panel.title = vscode.l10n.t('Upload: {0}', `${report.upload.appCode} / ${report.upload.module}`);
    panel.webview.html = this.#page(report, panel.webview);
    panel.reveal(column, !takeFocus);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #open(viewColumn: vscode.ViewColumn, preserveFocus: boolean): vscode.WebviewPanel {
    const media = vscode.Uri.joinPath(this.#extensionUri, 'media');
    const panel = vscode.window.createWebviewPanel(
      'bkpaas.result',
      '',
      { viewColumn, preserveFocus },
      { enableScripts: false, enableCommandUris: pageCommands, localResourceRoots: [media] },
    );
    panel.iconPath = new vscode.ThemeIcon('package');
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    return panel;
  }

  #page(report: UploadReport, webview: vscode.Webview): string {
    return resultPage(report, {
      t: vscode.l10n.t,
      language: vscode.env.language,
      cspSource: webview.cspSource,
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(this.#extensionUri, 'media', 'result.css')).toString(),
    });
  }
}

/**
 * In front of the editor that a person types in, the page would swallow what they type, focus or not (measured in 1.139). Undefined: wherever it is, or would open, it covers no such editor.
 */
function columnBesideTyping(panel: vscode.WebviewPanel | undefined): vscode.ViewColumn | undefined {
  const typing = vscode.window.activeTextEditor?.viewColumn;
  if (typing === undefined || (panel && panel.viewColumn !== typing)) return undefined;
  return vscode.ViewColumn.Beside;
}
