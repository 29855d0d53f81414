import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A file in the folder that every server lists. */
export interface Sample {
  name: string;
  sizeBytes: number;
  /** Milliseconds since 1970. */
  modified: number;
  /** The version that the extension must derive from the name. */
  version: string;
}

/**
 * The archives in the listed folder. Every operating system allows their names, but servers encode or shorten the names
 * in different ways. None of the sizes is a round number, so a server that rounds sizes states none of them exactly.
 */
export const samples: readonly Sample[] = [
  { name: 'demo-app-1.2.3.tar.gz', sizeBytes: 14_321, modified: Date.UTC(2023, 10, 14, 22, 13, 20), version: '1.2.3' },
  { name: '演示-2.0.0.zip', sizeBytes: 20_007, modified: Date.UTC(2024, 1, 29, 6, 7, 8), version: '2.0.0' },
  { name: 'demo app 1.0.4.zip', sizeBytes: 54_321, modified: Date.UTC(2022, 0, 2, 3, 4, 5), version: '1.0.4' },
  {
    name: '100%-done+x86#1-1.0.1.tgz',
    sizeBytes: 123_456,
    modified: Date.UTC(2021, 11, 31, 23, 59, 59),
    version: '1.0.1',
  },
  {
    name: 'demo-application-with-a-name-that-servers-shorten-in-their-lists-3.1.0.tar.gz',
    sizeBytes: 1_415_656,
    modified: Date.UTC(2020, 5, 30, 12, 0, 0),
    version: '3.1.0',
  },
];

/** The name of a folder beside the archives. It ends with `.zip`, to test lists that show folders like files. */
export const sampleFolderName = 'dir.zip';

/** Writes the archives, a file with the digest of one archive, and the folder `sampleFolderName` into `folder`. */
export async function writeSamples(folder: string): Promise<void> {
  await mkdir(path.join(folder, sampleFolderName), { recursive: true });
  await writeFile(path.join(folder, 'demo-app-1.2.3.tar.gz.sha256'), '0'.repeat(64));
  for (const { name, sizeBytes, modified } of samples) {
    const file = path.join(folder, name);
    await writeFile(file, Buffer.alloc(sizeBytes));
    await utimes(file, modified / 1000, modified / 1000);
  }
}
