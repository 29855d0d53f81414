import { execFile, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { systemClock } from '../../src/core/http/clock.ts';
import { fetchLocalPackage } from '../../src/core/operations/publish/fetchPackage.ts';
import { fileSet } from '../../src/core/packing/fileSet.ts';
import { localFolder } from '../../src/core/packing/localFolder.ts';
import { packFolder } from '../../src/core/packing/packFolder.ts';
import { createRepository } from '../../src/core/repository/repository.ts';
import { parseRepositorySetting } from '../../src/core/repository/repositorySetting.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { upperLimit, median, formatSpread, type Figure } from './figures.ts';

const execFileAsync = promisify(execFile);

const fileCount = 20_000;
const gigabyte = 1024 ** 3;
const repeatCount = 5;

/**
 * Compares the packing of a folder with `tar -czf`, and the publishing of a file with `openssl dgst -sha256` and `curl
 * -T`. The runs of the extension's code and of the other programs alternate. Both the extension and the other programs
 * read a published file twice, because BK-Repo requires the digest before the content.
 */
export async function transferFigures(): Promise<Figure[]> {
  const folder = await temporaryFolder('bkpaas-transfers-');
  try {
    const publishing = await publishingFigures(folder);
    return [...(await packingFigures(folder)), ...publishing];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function packingFigures(folder: string): Promise<Figure[]> {
  const project = path.join(folder, 'project');
  await makeProject(project);
  const ours: number[] = [];
  const theirs: number[] = [];
  const quiet = createProcessMonitor();
  for (let count = 0; count < repeatCount; count += 1) {
    theirs.push(
      await measureMs(() => execFileAsync('tar', ['-czf', path.join(folder, 'tar.tar.gz'), '-C', project, '.'])),
    );
    quiet.begin();
    ours.push(
      await measureMs(async () => {
        const folderFiles = localFolder(project);
        const paths = await fileSet({ files: folderFiles, listed: undefined });
        await packFolder({ files: folderFiles, paths, to: path.join(folder, 'ours.tar.gz'), fileName: 'ours.tar.gz' });
      }),
    );
    quiet.end();
  }
  const ratio = pairedRatio(ours, theirs);
  return [
    { what: `packing ${fileCount} files`, measured: formatSpread(ours, 0) },
    { what: 'tar -czf of the same, at the same level', measured: formatSpread(theirs, 0) },
    { what: 'ratio of the two', measured: ratio.toFixed(2), bar: upperLimit(1.5, '', ratio, 'noted') },
    ...quiet.figures(),
  ];
}

async function publishingFigures(folder: string): Promise<Figure[]> {
  const large = path.join(folder, 'large.tar.gz');
  const handle = await open(large, 'w');
  const piece = Buffer.alloc(16 * 1024 * 1024, 'package');
  for (let written = 0; written < gigabyte; written += piece.length) await handle.write(piece);
  // Writes the first bytes of a gzip file, because only archives can be published and these bytes identify gzip.
  await handle.write(Buffer.from([0x1f, 0x8b, 8]), 0, 3, 0);
  // Without this, the first measurement would include pending writes to the disk.
  await handle.sync();
  await handle.close();
  const sink = fork(fileURLToPath(new URL('sinkMain.ts', import.meta.url)));
  try {
    const [port] = (await once(sink, 'message')) as [number];
    const baseUrl = `http://127.0.0.1:${port}`;
    const reading = parseRepositorySetting({ baseUrl, project: 'demo', repository: 'packages' });
    if (!reading.ok) throw new Error(reading.problem);
    const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const repository = createRepository({ setting: reading.setting, credential: undefined, log, clock: systemClock });
    const ours: number[] = [];
    const theirs: number[] = [];
    const quiet = createProcessMonitor();
    for (let count = 0; count < repeatCount; count += 1) {
      theirs.push(
        await measureMs(async () => {
          await execFileAsync('openssl', ['dgst', '-sha256', large]);
          await execFileAsync('curl', ['-s', '-T', large, '-H', 'Expect:', `${baseUrl}/generic/demo/packages/a`]);
        }),
      );
      quiet.begin();
      ours.push(
        await measureMs(async () => {
          const taken = await fetchLocalPackage(large);
          if (!taken.ok) throw new Error(`the package cannot be published: ${taken.problem.code}`);
          await repository.put('/a', taken.file, { overwrite: true, metadata: {} });
        }),
      );
      quiet.end();
    }
    const ratio = pairedRatio(ours, theirs);
    return [
      { what: 'publishing 1 GB: digest and sending', measured: formatSpread(ours, 0) },
      { what: 'openssl dgst -sha256 and curl -T of the same', measured: formatSpread(theirs, 0) },
      { what: 'ratio of the two', measured: ratio.toFixed(2), bar: upperLimit(1.15, '', ratio, 'noted') },
      ...quiet.figures(),
    ];
  } finally {
    sink.disconnect();
  }
}

/**
 * Returns the median of the ratios `ours / theirs` of the pairs of runs. The runs are compared in pairs, because the
 * speed of the disk changes from one pair to the next.
 */
function pairedRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((milliseconds, index) => milliseconds / (theirs[index] ?? NaN)));
}

/** Measures the longest delay of the event loop and the memory growth of this process between `begin` and `end`. */
function createProcessMonitor() {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  let [longestMs, growthMb, before] = [0, 0, 0];
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    growthMb = Math.max(growthMb, (process.memoryUsage().rss - before) / 1024 ** 2);
  };
  return {
    begin: () => {
      before = process.memoryUsage().rss;
      delays.reset();
      delays.enable();
      timer = setInterval(look, 100);
    },
    end: () => {
      clearInterval(timer);
      look();
      delays.disable();
      longestMs = Math.max(longestMs, delays.max / 1e6);
    },
    figures: (): Figure[] => [
      {
        what: '  longest delay of the event loop',
        measured: `${longestMs.toFixed(1)} ms`,
        bar: upperLimit(50, ' ms', longestMs, 'noted'),
      },
      {
        what: '  growth of its resident size',
        measured: `${growthMb.toFixed(1)} MB`,
        bar: upperLimit(80, ' MB', growthMb, 'noted'),
      },
    ],
  };
}

/** Writes text files of up to 12 KB. The files resemble source code and compress to about a sixth of their size. */
async function makeProject(project: string): Promise<void> {
  const words = ['const ', 'return ', 'function ', 'export ', 'x = ', 'y;\n', '// 注释\n', '{ a: 1 }\n'];
  for (let index = 0; index < fileCount; index += 1) {
    const directory = path.join(project, `d${Math.floor(index / 100)}`);
    if (index % 100 === 0) await mkdir(directory, { recursive: true });
    const chance = createHash('shake256', { outputLength: 1600 }).update(String(index)).digest();
    const count = 20 + (chance.readUInt16LE(0) % 1500);
    const text = Array.from(chance.subarray(2, 2 + count), (byte) => words[byte % words.length]).join('');
    await writeFile(path.join(directory, `f${index}.js`), text);
  }
}

async function measureMs(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function ignore(): void {
  // The bench discards log messages.
}
