import type { GatewayUrl } from '../../platform/gatewayUrl.ts';
import type { RecordId } from '../records.ts';
import type { UploadRecord } from '../upload/uploadRecord.ts';
import type { Batch } from './batch.ts';
import type { BatchConnection } from './batchRow.ts';
import type { BatchRecord, BatchStores } from './batchRecord.ts';

/**
 * Maximum time since the last save of a batch, in milliseconds. Until then, a window may send the uploads that another
 * window has not sent. Later, the versions can have changed since the user agreed to overwrite them.
 */
const maxResumeAgeMs = 10 * 60_000;

export interface ResumeOptions {
  gatewayUrl: GatewayUrl;
  /** The batches of this window. */
  known: readonly Batch[];
  /** Creates the batch of a record that this window has taken over. */
  create: (record: BatchRecord) => Batch;
  /** Returns what a batch needs in order to continue. */
  connect: (batch: Batch) => BatchConnection;
}

/**
 * Takes over the batches and uploads of a platform that a reload, a crash or a sign-out left unfinished. Resolves to
 * the uploads that belong to no batch, and to the batches that continue. `end` resolves when the batch has ended.
 */
export async function resumeBatches(
  { tracked, records, log }: BatchStores,
  { gatewayUrl, known, create, connect }: ResumeOptions,
): Promise<{ others: UploadRecord[]; continuing: { batch: Batch; end: Promise<void> }[] }> {
  const now = Date.now();
  const orphaned = await takeOver();
  const taken = (orphaned ?? []).map((record) => {
    return { batch: create(record), maySend: Math.abs(now - record.savedAt) <= maxResumeAgeMs };
  });
  const elsewhere = orphaned ? await uploadsOfOtherWindows() : new Set();
  const unfinished = await tracked.takeUnfinished(gatewayUrl, ({ id }) => !elsewhere.has(id));
  const stored = (await tracked.withRecords((store) => store.list())) ?? [];
  const left = known.filter(
    ({ id, platform, rows }) =>
      platform.gatewayUrl === gatewayUrl &&
      taken.every(({ batch }) => batch.id !== id) &&
      rows.some(({ phase }) => phase === 'left'),
  );
  // Another window can have confirmed uploads that are `left` in this window.
  for (const batch of left) for (const record of stored) await batch.learn(record);
  // `maySend` is false, because the uploads of this window that were never sent were canceled at the sign-out.
  const confirming = left.filter((batch) => unfinished.some(({ id }) => hasUpload(batch, id)));
  const batches = [...confirming.map((batch) => ({ batch, maySend: false })), ...taken];
  const continuing = batches.map(({ batch, maySend }) => ({
    batch,
    end: batch.resume(connect(batch), { unfinished, stored, maySend }),
  }));
  const others = unfinished.filter(({ id }) => !batches.some(({ batch }) => hasUpload(batch, id)));
  return { others, continuing };

  /** Resolves to undefined if the disk fails. */
  async function takeOver(): Promise<BatchRecord[] | undefined> {
    try {
      return await records.takeOver(now, (record) => record.platform.gatewayUrl === gatewayUrl);
    } catch (error) {
      log.warn(`Batches could not be taken over: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /**
   * Resolves to the ids of the uploads in batches that another window runs. That window can have taken over a batch a
   * moment ago, and its uploads not yet.
   */
  async function uploadsOfOtherWindows(): Promise<Set<RecordId>> {
    const ours = new Set([...known, ...taken.map(({ batch }) => batch)].map(({ id }) => id));
    const others = (await records.list()).filter(({ id, outcome }) => outcome === undefined && !ours.has(id));
    return new Set(others.flatMap(({ uploads }) => uploads.map(({ id }) => id)));
  }
}

function hasUpload({ rows }: Batch, id: UploadRecord['id']): boolean {
  return rows.some(({ record }) => record.id === id);
}
