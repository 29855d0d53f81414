import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../http/json.ts';

/** The id of a record, which is also the beginning of the record's file name. Ids sort by start time. */
export type RecordId = string & { readonly recordId: unique symbol };

/**
 * Returns the text as an id. Undefined for text with a character that could lead out of the folder, such as `/` or `.`.
 */
export function parseRecordId(text: string | undefined): RecordId | undefined {
  return text !== undefined && /^[a-z0-9-]+$/.test(text) ? (text as RecordId) : undefined; // matches the pattern
}

/** The members that the records of uploads and deployments share. */
export interface RecordBase {
  id: RecordId;
  /** When the operation started, in milliseconds since 1970 by the local clock. */
  startedAt: number;
  /** Undefined while the operation is in progress. */
  outcome: unknown;
}

/** How one kind of record is stored on disk. */
export interface RecordKind<Record extends RecordBase> {
  /** Returns the text of a record, without credentials. */
  write: (record: Record) => string;
  /**
   * Parses a record. Undefined if the record is invalid. This is possible, because other versions of this extension
   * write the same files.
   */
  read: (json: unknown) => Record | undefined;
  /** Maximum number of finished records to keep. */
  maxKept: number;
  /**
   * Maximum milliseconds that an operation can be in progress. An older record in progress is orphaned, even if a
   * process with the owner's PID exists, because PIDs are reused.
   */
  longestAtWorkMs: number;
}

/** The process that owns the records of its operations in progress. */
export interface Owner {
  /** Unique among running processes. */
  pid: number;
  isAlive: (pid: number) => boolean;
}

/**
 * The records of one kind on this computer, one file for each record. While an operation is in progress, the file name
 * contains the owner's PID (`{id}.{pid}.json`). A process takes over or finishes a record by renaming the file, so if
 * two windows try this, only one of them succeeds. Records are not stored in VS Code's own state, because VS Code
 * writes its state with a delay, and a record must be on disk before the request is sent.
 */
export class RecordStore<Record extends RecordBase> {
  readonly #folder: string;
  readonly #kind: RecordKind<Record>;
  readonly #owner: Owner;
  /**
   * Ids of the records that this process has in progress. Any other file with the PID of this process comes from an
   * earlier process with the same PID.
   */
  readonly #own = new Set<RecordId>();

  constructor(folder: string, kind: RecordKind<Record>, owner: Owner) {
    this.#folder = folder;
    this.#kind = kind;
    this.#owner = owner;
  }

  /** Writes a new or changed record of an operation in progress. Rejects if the disk fails. */
  async saveInProgress(record: Record): Promise<void> {
    const file = this.#underWay(record.id);
    if (this.#own.has(record.id)) return this.#write(file, record);
    this.#own.add(record.id);
    // The first write goes directly to the file and not to a temporary file, because the request waits for this write.
    // If this write is interrupted, the record is incomplete, but the request was never sent.
    await this.#inFolder(() => writeFile(file, this.#kind.write(record), { mode: 0o600 }));
  }

  /**
   * Stores a record with its outcome. Resolves to whether this window must report the outcome. False if another window
   * has taken over the record.
   */
  async finish(record: Record): Promise<boolean> {
    const ours = this.#underWay(record.id);
    // If the record has no file, writing the file failed and no other window can have taken over the record, so this
    // window reports the outcome.
    const files = (await this.#files()).filter(({ id }) => id === record.id);
    const isOurs = files.length === 0 || files.some(({ file }) => file === ours);
    if (isOurs) {
      // The outcome is written before the rename, so that the outcome is not lost if the window closes between the two
      // steps.
      await this.#write(ours, record);
      await tryRename(ours, this.#finished(record.id));
      await this.#forgetOldest();
    }
    this.#own.delete(record.id);
    return isOurs;
  }

  /** Updates a finished record. Does nothing if the record was removed meanwhile. */
  async updateFinished(record: Record): Promise<void> {
    const finished = this.#finished(record.id);
    if ((await this.#files()).some(({ file }) => file === finished)) await this.#write(finished, record);
  }

  /** Removes a record whose request was never sent. */
  async drop(id: RecordId): Promise<void> {
    this.#own.delete(id);
    await rm(this.#underWay(id), { force: true });
  }

  /**
   * Takes over the orphaned records that `isWanted` accepts. Returns the records that have no outcome yet. `now` is in
   * milliseconds since 1970.
   */
  async takeOver(now: number, isWanted: (record: Record) => boolean): Promise<Record[]> {
    const taken: Record[] = [];
    for (const { id, pid, file } of await this.#files()) {
      if (pid === undefined || this.#own.has(id)) continue;
      const record = await this.#read(file);
      if (!record || !isWanted(record)) continue;
      const isRecent = Math.abs(now - record.startedAt) <= this.#kind.longestAtWorkMs;
      if (isRecent && pid !== this.#owner.pid && this.#owner.isAlive(pid)) continue;
      // If the record has an outcome, the record's window closed after it wrote the outcome and before it renamed the
      // file. Only the rename is missing, so nothing must be reconciled.
      const target = record.outcome ? this.#finished(id) : this.#underWay(id);
      if (!(await tryRename(file, target)) || record.outcome) continue;
      this.#own.add(id);
      taken.push(record);
    }
    return taken;
  }

  /**
   * Returns whether other processes have records in progress. A later `takeOver` can find such records if these
   * processes end.
   */
  async othersAtWork(): Promise<boolean> {
    return (await this.#files()).some(({ id, pid }) => pid !== undefined && !this.#own.has(id));
  }

  /**
   * Calls `onChange` when this window or another window changes the folder. Resolves to a function that stops watching.
   */
  async watch(onChange: () => void): Promise<() => void> {
    await mkdir(this.#folder, { recursive: true });
    const watcher = watch(this.#folder, { persistent: false }, onChange);
    const stop = (): void => {
      watcher.close();
    };
    // The folder was deleted, or the system is out of file watches. Watching resumes when the extension starts again.
    watcher.on('error', stop);
    return stop;
  }

  /** Returns all records, newest first. Records in progress have no outcome yet. */
  async list(): Promise<Record[]> {
    const files = await this.#files();
    const records = await Promise.all(
      files.map(async ({ id, file }) => (await this.#read(file)) ?? this.#readRenamed(id)),
    );
    return records.filter((record) => record !== undefined).sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** Removes finished records. Records in progress are never removed. */
  async forget(ids: 'all' | readonly RecordId[]): Promise<void> {
    const finished = (await this.#files()).filter(({ pid }) => pid === undefined);
    const meant = finished.filter(({ id }) => ids === 'all' || ids.includes(id));
    await Promise.all(meant.map(({ file }) => rm(file, { force: true })));
  }

  async #forgetOldest(): Promise<void> {
    const finished = (await this.#files()).filter(({ pid }) => pid === undefined);
    const oldest = finished.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(this.#kind.maxKept);
    await Promise.all(oldest.map(({ file }) => rm(file, { force: true })));
  }

  /** Writes a temporary file and renames it, so that a reader never gets an incomplete record. */
  async #write(file: string, record: Record): Promise<void> {
    const temporaryFile = `${file}.${randomBytes(4).toString('hex')}.part`;
    await this.#inFolder(() => writeFile(temporaryFile, this.#kind.write(record), { mode: 0o600 }));
    await rename(temporaryFile, file);
  }

  /** Calls `write`. If the folder does not exist yet, creates the folder and calls `write` again. */
  async #inFolder(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') throw error;
      await mkdir(this.#folder, { recursive: true });
      await write();
    }
  }

  async #read(file: string): Promise<Record | undefined> {
    try {
      return this.#kind.read(parseJson(await readFile(file, 'utf8')));
    } catch {
      // Another window has just renamed or removed the file.
      return undefined;
    }
  }

  /** Reads a record whose file another window has renamed since its name was read. */
  async #readRenamed(id: RecordId): Promise<Record | undefined> {
    const renamed = (await this.#files()).find((other) => other.id === id);
    return renamed && this.#read(renamed.file);
  }

  async #files(): Promise<{ id: RecordId; pid: number | undefined; file: string }[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.flatMap((name) => {
      const [, text, pid] = /^([^.]*)(?:\.(\d+))?\.json$/.exec(name) ?? [];
      const id = parseRecordId(text);
      if (!id) return [];
      return [{ id, pid: pid === undefined ? undefined : Number(pid), file: path.join(this.#folder, name) }];
    });
  }

  #underWay(id: RecordId): string {
    return path.join(this.#folder, `${id}.${this.#owner.pid}.json`);
  }

  #finished(id: RecordId): string {
    return path.join(this.#folder, `${id}.json`);
  }
}

/** Start time of the last id that this process created, and the number of earlier ids with the same start time. */
let last = { startedAt: NaN, before: 0 };

/**
 * Returns an id that sorts by start time. Ids that one process creates in the same millisecond sort in the order of
 * their creation.
 */
export function newRecordId(startedAt: number): RecordId {
  last = { startedAt, before: startedAt === last.startedAt ? last.before + 1 : 0 };
  const [moment, place] = [startedAt.toString(36).padStart(9, '0'), last.before.toString(36).padStart(4, '0')];
  return `${moment}-${place}${randomBytes(4).toString('hex')}` as RecordId; // valid by construction
}

/** Renames a file. Resolves to false if the rename fails, for example because another window has renamed the file. */
function tryRename(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}
