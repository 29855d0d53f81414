import { PlatformError } from '../../platform/platformError.ts';
import { isMaskedPackageUrl } from '../../releases/packageUrl.ts';
import type { Interruption } from '../interruption.ts';
import type { SentAt } from '../reconcile.ts';
import type { RecordId } from '../records.ts';
import { interruptionFromRecord } from '../trackedOperation.ts';
import { reconcileUpload } from '../upload/reconcileUpload.ts';
import type { UploadBaseline, UploadOutcome } from '../upload/uploadOutcome.ts';
import { uploadPackage } from '../upload/uploadPackage.ts';
import {
  newUploadRecord,
  reopenUpload,
  storeOutcome,
  type TrackedUploads,
  type UploadRecord,
} from '../upload/uploadRecord.ts';
import { runAtMost } from './runAtMost.ts';
import { BatchFile, type BatchOrigin } from './batchFile.ts';
import type { BatchRecord, BatchStores } from './batchRecord.ts';
import { isSendable, notSentOutcome, withUnmaskedUrl, type BatchConnection, type BatchRow } from './batchRow.ts';

/** How many uploads of a batch are in progress at a time. The platform downloads the package for each of them. */
const maxConcurrentUploads = 3;

/**
 * Uploads of one package to several modules, `maxConcurrentUploads` at a time. Each is the same operation as a single
 * upload, with its own record in the history and its own outcome. The batch's file says which uploads may still be sent
 * after a reload: it is written before each request, so no upload is sent twice.
 */
export class Batch {
  readonly id: RecordId;
  readonly startedAt: number;
  readonly platform: BatchRecord['platform'];
  readonly #tracked: TrackedUploads;
  readonly #file: BatchFile;
  readonly #onChange: (batch: Batch) => void;
  readonly #rows: BatchRow[];
  #cancel = new AbortController();
  #running = 0;
  #stopped = false;

  /** In a batch from disk, the uploads without an outcome start in the phase `left`. */
  constructor(stores: BatchStores, record: BatchRecord, from: BatchOrigin, onChange: (batch: Batch) => void) {
    this.id = record.id;
    this.startedAt = record.startedAt;
    this.platform = record.platform;
    this.#tracked = stores.tracked;
    this.#file = new BatchFile(stores, record, from);
    this.#onChange = onChange;
    this.#rows = record.uploads.map((upload) => ({
      record: upload,
      phase: upload.outcome ? 'done' : from === 'new' ? 'waiting' : 'left',
    }));
  }

  get rows(): readonly BatchRow[] {
    return this.#rows;
  }

  /** Whether this window sends or confirms uploads of the batch. */
  get isRunning(): boolean {
    return this.#running > 0;
  }

  /** Whether every upload has a final outcome. */
  get isDone(): boolean {
    return this.#rows.every(({ phase }) => phase === 'done');
  }

  /** Whether the failed and canceled uploads can be sent again. The secrets of a package URL are not on the disk. */
  get canSendAgain(): boolean {
    return (
      !this.isRunning && this.isDone && this.#rows.every(({ record }) => !isMaskedPackageUrl(record.upload.packageUrl))
    );
  }

  /** Sends the uploads that are `waiting`. Resolves once each of them has an outcome. Failures are outcomes. */
  async run(via: BatchConnection): Promise<void> {
    await this.#work(async () => {
      await this.#save();
      await runAtMost(
        maxConcurrentUploads,
        () => this.#nextWaiting(),
        (index) => this.#upload(index, via),
      );
    });
  }

  /**
   * Continues the uploads that are `left`. `unfinished` are the upload records that this window has taken over, and
   * `stored` are all upload records. An upload that was never sent is sent if `maySend` is true and the disk has its
   * whole package URL; otherwise it is canceled.
   */
  async resume(
    via: BatchConnection,
    {
      unfinished,
      stored,
      maySend,
    }: { unfinished: readonly UploadRecord[]; stored: readonly UploadRecord[]; maySend: boolean },
  ): Promise<void> {
    const lost: { index: number; record: UploadRecord }[] = [];
    for (const [index, { record, phase }] of this.#rows.entries()) {
      if (phase !== 'left') continue;
      const isSame = ({ id }: UploadRecord): boolean => id === record.id;
      const taken = unfinished.find(isSame);
      const known = stored.find(isSame);
      if (taken) lost.push({ index, record: withUnmaskedUrl(taken, record) });
      else if (known?.outcome) this.#set(index, { record: withUnmaskedUrl(known, record), phase: 'done' });
      // Skips an upload that another window confirms, and an upload that was not confirmed before the user signed out.
      else if (known ?? record.outcome) continue;
      else if (record.sent) lost.push({ index, record });
      else if (maySend && isSendable(record)) this.#set(index, { record, phase: 'waiting' });
      else this.#set(index, { record: { ...record, outcome: notSentOutcome }, phase: 'done' });
    }
    for (const { index, record } of lost)
      this.#set(index, { record: { ...record, outcome: undefined }, phase: 'checking' });
    const confirmed = this.#work(async () => {
      await this.#save();
      await Promise.all(
        lost.map(({ index, record }) => this.#confirm(index, via, record, interruptionFromRecord(record))),
      );
    });
    await Promise.all([confirmed, this.#nextWaiting() === undefined ? undefined : this.run(via)]);
  }

  /** Sends each failed upload again, as a new upload. An upload with an unknown outcome is not sent. */
  async retryFailed(via: BatchConnection): Promise<void> {
    await this.#sendAgain(via, 'failed');
  }

  /** Sends the canceled uploads. The platform has stored none of them. */
  async sendCancelled(via: BatchConnection): Promise<void> {
    await this.#sendAgain(via, 'cancelled');
  }

  /** Reads the versions again for each upload whose outcome is unknown. Changes nothing on the platform. */
  async confirmUnknown(via: BatchConnection): Promise<void> {
    const unknown = this.#rows.flatMap(({ record, phase }, index) =>
      phase === 'done' && record.outcome?.status === 'unknown' ? [{ index, record }] : [],
    );
    for (const { index, record } of unknown)
      this.#set(index, { record: { ...record, outcome: undefined }, phase: 'checking' });
    await this.#work(async () => {
      await this.#save();
      await Promise.all(
        unknown.map(async ({ index, record }) => {
          await reopenUpload(this.#tracked, record);
          await this.#confirm(index, via, record, interruptionFromRecord(record));
        }),
      );
    });
  }

  /**
   * Cancels the uploads. An upload that is `waiting` is not sent. If the request of an upload was already sent, the
   * outcome depends on whether the platform has stored the package. A confirmation that is in progress continues.
   */
  async cancel(): Promise<void> {
    this.#cancel.abort();
    for (const [index, { record, phase }] of this.#rows.entries())
      if (phase === 'waiting') this.#set(index, { record: { ...record, outcome: notSentOutcome }, phase: 'done' });
    await this.#save();
  }

  /** Starts no further upload. Called when the window closes. The next window sends the remaining uploads. */
  stop(): void {
    this.#stopped = true;
  }

  /** Takes over the outcome that another part of the extension or another window has found for an upload. */
  async learn(record: UploadRecord): Promise<void> {
    const index = this.#rows.findIndex((row) => row.record.id === record.id);
    const row = this.#rows[index];
    if (!row || !record.outcome || (row.phase !== 'left' && row.phase !== 'done')) return;
    const isKnown = row.record.outcome === record.outcome && row.record.integrity === record.integrity;
    const isOpen = record.outcome.status === 'unknown' && record.outcome.reason === 'signedOut';
    if (isKnown || isOpen) return;
    this.#set(index, { record: withUnmaskedUrl(record, row.record), phase: 'done' });
    await this.#save();
  }

  async #upload(index: number, via: BatchConnection): Promise<void> {
    const { record } = this.#row(index);
    this.#set(index, { record, phase: 'uploading' });
    if (!(await via.whileSignedIn((signal) => Promise.resolve(!signal.aborted)))) {
      await this.#end(index, { ...record, outcome: notSentOutcome }, via);
      return;
    }
    const { signal } = this.#cancel;
    const sent = await this.#tracked.send<UploadOutcome>(
      record,
      (beforeSending) =>
        uploadPackage(via.platform, record.upload, {
          timeoutMs: via.timeoutMs,
          signal,
          beforeSending: async (pending) => {
            await this.#noteSent(index, record, pending.baseline);
            await beforeSending(pending);
          },
        }),
      via.faultOutcome,
    );
    if ('lost' in sent) await this.#confirm(index, via, sent.record, sent.lost);
    else await this.#end(index, { ...sent.record, outcome: sent.outcome }, via);
  }

  /** Saves that the upload must not be sent again after a reload. Throws if the file on disk still allows it. */
  async #noteSent(index: number, record: UploadRecord, baseline: UploadBaseline | undefined): Promise<void> {
    const sent = { at: Date.now(), baseline, interruption: undefined };
    this.#set(index, { record: { ...record, sent }, phase: 'uploading' });
    if (!(await this.#save())) throw new PlatformError('extensionFault');
  }

  async #confirm(
    index: number,
    via: BatchConnection,
    lost: UploadRecord,
    { interruption, sent }: { interruption: Interruption; sent: SentAt },
  ): Promise<void> {
    const { upload } = lost;
    this.#set(index, { record: lost, phase: 'checking' });
    const { record, outcome, waits } = await this.#tracked.reconcile<UploadOutcome>(lost, interruption, (noted) => {
      this.#set(index, { record: noted, phase: 'checking' });
      return via.whileSignedIn((signal) =>
        reconcileUpload(via.platform, { upload, baseline: noted.sent?.baseline }, interruption, {
          sent,
          signal,
          sha256: via.sha256,
        }),
      );
    });
    if (waits && outcome.status === 'unknown') {
      this.#set(index, { record: { ...record, outcome: { ...outcome, reason: 'signedOut' } }, phase: 'left' });
      await this.#save();
      return;
    }
    const done = { ...record, outcome };
    this.#set(index, { record: done, phase: 'done' });
    await this.#tracked.finish(done);
    await this.#save();
    via.ended(done);
  }

  /** Ends an upload whose response arrived, or that was not sent. */
  async #end(index: number, record: UploadRecord, via: BatchConnection): Promise<void> {
    this.#set(index, { record, phase: 'done' });
    await storeOutcome(this.#tracked, record);
    await this.#save();
    via.ended(record);
  }

  async #sendAgain(via: BatchConnection, status: 'failed' | 'cancelled'): Promise<void> {
    if (!this.canSendAgain) return;
    this.#cancel = new AbortController();
    for (const [index, { record, phase }] of this.#rows.entries()) {
      if (phase !== 'done' || record.outcome?.status !== status) continue;
      const again = newUploadRecord({ platform: this.platform, userName: via.userName }, record.upload);
      this.#set(index, { record: again, phase: 'waiting' });
    }
    await this.run(via);
  }

  async #work(work: () => Promise<void>): Promise<void> {
    this.#running += 1;
    this.#onChange(this);
    try {
      await work();
    } finally {
      this.#running -= 1;
      this.#onChange(this);
    }
  }

  #save(): Promise<boolean> {
    return this.#file.save(() => ({
      // After a sign-out, a row that is `left` can have an outcome that is not final. Such an outcome is not saved, so
      // that the next window confirms the upload.
      uploads: this.#rows.map(({ record, phase }) => (phase === 'done' ? record : { ...record, outcome: undefined })),
      outcome: this.isDone ? 'ended' : undefined,
    }));
  }

  #nextWaiting(): number | undefined {
    if (this.#stopped) return undefined;
    const index = this.#rows.findIndex(({ phase }) => phase === 'waiting');
    return index < 0 ? undefined : index;
  }

  #row(index: number): BatchRow {
    const row = this.#rows[index];
    if (!row) throw new RangeError(`row ${index}`);
    return row;
  }

  #set(index: number, row: BatchRow): void {
    this.#rows[index] = row;
    this.#onChange(this);
  }
}
