import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../http/json.ts';

/** The id of a record. It sorts by time, and becomes the name of a file. */
export type RecordId = string & { readonly recordId: unique symbol };

/** The id, or undefined for a text that could lead out of the folder. */
export function parseRecordId(text: string | undefined): RecordId | undefined {
  return text !== undefined && /^[a-z0-9-]+$/.test(text) ? (text as RecordId) : undefined; // just checked
}

/** An upload or deployment, from just before its request is sent until its outcome is known. */
export interface RecordBase {
  id: RecordId;
  /** Milliseconds since 1970 by the clock here. */
  startedAt: number;
  /** Undefined while it is not over. */
  outcome: unknown;
}

/** How records of a kind lie on a disk. */
export interface RecordKind<Record extends RecordBase> {
  /** The text of a record, with nothing in it that lets anybody in anywhere. */
  write: (record: Record) => string;
  /** The record, or undefined when it is none: other versions of this extension write and read the same files. */
  read: (json: unknown) => Record | undefined;
  /** How many finished ones are kept. */
  maxKept: number;
  /** Milliseconds after which a note is nobody's, whatever process has its number now. */
  longestAtWorkMs: number;
}

/** The process that looks after what was begun. */
export interface Owner {
  /** Unique among the processes that live. */
  pid: number;
  isAlive: (pid: number) => boolean;
}

/**
 * What was begun on this computer, a file each: uploads, and in another folder deployments. While one is under way its file has its owner in the name
 * (`{id}.{pid}.json`), so that taking it over, and telling what became of it, is one rename: of two windows one gets it.
 * A file and not VS Code's state: that is written some time after it was given, and it must be noted before it is sent.
 */
export class Records<Record extends RecordBase> {
  readonly #folder: string;
  readonly #kind: RecordKind<Record>;
  readonly #owner: Owner;
  /** Those under way here; a file with our number that is not among them is of an older process that had it. */
  readonly #own = new Set<RecordId>();

  constructor(folder: string, kind: RecordKind<Record>, owner: Owner) {
    this.#folder = folder;
    this.#kind = kind;
    this.#owner = owner;
  }

  /** Notes one that is under way here, or what is new about it. Rejects when the disk does. */
  async note(record: Record): Promise<void> {
    const file = this.#underWay(record.id, this.#owner.pid);
    const isNew = !this.#own.has(record.id);
    this.#own.add(record.id);
    // Who is about to send waits for the first note, so it is written straight: half of it would be of one that never left.
    await (isNew
      ? this.#inFolder(() => writeFile(file, this.#kind.write(record), { mode: 0o600 }))
      : this.#write(file, record));
  }

  /** Files one under what became of it. Resolves with whether it is for this window to tell: another may have taken it over. */
  async finish(record: Record): Promise<boolean> {
    const ours = this.#underWay(record.id, this.#owner.pid);
    // Without any file of it nobody has taken it over: the disk did not take the note, and it is for this window to tell.
    const isOurs = (await exists(ours)) || !(await this.#files()).some(({ id }) => id === record.id);
    if (isOurs) {
      // The outcome first and the move last: a window that closes in between leaves one whose outcome is known.
      await this.#write(ours, record);
      await moved(ours, this.#finished(record.id));
      await this.#forgetOldest();
    }
    this.#own.delete(record.id);
    return isOurs;
  }

  /** Writes what was learned later about a finished one; nothing when it was forgotten meanwhile. */
  async amend(record: Record): Promise<void> {
    const files = await this.#files();
    if (files.some(({ id, pid }) => id === record.id && pid === undefined))
      await this.#write(this.#finished(record.id), record);
  }

  /** It was never sent, so there is nothing to settle and nothing to remember. */
  async drop(id: RecordId): Promise<void> {
    this.#own.delete(id);
    await rm(this.#underWay(id, this.#owner.pid), { force: true });
  }

  /** Takes over what a closed window left behind, those that `isWanted`. */
  async takeOver(now: number, isWanted: (record: Record) => boolean): Promise<Record[]> {
    const taken: Record[] = [];
    for (const { id, pid, file } of await this.#files()) {
      if (pid === undefined || this.#own.has(id)) continue;
      const record = await this.#read(file);
      if (!record || !isWanted(record) || !this.#isLeft(pid, record, now)) continue;
      // Its window closed after it had written the outcome and before it filed it: there is nothing left to find out.
      const target = record.outcome ? this.#finished(id) : this.#underWay(id, this.#owner.pid);
      if (!(await moved(file, target)) || record.outcome) continue;
      this.#own.add(id);
      taken.push(record);
    }
    return taken;
  }

  /** Whether a window that still lives is looking after one: worth another look at `takeOver` later. */
  async othersAtWork(): Promise<boolean> {
    return (await this.#files()).some(({ id, pid }) => pid !== undefined && !this.#own.has(id));
  }

  /** Calls back when something changes in the folder, here or in another window. Resolves with what ends it. */
  async watch(onChange: () => void): Promise<() => void> {
    await mkdir(this.#folder, { recursive: true });
    const watcher = watch(this.#folder, { persistent: false }, onChange);
    // A folder that is deleted under it, or a system out of watches: the next start looks again.
    watcher.on('error', () => {
      watcher.close();
    });
    return () => {
      watcher.close();
    };
  }

  /** Every one that is known, newest first; those under way have no outcome yet. */
  async list(): Promise<Record[]> {
    const files = await this.#files();
    const records = await Promise.all(files.map(({ file }) => this.#read(file)));
    return records.filter((record) => record !== undefined).sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** Forgets finished ones; what is under way cannot be forgotten. */
  async forget(ids: 'all' | readonly RecordId[]): Promise<void> {
    const finished = (await this.#files()).filter(({ pid }) => pid === undefined);
    const meant = finished.filter(({ id }) => ids === 'all' || ids.includes(id));
    await Promise.all(meant.map(({ file }) => rm(file, { force: true })));
  }

  #isLeft(pid: number, record: Record, now: number): boolean {
    if (pid === this.#owner.pid || !this.#owner.isAlive(pid)) return true;
    return Math.abs(now - record.startedAt) > this.#kind.longestAtWorkMs;
  }

  async #forgetOldest(): Promise<void> {
    const finished = (await this.#files()).filter(({ pid }) => pid === undefined);
    const oldest = finished.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(this.#kind.maxKept);
    await Promise.all(oldest.map(({ file }) => rm(file, { force: true })));
  }

  /** Written beside and moved into place: who reads meanwhile gets the old text or the new one, never half of it. */
  async #write(file: string, record: Record): Promise<void> {
    const beside = `${file}.${randomBytes(4).toString('hex')}.part`;
    await this.#inFolder(() => writeFile(beside, this.#kind.write(record), { mode: 0o600 }));
    await rename(beside, file);
  }

  /** The folder is there but for the first time. */
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
      // Moved or forgotten by another window in this moment.
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

  #underWay(id: RecordId, pid: number): string {
    return path.join(this.#folder, `${id}.${pid}.json`);
  }

  #finished(id: RecordId): string {
    return path.join(this.#folder, `${id}.json`);
  }
}

/** The last id's moment, and how many ids of that moment came before it. */
let last = { startedAt: NaN, before: 0 };

/** Returns an id that sorts by when its record began. Ids of one process keep their order within a millisecond too. */
export function newRecordId(startedAt: number): RecordId {
  last = { startedAt, before: startedAt === last.startedAt ? last.before + 1 : 0 };
  const [moment, place] = [startedAt.toString(36).padStart(9, '0'), last.before.toString(36).padStart(4, '0')];
  return `${moment}-${place}${randomBytes(4).toString('hex')}` as RecordId; // fits by its making
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch {
    return false;
  }
}
