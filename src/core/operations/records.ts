import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../http/json.ts';

/** The id of a record, which is also its file name. Ids sort by time. */
export type RecordId = string & { readonly recordId: unique symbol };

/** Parses an id. Undefined for text that could lead out of the folder. */
export function parseRecordId(text: string | undefined): RecordId | undefined {
  return text !== undefined && /^[a-z0-9-]+$/.test(text) ? (text as RecordId) : undefined; // just checked
}

/** An upload or deployment, from just before its request is sent until its outcome is known. */
export interface RecordBase {
  id: RecordId;
  /** Milliseconds since 1970 by the local clock. */
  startedAt: number;
  /** Undefined while it is in progress. */
  outcome: unknown;
}

/** How one kind of record is stored on disk. */
export interface RecordKind<Record extends RecordBase> {
  /** Returns the text of a record, without credentials. */
  write: (record: Record) => string;
  /** Parses a record. Undefined if invalid: other versions of this extension write and read the same files. */
  read: (json: unknown) => Record | undefined;
  /** How many finished records are kept. */
  maxKept: number;
  /** Milliseconds. A record in progress for longer is orphaned, even if its PID has been reused. */
  longestAtWorkMs: number;
}

/** The process that owns the records in progress. */
export interface Owner {
  /** Unique among running processes. */
  pid: number;
  isAlive: (pid: number) => boolean;
}

/**
 * The records of one kind on this computer, one file each. While a record is in progress, its file name contains the
 * owner's PID (`{id}.{pid}.json`), so taking it over and finishing it are each one rename: of two windows only one
 * succeeds. A file, because VS Code writes its own state later, and a record must be on disk before its request is
 * sent.
 */
export class Records<Record extends RecordBase> {
  readonly #folder: string;
  readonly #kind: RecordKind<Record>;
  readonly #owner: Owner;
  /** Records in progress in this process. Any other file with our PID is of an earlier process with the same PID. */
  readonly #own = new Set<RecordId>();

  constructor(folder: string, kind: RecordKind<Record>, owner: Owner) {
    this.#folder = folder;
    this.#kind = kind;
    this.#owner = owner;
  }

  /** Writes a record in progress, new or changed. Rejects if the disk fails. */
  async note(record: Record): Promise<void> {
    const file = this.#underWay(record.id);
    if (this.#own.has(record.id)) return this.#write(file, record);
    this.#own.add(record.id);
    // The request waits for the first write, so that one goes directly to the file: half a record was never sent.
    await this.#inFolder(() => writeFile(file, this.#kind.write(record), { mode: 0o600 }));
  }

  /** Stores a record with its outcome. Resolves to whether this window reports it: another may have taken it over. */
  async finish(record: Record): Promise<boolean> {
    const ours = this.#underWay(record.id);
    // Without any file, no window has taken it over: the disk rejected the record, and this window reports the outcome.
    const files = (await this.#files()).filter(({ id }) => id === record.id);
    const isOurs = files.length === 0 || files.some(({ file }) => file === ours);
    if (isOurs) {
      // Write the outcome before the rename: if the window closes in between, the outcome is known.
      await this.#write(ours, record);
      await moved(ours, this.#finished(record.id));
      await this.#forgetOldest();
    }
    this.#own.delete(record.id);
    return isOurs;
  }

  /** Updates a finished record. Does nothing if it was removed meanwhile. */
  async amend(record: Record): Promise<void> {
    const finished = this.#finished(record.id);
    if ((await this.#files()).some(({ file }) => file === finished)) await this.#write(finished, record);
  }

  /** Removes a record whose request was never sent. */
  async drop(id: RecordId): Promise<void> {
    this.#own.delete(id);
    await rm(this.#underWay(id), { force: true });
  }

  /** Takes over orphaned records that `isWanted` accepts. Returns those without an outcome. */
  async takeOver(now: number, isWanted: (record: Record) => boolean): Promise<Record[]> {
    const taken: Record[] = [];
    for (const { id, pid, file } of await this.#files()) {
      if (pid === undefined || this.#own.has(id)) continue;
      const record = await this.#read(file);
      if (!record || !isWanted(record)) continue;
      const isRecent = Math.abs(now - record.startedAt) <= this.#kind.longestAtWorkMs;
      if (isRecent && pid !== this.#owner.pid && this.#owner.isAlive(pid)) continue;
      // Its window closed after writing the outcome and before the rename: nothing is left to reconcile.
      const target = record.outcome ? this.#finished(id) : this.#underWay(id);
      if (!(await moved(file, target)) || record.outcome) continue;
      this.#own.add(id);
      taken.push(record);
    }
    return taken;
  }

  /** Returns whether other processes have records in progress, so that a later `takeOver` can find some. */
  async othersAtWork(): Promise<boolean> {
    return (await this.#files()).some(({ id, pid }) => pid !== undefined && !this.#own.has(id));
  }

  /** Calls back when the folder changes, by this window or another. Resolves to a function that stops watching. */
  async watch(onChange: () => void): Promise<() => void> {
    await mkdir(this.#folder, { recursive: true });
    const watcher = watch(this.#folder, { persistent: false }, onChange);
    const stop = (): void => {
      watcher.close();
    };
    // The folder was deleted, or the system has no watches left. The next start watches again.
    watcher.on('error', stop);
    return stop;
  }

  /** Returns all records, newest first. Those in progress have no outcome yet. */
  async list(): Promise<Record[]> {
    const files = await this.#files();
    const records = await Promise.all(files.map(({ file }) => this.#read(file)));
    return records.filter((record) => record !== undefined).sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** Removes finished records, never those in progress. */
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

  /** Writes to a temporary file and renames it, so that a reader never gets half a record. */
  async #write(file: string, record: Record): Promise<void> {
    const beside = `${file}.${randomBytes(4).toString('hex')}.part`;
    await this.#inFolder(() => writeFile(beside, this.#kind.write(record), { mode: 0o600 }));
    await rename(beside, file);
  }

  /** Creates the folder and retries if it does not exist yet. */
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

/** Time of the last id, and how many ids of the same time came before it. */
let last = { startedAt: NaN, before: 0 };

/** Returns an id that sorts by start time. Ids of one process stay in order within a millisecond too. */
export function newRecordId(startedAt: number): RecordId {
  last = { startedAt, before: startedAt === last.startedAt ? last.before + 1 : 0 };
  const [moment, place] = [startedAt.toString(36).padStart(9, '0'), last.before.toString(36).padStart(4, '0')];
  return `${moment}-${place}${randomBytes(4).toString('hex')}` as RecordId; // valid by construction
}

/** Renames a file. Resolves to whether it was still there. */
function moved(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}
