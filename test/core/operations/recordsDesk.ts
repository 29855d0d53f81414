import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { UploadRecord } from '../../../src/core/operations/upload/uploadRecord.ts';
import { Records } from '../../../src/core/operations/records.ts';
import { uploadRecords, type UploadRecords } from '../../../src/core/operations/upload/uploadRecord.ts';

/** A computer with windows that save their uploads in one folder. */
export interface Desk {
  folder: string;
  /** Opens a window of a process. Windows with the same number follow each other. */
  window: (pid: number) => UploadRecords;
  /** Marks the processes as ended. */
  close: (...pids: number[]) => void;
  files: () => Promise<string[]>;
}

export async function deskFor(t: TestContext): Promise<Desk> {
  const folder = await mkdtemp(path.join(tmpdir(), 'upload-records-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const closed = new Set<number>();
  return {
    folder,
    window: (pid) => new Records(folder, uploadRecords, { pid, isAlive: (other) => !closed.has(other) }),
    close: (...pids) => {
      for (const pid of pids) closed.add(pid);
    },
    files: async () => (await readdir(folder)).sort(),
  };
}

export const idsOf = (records: readonly UploadRecord[]): string[] => records.map(({ id }) => id);
