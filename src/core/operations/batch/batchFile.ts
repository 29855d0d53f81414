import type { BatchRecord, BatchStores } from './batchRecord.ts';

/**
 * Where a batch comes from: started in this window, taken over from a closed window, or only read from disk. A batch in
 * progress that was only read belongs to another window, which writes its file.
 */
export type BatchOrigin = 'new' | 'takenOver' | 'read';

/**
 * The file of a batch. Changes are written one after the other, each with the state at that time, so that an older
 * state never replaces a newer one.
 */
export class BatchFile {
  readonly #stores: Pick<BatchStores, 'records' | 'log'>;
  readonly #origin: BatchRecord;
  /**
   * `new`: nothing was written yet. `open`: the file has a batch in progress. `ended`: the file has a finished batch.
   * `none`: nothing is written, because another window writes the file, or because writing failed and left no file from
   * which another window could continue.
   */
  #state: 'new' | 'open' | 'ended' | 'none';
  #last: Promise<unknown> = Promise.resolve();

  constructor(stores: Pick<BatchStores, 'records' | 'log'>, record: BatchRecord, from: BatchOrigin) {
    this.#stores = stores;
    this.#origin = record;
    this.#state = from === 'new' ? 'new' : record.outcome ? 'ended' : from === 'takenOver' ? 'open' : 'none';
  }

  /**
   * Writes the state that `now` returns. Resolves to false if writing failed and an older state is still on disk.
   * Resolves to true if the disk has the new state, or has no state from which another window could continue.
   */
  save(now: () => Pick<BatchRecord, 'uploads' | 'outcome'>): Promise<boolean> {
    const saved = this.#last.then(() => this.#write({ ...this.#origin, ...now(), savedAt: Date.now() }));
    this.#last = saved;
    return saved;
  }

  async #write(record: BatchRecord): Promise<boolean> {
    const { records, log } = this.#stores;
    if (this.#state === 'none') return true;
    const before = this.#state;
    try {
      if (record.outcome) {
        if (before === 'ended') await records.updateFinished(record);
        else await records.finish(record);
        this.#state = 'ended';
        return true;
      }
      await records.saveInProgress(record);
      if (before === 'ended') await records.forget([record.id]);
      this.#state = 'open';
      return true;
    } catch (error) {
      log.warn(`A batch could not be written down: ${error instanceof Error ? error.message : String(error)}`);
    }
    // If the first write failed, its file cannot be parsed, so no window can continue from it. If a later write failed,
    // the file has an older state and must be removed.
    const isGone = before === 'new' || (await isFulfilled(records.drop(record.id)));
    if (isGone) this.#state = 'none';
    return isGone;
  }
}

function isFulfilled(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
