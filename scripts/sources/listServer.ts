import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { createSource } from '../../src/core/releases/sources/createSource.ts';
import type { Release, ReleaseFile, ReleaseSource } from '../../src/core/releases/sources/releaseSource.ts';
import { startProcessTree } from '../../test/editor/harness/processTree.ts';
import { listen } from '../../test/platform/listen.ts';
import { startRecorder, type RecordedList } from './recorder.ts';
import { sampleFolderName, samples, type Sample } from './samples.ts';
import { findProgram, type ServerFolders, type ListFeatures, type WebServer } from './webServer.ts';

/** Path of the listed folder, without a trailing slash. */
export const listedFolder = '/files';

/** What a server's list must state about a sample. A value that the list does not state is undefined. */
export interface ExpectedFile extends Pick<Sample, 'name' | 'version'> {
  sizeBytes: number | undefined;
  /** Milliseconds since 1970. */
  modified: number | undefined;
}

/**
 * What the extension read from a server's list. `expected` is the number of files that the list must show. `names`,
 * `sizes`, `dates`, `versions` and `downloads` each count the files for which this value is right. `sizes` and `dates`
 * are undefined if the list does not state them.
 */
export interface ServerCheck {
  version: string;
  expected: number;
  names: number;
  sizes: number | undefined;
  dates: number | undefined;
  versions: number;
  /** Files whose whole content was downloaded from the listed URL. */
  downloads: number;
  /** Messages for the user about what was read wrongly. Empty if everything is right. */
  wrong: string[];
  recorded: RecordedList | undefined;
}

/**
 * Starts a server, reads its list with the extension's code, and ends the server. Returns the reason as a text if the
 * server is not installed or does not start.
 */
export async function checkServer(server: WebServer, paths: ServerFolders): Promise<ServerCheck | string> {
  const missing = server.missing?.();
  if (missing !== undefined) return `${missing} not found`;
  const program = findProgram(server.programs);
  if (program === undefined) return `${server.programs.join(', ')} not found`;
  const port = await findFreePort();
  const { args, files = {}, env = {} } = server.start(paths, port);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(paths.work, name)), { recursive: true });
    await writeFile(path.join(paths.work, name), text);
  }
  // The extension reads dates without a time zone as UTC, so the server must write dates in UTC.
  const environment = { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8', HOME: paths.work, ...env };
  const tree = startProcessTree(program, [...args], environment);
  let said = '';
  for (const stream of [tree.child.stdout, tree.child.stderr])
    stream?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-500)));
  const recorder = await startRecorder(port, listedFolder, server.accept);
  try {
    const isUp = await waitForServer(port, () => tree.child.exitCode !== null);
    if (!isUp) return `did not start: ${said.trim().split('\n').at(-1) ?? ''}`;
    const source = createSource(
      { kind: 'index', name: undefined, url: `${recorder.origin}${listedFolder}` },
      { credential: undefined, log: silentLog, answers: new Map(), roots: new Map() },
    );
    const { releases } = await source.list({});
    const downloads = await downloadFiles(source, releases);
    const printed =
      server.versionArgs === undefined ? recorder.server() : await readOutput(program, server.versionArgs(paths));
    return {
      ...checkReleases(releases, downloads, server.states),
      version: firstVersion(printed),
      recorded: recorder.list(),
    };
  } finally {
    recorder.close();
    await tree.kill();
  }
}

const silentLog = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Returns the archives that a list must show, with their sizes and dates as far as the list states them. */
export function expectedFiles({ sizes, dates, brokenLinks = [] }: ListFeatures): ExpectedFile[] {
  const unit = { second: 1000, minute: 60_000, day: 86_400_000 }[dates ?? 'second'];
  return samples
    .filter(({ name }) => !brokenLinks.includes(name))
    .map(({ sizeBytes, modified, ...sample }) => ({
      ...sample,
      sizeBytes: sizes ? sizeBytes : undefined,
      modified: dates === undefined ? undefined : Math.floor(modified / unit) * unit,
    }));
}

function checkReleases(
  releases: readonly Release[],
  downloads: ReadonlySet<string>,
  states: ListFeatures,
): Omit<ServerCheck, 'version' | 'recorded'> {
  const found = new Map(releases.flatMap((release) => release.files.map((file) => [file.fileName, { release, file }])));
  const known = [...samples.map(({ name }) => name), ...(states.foldersLikeFiles ? [sampleFolderName] : [])];
  const wrong = [...found.keys()].filter((name) => !known.includes(name)).map((name) => `${name} is no archive`);
  let [names, sizes, dates, versions] = [0, 0, 0, 0];
  const expected = expectedFiles(states);
  for (const sample of expected) {
    const listed = found.get(sample.name);
    if (!listed) {
      wrong.push(`${sample.name} is not listed`);
      continue;
    }
    const { release, file } = listed;
    names += 1;
    const check = (what: string, is: unknown, should: unknown): number => {
      if (is === should) return 1;
      wrong.push(`${sample.name}: ${what} is ${String(is)}, and should be ${String(should)}`);
      return 0;
    };
    sizes += check('size', file.sizeBytes, sample.sizeBytes);
    dates += check('date', release.publishedAt, sample.modified);
    versions += check('version', file.version, sample.version);
    if (!downloads.has(sample.name)) wrong.push(`${sample.name} cannot be downloaded from its link`);
  }
  return {
    expected: expected.length,
    names,
    sizes: states.sizes ? sizes : undefined,
    dates: states.dates === undefined ? undefined : dates,
    versions,
    downloads: downloads.size,
    wrong,
  };
}

/** Downloads every listed file. Returns the names of the files whose download has the size of the sample. */
async function downloadFiles(source: ReleaseSource, releases: readonly Release[]): Promise<Set<string>> {
  const arrived = new Set<string>();
  for (const file of releases.flatMap(({ files }) => files)) {
    const sample = samples.find(({ name }) => name === file.fileName);
    if (sample && (await downloadSize(source, file)) === sample.sizeBytes) arrived.add(file.fileName);
  }
  return arrived;
}

async function downloadSize(source: ReleaseSource, file: ReleaseFile): Promise<number | undefined> {
  try {
    let sizeBytes = 0;
    for await (const chunk of (await source.open(file)).body) sizeBytes += chunk.length;
    return sizeBytes;
  } catch {
    return undefined;
  }
}

/** Resolves to true when a server responds on the port, and to false if the process ends or 30 s pass before that. */
async function waitForServer(port: number, hasEnded: () => boolean): Promise<boolean> {
  const deadline = Date.now() + 30_000;
  while (!hasEnded() && Date.now() < deadline) {
    const isUp = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(5000) }).then(
      () => true,
      () => false,
    );
    if (isUp) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

async function findFreePort(): Promise<number> {
  const server = http.createServer();
  const port = await listen(server, 0);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Returns what a program prints to stdout and stderr. Ignores errors, because some programs exit with an error after
 * they have printed their version.
 */
function readOutput(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: 30_000 }, (_error, out, error) => {
      resolve(`${out}\n${error}`);
    });
  });
}

const firstVersion = (text: string): string => /\d+\.\d+(?:\.\d+)*/.exec(text)?.[0] ?? '?';
