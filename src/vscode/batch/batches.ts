import * as vscode from 'vscode';
import { Batch } from '../../core/operations/batch/batch.ts';
import type { BatchOrigin } from '../../core/operations/batch/batchFile.ts';
import { newBatchRecord, type BatchRecord, type BatchStores } from '../../core/operations/batch/batchRecord.ts';
import type { RecordId } from '../../core/operations/records.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { background } from '../editor/background.ts';
import type { SignedIn } from '../session/session.ts';
import type { Reports } from '../upload/uploadReport.ts';
import type { UploadServices } from '../upload/uploadServices.ts';

/** The services that uploads to several modules need. */
export interface BatchServices extends UploadServices {
  /** The services of single uploads, and in addition the batches of this window and their pages. */
  uploads: UploadServices['uploads'] & { batches: { all: Batches; pages: BatchPages } };
}

export interface BatchPages {
  /** Shows the page of a batch. The page gets the focus only if `takeFocus` is true. */
  show(batch: Batch, takeFocus: boolean): void;
  /** Returns whether the page of this batch is visible. */
  isShowing(id: RecordId): boolean;
  /** Copies what is selected on the page that has the focus. */
  copySelection(): void;
}

/** The batches that this window runs or shows. */
export class Batches implements vscode.Disposable {
  readonly stores: BatchStores;
  readonly #byId = new Map<RecordId, Batch>();
  readonly #changed = new vscode.EventEmitter<Batch>();
  readonly #subscription: vscode.Disposable;

  /** Fires when a batch or one of its uploads changes. */
  readonly onDidChange = this.#changed.event;

  /**
   * `reports` has the reports of this window's uploads. If a report has newer facts about an upload than the upload's
   * batch has, the batch takes over these facts.
   */
  constructor(stores: BatchStores, reports: Pick<Reports, 'onDidChange'>) {
    this.stores = stores;
    this.#subscription = reports.onDidChange(({ record }) => {
      for (const batch of this.#byId.values()) background('batch', batch.learn(record));
    });
  }

  get all(): readonly Batch[] {
    return [...this.#byId.values()];
  }

  /** The batch that was started, continued or opened last. */
  get latest(): Batch | undefined {
    return this.all.at(-1);
  }

  get(id: RecordId): Batch | undefined {
    return this.#byId.get(id);
  }

  start({ platform, identity }: SignedIn, uploads: readonly UploadByLink[]): Batch {
    const { name, gatewayUrl } = platform;
    return this.create(newBatchRecord({ platform: { name, gatewayUrl }, userName: identity.userName }, uploads), 'new');
  }

  /**
   * Creates a batch from its record. The batch replaces one with the same ID, for example one that was only read from
   * disk.
   */
  create(record: BatchRecord, from: BatchOrigin): Batch {
    const batch = new Batch(this.stores, record, from, (changed) => {
      if (this.#byId.get(changed.id) === changed) this.#changed.fire(changed);
    });
    this.#byId.delete(batch.id);
    this.#byId.set(batch.id, batch);
    this.#changed.fire(batch);
    return batch;
  }

  /**
   * Returns a batch of this window. Reads any other batch from disk, with the outcomes of its uploads from the upload
   * history. Resolves to undefined if there is no such batch.
   */
  async find(id: RecordId): Promise<Batch | undefined> {
    const known = this.#byId.get(id);
    if (known) return known;
    const record = (await this.stores.records.list()).find((candidate) => candidate.id === id);
    const history = (await this.stores.tracked.withRecords((records) => records.list())) ?? [];
    // During the reads, this window can have taken over the batch.
    const taken = this.#byId.get(id);
    if (taken || !record) return taken;
    const uploads = record.uploads.map(
      (upload) => history.find((stored) => stored.id === upload.id && stored.outcome) ?? upload,
    );
    return this.create({ ...record, uploads }, 'read');
  }

  /** Stops the batches from sending further uploads. The next window continues the batches. */
  dispose(): void {
    this.#subscription.dispose();
    for (const batch of this.#byId.values()) batch.stop();
    this.#changed.dispose();
  }
}
