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
import { packageExtension } from './package.ts';

/**
 * `npm test`: runs everything that needs no desktop. `npm test -- core editor` runs only those stages. Packs the
 * extension first, because the tests run what is shipped. `--nightly` runs the long tests in full (`test/nightly.ts`).
 * The last line is `N passed, N failed`; exits 1 if any failed or none passed.
 */
interface Count {
  passed: number;
  failed: number;
}

const nightly = process.argv.includes('--nightly');

/** Number of windows open at once. Each needs about one core while it starts, and 1 GB. */
const windows = Math.min(availableParallelism(), 4);

const root = fileURLToPath(new URL('..', import.meta.url));

const stages: Readonly<Record<string, () => Promise<Count[]>>> = {
  core: async () => [await runFiles(coreFiles(), availableParallelism())],
  editor: () => Promise.all([runSuite('oldest'), runSuite('newest')]),
  e2e: async () => {
    // Pictures of an older run could be mistaken for those of this one.
    await rm(path.join(root, 'out', 'screenshots'), { recursive: true, force: true });
    const onNewest = await runFiles(e2eFiles(), windows);
    if (!nightly) return [onNewest];
    // The oldest VS Code has other widgets: runs every entry point, publishing and deploying there too.
    const onOldest = { STORY_EDITOR: 'oldest' };
    return [onNewest, await runFiles('test/e2e/{entryPoints,deploy,publish}.e2e.ts', windows, onOldest)];
  },
};

// The processes of the tests read it.
if (nightly) process.env['NIGHTLY'] = '1';
const asked = process.argv.slice(2).filter((name) => !name.startsWith('-'));
const names = asked.length > 0 ? asked : Object.keys(stages);
const total: Count = { passed: 0, failed: 0 };

packageExtension();
if (names.includes('desktop')) add(await runSuite('desktop'));
// A new machine downloads what it lacks during the first stage, which needs none of it.
const needsEditor = names.some((name) => name === 'editor' || name === 'e2e');
const editors = needsEditor ? fetchEditors() : undefined;
// Awaited below, where it throws.
editors?.catch(() => undefined);
for (const name of names) {
  const stage = stages[name];
  if (!stage) continue;
  if (name !== 'core') await editors;
  console.log(`\n=== ${name}`);
  for (const count of await stage()) add(count);
}
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
 * Returns the files to start for the tests in plain Node: the `oneProcess.ts` of a folder that has one, otherwise its
 * test files.
 */
function coreFiles(): string[] {
  const folders = globSync('test/**/oneProcess.ts', { cwd: root }).sort();
  const together = new Set(folders.map((file) => path.dirname(file)));
  const alone = globSync('test/**/*.test.ts', { cwd: root }).filter((file) => !together.has(path.dirname(file)));
  // Folders take longest. Started last, one of them would run while the other cores are idle.
  return [...folders, ...alone.sort()];
}

/** Returns the e2e files, the longest first. Started last, one of them would run while the other cores are idle. */
function e2eFiles(): string[] {
  const bytes = (file: string): number => (file.includes('story') ? Infinity : statSync(path.join(root, file)).size);
  return globSync('test/e2e/*.e2e.ts', { cwd: root }).sort((a, b) => bytes(b) - bytes(a) || a.localeCompare(b));
}

/** Runs files of node:test, each in a separate process. */
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
      if (details.type !== 'suite') count.failed += 1;
    });
    for await (const text of events.compose(spec)) process.stdout.write(String(text));
  } finally {
    process.env = before;
  }
  return count;
}

/** Runs the suite inside the extension host; its last line is the count. */
function runSuite(which: 'oldest' | 'newest' | 'desktop'): Promise<Count> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(root, 'test', 'editor', 'runSuite.ts'), which], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    // Two suites run at once: each line names its suite.
    createInterface(child.stdout).on('line', (line) => {
      console.log(`${which}: ${line}`);
    });
    child.on('error', reject);
    child.on('close', () => {
      const line = [...said.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
      // A suite that crashed prints no count, which is a failure.
      resolve(line ? { passed: Number(line[1]), failed: Number(line[2]) } : { passed: 0, failed: 1 });
    });
  });
}
