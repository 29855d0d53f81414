import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '../platform/json.ts';
import { readUploadRecord, writeUploadRecord, type UploadRecord } from './uploadRecord.ts';

/** Finished uploads that are kept; a year of daily releases, and less than a megabyte. */
const maxKept = 300;

/** Milliseconds after which a note is nobody's, whatever process has its number now: settling takes three minutes at most. */
const longestAtWorkMs = 15 * 60_000;

/** The process that looks after an upload. */
export interface Owner {
  /** Unique among the processes that live. */
  pid: number;
  isAlive: (pid: number) => boolean;
}

/**
 * The uploads of this computer, a file each. While an upload is under way its file has its owner in the name
 * (`{id}.{pid}.json`), so that taking it over, and telling what became of it, is one rename: of two windows one gets it.
 * A file and not VS Code's state: that is written some time after it was given, and an upload must be noted before it is sent.
 */
export class UploadRecords {
  readonly #folder: string;
  readonly #owner: Owner;
  /** Those under way here; a file with our number that is not among them is of an older process that had it. */
  readonly #own = new Set<string>();

  constructor(folder: string, owner: Owner) {
    this.#folder = folder;
    this.#owner = owner;
  }

  /** Notes an upload that is under way here, or what is new about it. Rejects when the disk does. */
  async note(record: UploadRecord): Promise<void> {
    const file = this.#underWay(record.id, this.#owner.pid);
    const isNew = !this.#own.has(record.id);
    this.#own.add(record.id);
    // Who is about to send waits for the first note, so it is written straight: half of it would be of an upload that never left.
    await (isNew
      ? this.#inFolder(() => writeFile(file, writeUploadRecord(record), { mode: 0o600 }))
      : this.#write(file, record));
  }

  /** Files an upload under what became of it. Resolves with whether it is for this window to tell: another may have taken it over. */
  async finish(record: UploadRecord): Promise<boolean> {
    const ours = this.#underWay(record.id, this.#owner.pid);
    // Without any file of it nobody has taken it over: the disk did not take the note, and it is for this window to tell.
    const isOurs = (await exists(ours)) || !(await this.#files()).some(({ id }) => id === record.id);
    if (isOurs) {
      // The outcome first and the move last: a window that closes in between leaves an upload whose outcome is known.
      await this.#write(ours, record);
      await moved(ours, this.#finished(record.id));
      await this.#forgetOldest();
    }
    this.#own.delete(record.id);
    return isOurs;
  }

  /** Writes what was learned later about a finished upload; nothing when it was forgotten meanwhile. */
  async amend(record: UploadRecord): Promise<void> {
    const files = await this.#files();
    if (files.some(({ id, pid }) => id === record.id && pid === undefined))
      await this.#write(this.#finished(record.id), record);
  }

  /** The upload was never sent, so there is nothing to settle and nothing to remember. */
  async drop(id: string): Promise<void> {
    this.#own.delete(id);
    await rm(this.#underWay(id, this.#owner.pid), { force: true });
  }

  /** Takes over the uploads that a closed window left behind, those that `isWanted`. */
  async takeOver(now: number, isWanted: (record: UploadRecord) => boolean): Promise<UploadRecord[]> {
    const taken: UploadRecord[] = [];
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

  /** Whether a window that still lives is looking after an upload: worth another look at `takeOver` later. */
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

  /** Every upload that is known, newest first; those under way have no outcome yet. */
  async list(): Promise<UploadRecord[]> {
    const files = await this.#files();
    const records = await Promise.all(files.map(({ file }) => this.#read(file)));
    return records.filter((record) => record !== undefined).sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** Forgets finished uploads; what is under way cannot be forgotten. */
  async forget(ids: 'all' | readonly string[]): Promise<void> {
    const finished = (await this.#files()).filter(({ pid }) => pid === undefined);
    const meant = finished.filter(({ id }) => ids === 'all' || ids.includes(id));
    await Promise.all(meant.map(({ file }) => rm(file, { force: true })));
  }

  #isLeft(pid: number, record: UploadRecord, now: number): boolean {
    if (pid === this.#owner.pid || !this.#owner.isAlive(pid)) return true;
    return Math.abs(now - record.startedAt) > longestAtWorkMs;
  }

  async #forgetOldest(): Promise<void> {
    const finished = (await this.#files()).filter(({ pid }) => pid === undefined);
    const oldest = finished.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(maxKept);
    await Promise.all(oldest.map(({ file }) => rm(file, { force: true })));
  }

  /** Written beside and moved into place: who reads meanwhile gets the old text or the new one, never half of it. */
  async #write(file: string, record: UploadRecord): Promise<void> {
    const beside = `${file}.${randomBytes(4).toString('hex')}.part`;
    await this.#inFolder(() => writeFile(beside, writeUploadRecord(record), { mode: 0o600 }));
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

  async #read(file: string): Promise<UploadRecord | undefined> {
    try {
      return readUploadRecord(parseJson(await readFile(file, 'utf8')));
    } catch {
      // Moved or forgotten by another window in this moment.
      return undefined;
    }
  }

  async #files(): Promise<{ id: string; pid: number | undefined; file: string }[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names.flatMap((name) => {
      const match = /^([a-z0-9-]+)(?:\.(\d+))?\.json$/.exec(name);
      if (!match) return [];
      const [, id = '', pid] = match;
      return [{ id, pid: pid === undefined ? undefined : Number(pid), file: path.join(this.#folder, name) }];
    });
  }

  #underWay(id: string, pid: number): string {
    return path.join(this.#folder, `${id}.${pid}.json`);
  }

  #finished(id: string): string {
    return path.join(this.#folder, `${id}.json`);
  }
}

/** A name for an upload that sorts by when it began. */
export function newUploadId(startedAt: number): string {
  return `${startedAt.toString(36).padStart(9, '0')}-${randomBytes(4).toString('hex')}`;
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
