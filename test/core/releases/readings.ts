import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import {
  startPackageRead,
  type FileEnd,
  type FoundFile,
  type PackageReadResult,
  type ReadPackageOptions,
} from '../../../src/core/releases/readPackage.ts';
import { startPackageServer, type PackageServer } from '../../platform/packageServer.ts';
import { samplePackages } from '../../platform/samplePackages.ts';
import { recordLog } from '../recordLog.ts';

export const MB = 1024 * 1024;
const samples = samplePackages();

/** Returns the bytes of a sample package. Fails the test if no sample has this name. */
export function sampleOf(name: string): Buffer {
  return samples.get(name) ?? assert.fail(`no sample ${name}`);
}

/** Starts to read a package. By default, the size limit is far above the size of every sample. */
export function startReadingForTest(
  url: string,
  rest: Partial<ReadPackageOptions> = {},
): ReturnType<typeof startPackageRead> {
  return startPackageRead(url, { maxBytes: 10 * MB, log: recordLog(), ...rest });
}

/** Reads the whole package. */
export function readWhole(url: string, rest: Partial<ReadPackageOptions> = {}): Promise<PackageReadResult> {
  return startReadingForTest(url, rest).whole;
}

/** Starts a server of the sample packages. The server closes after the test. */
export async function packagesFor(t: TestContext): Promise<PackageServer> {
  const server = await startPackageServer();
  t.after(() => server.close());
  return server;
}

/** Returns the file that was read. Fails the test if the reading did not find a file. */
export function fileOf(reading: PackageReadResult): FoundFile & { end: FileEnd } {
  return reading.kind === 'file' ? reading : assert.fail(`no file: ${JSON.stringify(reading)}`);
}
