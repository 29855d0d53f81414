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
  /** The batches of this window, and their pages. */
  batches: { all: Batches; pages: BatchPages };
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

  /** `reports` are the uploads of this window, which can learn more about an upload than its batch. */
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

  /** Creates the batch of a record. It replaces a batch that was only read. */
  create(record: BatchRecord, from: BatchOrigin): Batch {
    const batch = new Batch(this.stores, record, from, (changed) => {
      if (this.#byId.get(changed.id) === changed) this.#changed.fire(changed);
    });
    this.#byId.delete(batch.id);
    this.#byId.set(batch.id, batch);
    this.#changed.fire(batch);
    return batch;
  }

  /** Returns a batch of this window, or reads it from disk with what the upload history knows about its uploads. */
  async find(id: RecordId): Promise<Batch | undefined> {
    const known = this.#byId.get(id);
    if (known) return known;
    const record = (await this.stores.records.list()).find((candidate) => candidate.id === id);
    const history = (await this.stores.tracked.save((records) => records.list())) ?? [];
    // Meanwhile, this window can have taken over the batch.
    const taken = this.#byId.get(id);
    if (taken || !record) return taken;
    const uploads = record.uploads.map(
      (upload) => history.find((stored) => stored.id === upload.id && stored.outcome) ?? upload,
    );
    return this.create({ ...record, uploads }, 'read');
  }

  /** Sends no further upload. The next window continues. */
  dispose(): void {
    this.#subscription.dispose();
    for (const batch of this.#byId.values()) batch.stop();
    this.#changed.dispose();
  }
}
