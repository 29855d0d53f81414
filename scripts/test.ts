/**
 * `npm test`: runs all tests that need no desktop. `npm test -- core editor` runs only those stages. `--nightly` runs
 * the long tests in full (`test/nightly.ts`).
 *
 * Packs the extension first, because the tests run the packed extension. The last line of output is `N passed, N
 * failed`. Exits with 1 if a test failed, if no test passed, or if a planted secret (`test/plantedSecrets.ts`) was
 * printed.
 */
import { spawn } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../test/editor/harness/findChromium.ts';
import { installCodeServer } from '../test/editor/harness/installCodeServer.ts';
import { secretsIn } from '../test/plantedSecrets.ts';
import { packageExtension } from './package.ts';

interface Count {
  passed: number;
  failed: number;
}

const isNightly = process.argv.includes('--nightly');

/**
 * Maximum number of windows that are open at the same time. A window needs about 1 GB of memory, and one core while it
 * starts.
 */
const maxWindows = Math.min(availableParallelism(), 4);

const root = fileURLToPath(new URL('..', import.meta.url));

const stages: Readonly<Record<string, () => Promise<Count[]>>> = {
  core: async () => [await runFiles(coreFiles(), availableParallelism())],
  editor: () => Promise.all([runSuite('oldest'), runSuite('newest')]),
  e2e: async () => {
    // Deletes the pictures of earlier runs, because they could be mistaken for pictures of this run.
    await rm(path.join(root, 'out', 'screenshots'), { recursive: true, force: true });
    const onNewest = await runFiles(e2eFiles(), maxWindows);
    if (!isNightly) return [onNewest];
    // The widgets of the oldest VS Code differ, so the tests of the main jobs and entry points also run in this
    // VS Code.
    const onOldest = { STORY_EDITOR: 'oldest' };
    return [
      onNewest,
      await runFiles('test/e2e/{deploy,entryPoints,publish,questions,reconciling,target}.e2e.ts', maxWindows, onOldest),
    ];
  },
};

// The test processes read this variable.
if (isNightly) process.env['NIGHTLY'] = '1';
const requestedStages = process.argv.slice(2).filter((name) => !name.startsWith('-'));
const names = requestedStages.length > 0 ? requestedStages : Object.keys(stages);
const total: Count = { passed: 0, failed: 0 };
/** Lines of the tests' output with a planted secret. Each counts as a failed test. */
const leaks: string[] = [];

packageExtension();
if (names.includes('desktop')) add(await runSuite('desktop'));
// On a new machine, this downloads the editors and Chromium. The download runs during the core stage, which needs no
// editor.
const needsEditor = names.some((name) => name === 'editor' || name === 'e2e');
const editorsReady = needsEditor ? fetchEditors() : undefined;
// Prevents an unhandled rejection during the core stage. The loop below awaits `editorsReady` and throws the error.
editorsReady?.catch(() => undefined);
for (const name of names) {
  const stage = stages[name];
  if (!stage) continue;
  if (name !== 'core') await editorsReady;
  console.log(`\n=== ${name}`);
  for (const count of await stage()) add(count);
}
for (const leak of leaks) console.log(`a secret was printed: ${leak}`);
total.failed += leaks.length;
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function fetchEditors(): Promise<void> {
  await findChromium();
  await installCodeServer('oldest');
  await installCodeServer('newest');
}

function add(count: Count): void {
  total.passed += count.passed;
  total.failed += count.failed;
}

/**
 * Returns the files to start for the tests in plain Node. If a folder has a `oneProcess.ts`, only this file is started.
 * Otherwise all test files of the folder are started.
 */
function coreFiles(): string[] {
  const folders = globSync('test/**/oneProcess.ts', { cwd: root }).sort();
  const together = new Set(folders.map((file) => path.dirname(file)));
  const alone = globSync('test/**/*.test.ts', { cwd: root }).filter((file) => !together.has(path.dirname(file)));
  // The `oneProcess.ts` files take longest, so they come first. If a `oneProcess.ts` started last, it would still run
  // while the other cores are idle.
  return [...folders, ...alone.sort()];
}

/**
 * Returns the e2e files, longest running time first. `story.e2e.ts` takes longest. For the other files, the file size
 * is an estimate of the running time. If the longest file started last, it would still run while the other cores are
 * idle.
 */
function e2eFiles(): string[] {
  const bytes = (file: string): number => (file.includes('story') ? Infinity : statSync(path.join(root, file)).size);
  return globSync('test/e2e/*.e2e.ts', { cwd: root }).sort((a, b) => bytes(b) - bytes(a) || a.localeCompare(b));
}

/** Runs test files with node:test, each file in a separate process. `pattern` is a glob or a list of paths. */
async function runFiles(
  pattern: string | readonly string[],
  concurrency: number,
  env: Record<string, string> = {},
): Promise<Count> {
  const count: Count = { passed: 0, failed: 0 };
  const relative = typeof pattern === 'string' ? globSync(pattern, { cwd: root }).sort() : pattern;
  const files = relative.map((file) => path.join(root, file));
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    const events = run({ files, concurrency, timeout: 600_000 });
    events.on('test:pass', ({ details, skip }) => {
      if (details.type !== 'suite' && skip === undefined) count.passed += 1;
    });
    events.on('test:fail', ({ details }) => {
      // A hook can fail although all tests of its suite pass. A suite with a failed hook therefore counts as one
      // failure. For example, the hooks of the end-to-end tests check for secrets.
      if (details.type !== 'suite' || isFailedHook(details.error)) count.failed += 1;
    });
    for await (const text of events.compose(spec)) {
      recordLeak(String(text));
      process.stdout.write(String(text));
    }
  } finally {
    process.env = before;
  }
  return count;
}

function recordLeak(text: string): void {
  if (secretsIn(text).length > 0) leaks.push(text.slice(0, 200));
}

function isFailedHook(error: Error): boolean {
  return 'failureType' in error && error.failureType === 'hookFailed';
}

/** Runs the suite inside an extension host. The last line of the suite's output contains the counts. */
function runSuite(which: 'oldest' | 'newest' | 'desktop'): Promise<Count> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, 'test', 'editor', 'runSuite.ts'), which], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    // Two suites run at the same time, so every printed line starts with the name of its suite.
    createInterface(child.stdout).on('line', (line) => {
      recordLeak(line);
      console.log(`${which}: ${line}`);
    });
    child.on('error', reject);
    child.on('close', () => {
      const line = [...said.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
      // A suite that crashed prints no counts, so it counts as one failure.
      resolve(line ? { passed: Number(line[1]), failed: Number(line[2]) } : { passed: 0, failed: 1 });
    });
  });
}
