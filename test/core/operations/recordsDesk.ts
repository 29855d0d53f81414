import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { UploadRecord } from '../../../src/core/operations/upload/uploadRecord.ts';
import { RecordStore } from '../../../src/core/operations/records.ts';
import { uploadRecordKind, type UploadRecords } from '../../../src/core/operations/upload/uploadRecord.ts';

/** A simulated computer whose VS Code windows save their upload records in one folder. */
export interface SimulatedComputer {
  folder: string;
  /**
   * Opens a window whose process id is `pid`. A later window with the same `pid` simulates a new process that got the
   * id of an ended process.
   */
  window: (pid: number) => UploadRecords;
  /** Marks the processes with these ids as ended. */
  close: (...pids: number[]) => void;
  files: () => Promise<string[]>;
}

export async function simulatedComputerFor(t: TestContext): Promise<SimulatedComputer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'upload-records-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const closed = new Set<number>();
  return {
    folder,
    window: (pid) => new RecordStore(folder, uploadRecordKind, { pid, isAlive: (other) => !closed.has(other) }),
    close: (...pids) => {
      for (const pid of pids) closed.add(pid);
    },
    files: async () => (await readdir(folder)).sort(),
  };
}

export const idsOf = (records: readonly UploadRecord[]): string[] => records.map(({ id }) => id);
