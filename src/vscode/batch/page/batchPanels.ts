import * as vscode from 'vscode';
import { isObject, stringOf } from '../../../core/http/json.ts';
import type { Batch } from '../../../core/operations/batch/batch.ts';
import type { BatchConnection } from '../../../core/operations/batch/batchRow.ts';
import { parseRecordId, type RecordId } from '../../../core/operations/records.ts';
import { batchButtons, type BatchButton } from '../../../page/messages.ts';
import { background } from '../../editor/background.ts';
import { pageTypes } from '../../editor/ids.ts';
import { listenToPage, loadPage, postToPage } from '../../editor/webviewPage.ts';
import type { SessionStore } from '../../session/session.ts';
import { signIn } from '../../session/signIn.ts';
import { showHistory } from '../../upload/history.ts';
import { resultHtml } from '../../upload/page/resultPage.ts';
import { ensureSignedInTo } from '../../upload/resultActions.ts';
import { reportOf } from '../../upload/resumeUploads.ts';
import type { Reports } from '../../upload/uploadReport.ts';
import type { Batches, BatchPages, BatchServices } from '../batches.ts';
import { runBatch } from '../runBatch.ts';
import { batchView } from './batchPage.ts';

const { t } = vscode.l10n;

/**
 * A user's action on the page of a batch. `row` names the upload in whose table row the button is; undefined for the
 * other buttons.
 */
export interface BatchAction {
  id: RecordId;
  action: BatchButton;
  row: string | undefined;
}

/** The pages of batches, one for each batch. They use the script of the result page. */
export class BatchPanels implements BatchPages, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #batches: Batches;
  readonly #reports: Reports;
  readonly #session: SessionStore;
  readonly #panels = new Map<RecordId, vscode.WebviewPanel>();
  readonly #acted = new vscode.EventEmitter<BatchAction>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidAct = this.#acted.event;

  constructor(extensionUri: vscode.Uri, batches: Batches, reports: Reports, session: SessionStore) {
    this.#extensionUri = extensionUri;
    this.#batches = batches;
    this.#reports = reports;
    this.#session = session;
    this.#subscriptions = vscode.Disposable.from(
      this.#acted,
      batches.onDidChange((batch) => {
        this.#draw(batch.id);
      }),
      reports.onDidChange(() => {
        this.#drawAll();
      }),
      session.onDidChange(() => {
        this.#drawAll();
      }),
    );
  }

  isShowing(id: RecordId): boolean {
    return this.#panels.get(id)?.visible === true;
  }

  show(batch: Batch, takeFocus: boolean): void {
    const known = this.#panels.get(batch.id);
    if (known) {
      if (takeFocus || !known.visible) known.reveal(undefined, !takeFocus);
      return;
    }
    const typing = !takeFocus && vscode.window.activeTextEditor !== undefined;
    // The page opens beside an active text editor. A page in front of the editor would capture what the user types
    // (measured in VS Code 1.139).
    const viewColumn = typing ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const place = { viewColumn, preserveFocus: !takeFocus };
    this.#adopt(vscode.window.createWebviewPanel(pageTypes.result, '', place), batch.id);
  }

  copySelection(): void {
    for (const panel of this.#panels.values())
      if (panel.active) background('batch page', postToPage(panel, { kind: 'copySelection' }));
  }

  /**
   * Restores the page of a batch after a reload. Returns false, and does nothing, if the saved state of the page names
   * no batch.
   */
  tryRestore(panel: vscode.WebviewPanel, state: unknown): boolean {
    const id = isObject(state) ? parseRecordId(stringOf(state, 'batch')) : undefined;
    if (!id) return false;
    this.#panels.get(id)?.dispose();
    this.#adopt(panel, id);
    background('batch page', this.#find(panel, id));
    return true;
  }

  /** Does not close the pages, because VS Code restores only pages that are open when the extension is deactivated. */
  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #find(panel: vscode.WebviewPanel, id: RecordId): Promise<void> {
    if (!(await this.#batches.find(id))) panel.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, id: RecordId): void {
    panel.iconPath = new vscode.ThemeIcon('package');
    panel.onDidDispose(() => {
      if (this.#panels.get(id) === panel) this.#panels.delete(id);
    });
    listenToPage(panel, batchButtons, {
      ready: () => {
        this.#draw(id);
      },
      run: (action, row) => {
        this.#acted.fire({ id, action, row });
      },
    });
    loadPage(panel, this.#extensionUri, { name: 'result', title: t('Upload Result'), html: resultHtml });
    this.#panels.set(id, panel);
    this.#draw(id);
  }

  #drawAll(): void {
    for (const id of this.#panels.keys()) this.#draw(id);
  }

  #draw(id: RecordId): void {
    const panel = this.#panels.get(id);
    const batch = this.#batches.get(id);
    if (!panel) return;
    panel.title = t('Upload to Several Modules');
    if (!batch) return;
    const { current } = this.#session;
    const isSignedIn = current.state === 'signedIn' && current.platform.gatewayUrl === batch.platform.gatewayUrl;
    const view = batchView(t, { batch, reportOf: (upload) => this.#reports.get(upload), isSignedIn });
    background('batch page', postToPage(panel, view));
  }
}

/** Runs the actions that the user chooses on the pages of batches. */
export function handleBatchActions(services: BatchServices, panels: BatchPanels): vscode.Disposable {
  return panels.onDidAct((action) => {
    background('batch page', runBatchAction(services, action));
  });
}

async function runBatchAction(services: BatchServices, { id, action, row }: BatchAction): Promise<void> {
  const batch = services.uploads.batches.all.get(id);
  if (!batch) return;
  switch (action) {
    case 'cancel':
      return batch.cancel();
    case 'retryFailed':
      return sendAgain(services, batch, (via) => batch.retryFailed(via));
    case 'sendCancelled':
      return sendAgain(services, batch, (via) => batch.sendCancelled(via));
    case 'confirmUnknown':
      return sendAgain(services, batch, (via) => batch.confirmUnknown(via));
    case 'signIn':
      await signIn(services);
      return;
    case 'showHistory':
      return showHistory(services);
    case 'showLog':
      services.log.show();
      return;
    case 'showRow':
      showUploadOfRow(services, batch, row);
      return;
  }
}

async function sendAgain(
  services: BatchServices,
  batch: Batch,
  work: (via: BatchConnection) => Promise<void>,
): Promise<void> {
  const session = await ensureSignedInTo(services, batch);
  if (session && !batch.isRunning) await runBatch(services, session, batch, work);
}

function showUploadOfRow({ uploads: { reports, panel } }: BatchServices, batch: Batch, row: string | undefined): void {
  const record = batch.rows.find((each) => each.record.id === row)?.record;
  if (!record) return;
  reports.choose(reports.get(record.id) ?? reportOf(record));
  panel.show(true);
}
