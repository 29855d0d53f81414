import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { ArchiveError } from '../../../src/core/archive/archiveError.ts';
import type { PackageFile } from '../../../src/core/archive/packageEntry.ts';
import { readEntries } from '../../../src/core/archive/readEntries.ts';
import { fetchLocalPackage } from '../../../src/core/operations/publish/fetchPackage.ts';
import { checkPackage } from '../../../src/core/package/checkPackage.ts';
import { startArchiveCheck } from '../../../src/core/releases/checkArchive.ts';
import { detectContent } from '../../../src/core/releases/packageContent.ts';
import { nightly } from '../../nightly.ts';
import { heapInUse } from '../heapInUse.ts';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';
import { randomArchive } from './randomArchive.ts';

/** The number of tested archives. 500 archives take about 5 s of CPU time, so only the nightly run tests more. */
const archiveCount = nightly ? 10_000 : 500;
const maxCpuSeconds = 2;
const maxHeapGrowthBytes = 100 * 1024 ** 2;
/** After this time, in milliseconds, the test assumes that reading the archive hangs, and fails. */
const hangsAfterMs = 60_000;

test('random and damaged archives are read or refused, with little time and memory each', async (t) => {
  const first = Number(process.env['ARCHIVE_SEED'] ?? (nightly ? randomInt(2 ** 31) : 20_260_723));
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-fuzz-'));
  const file = path.join(folder, 'archive');
  const figures = new Map<string, number>();
  let seed = first;
  let slowest = { seconds: 0, seed: first };
  // An uncaught exception ends the test without naming the archive, so the seed is printed here.
  const tellSeed = (): void => {
    console.error(`ARCHIVE_SEED=${seed}`);
  };
  process.on('uncaughtExceptionMonitor', tellSeed);
  t.after(async () => {
    process.off('uncaughtExceptionMonitor', tellSeed);
    await rm(folder, { recursive: true, force: true });
  });
  let [heapAtStart, heapAtMost] = [0, 0];
  for (let done = 0; done < archiveCount; done += 1) {
    seed = first + done;
    const bytes = randomArchive(seed);
    await writeFile(file, bytes);
    try {
      const before = process.cpuUsage();
      await withinCpuSeconds(maxCpuSeconds, async () => {
        const figure = await rejectOnHang(readAsProduct(file, bytes));
        figures.set(figure, (figures.get(figure) ?? 0) + 1);
      });
      const { user, system } = process.cpuUsage(before);
      if ((user + system) / 1e6 > slowest.seconds) slowest = { seconds: (user + system) / 1e6, seed };
    } catch (error) {
      throw new Error(`ARCHIVE_SEED=${seed}`, { cause: error });
    }
    if (done % (archiveCount / 10) !== archiveCount / 10 - 1) continue;
    const heap = await heapInUse();
    if (heapAtStart === 0) heapAtStart = heap;
    heapAtMost = Math.max(heapAtMost, heap);
    assert.ok(
      heap - heapAtStart < maxHeapGrowthBytes,
      `ARCHIVE_SEED=${first}: the heap grew by ${heap - heapAtStart} bytes`,
    );
  }
  const megabytes = ((heapAtMost - heapAtStart) / 1024 ** 2).toFixed(1);
  t.diagnostic(
    `${archiveCount} archives from seed ${first}: heap +${megabytes} MB, slowest ${JSON.stringify(slowest)}`,
  );
  for (const [figure, times] of [...figures].sort()) t.diagnostic(`${String(times).padStart(6)} ${figure}`);
  assert.ok(figures.size > 8, 'the archives are of many kinds');
});

/**
 * Reads an archive as the product reads a downloaded archive and a local archive. Returns the result, such as `zip:
 * read`.
 */
async function readAsProduct(file: string, bytes: Buffer): Promise<string> {
  const check = startArchiveCheck(detectContent(bytes.subarray(0, 512)));
  for (let at = 0; at < bytes.length; at += 64 * 1024) await check.take(bytes.subarray(at, at + 64 * 1024));
  await check.end();
  const fetched = await fetchLocalPackage(file);
  if (!fetched.ok) {
    assert.equal(fetched.problem.code, 'notAnArchive');
    return 'not an archive';
  }
  const { content, sizeBytes } = fetched.file;
  const target = { appCode: 'demo-app', module: 'default' };
  const format = content === 'zip' ? 'zip' : 'tar';
  const { findings } = await checkPackage(readEntries(fetched.file), { format, archiveBytes: sizeBytes, target });
  const unreadable = findings.find(({ code }) => code === 'archiveUnreadable')?.problem;
  await readAll(fetched.file);
  return `${content}: ${unreadable ?? 'read'}`;
}

/** Reads every entry, including those that the checks skip. An `ArchiveError` is an allowed result. */
async function readAll(file: PackageFile): Promise<void> {
  try {
    for await (const entry of readEntries(file)) if (entry.kind === 'file') await entry.read(1000);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
  }
}

async function rejectOnHang<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('The archive is never read to its end.'));
    }, hangsAfterMs);
  });
  return Promise.race([work, hang]).finally(() => {
    clearTimeout(timer);
  });
}
