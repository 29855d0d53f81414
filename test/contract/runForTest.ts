import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runContract } from './runContract.ts';
import type { TestContext } from 'node:test';

/** Options that select a module of the demo state. The tests use the embedded platform in place of a real platform. */
export const demoOptions: readonly string[] = ['--app', 'demo-app', '--module', 'default'];

/** One run of `npm run contract`. */
export interface Run {
  status: number;
  out: string;
  error: string;
}

/** Runs `npm run contract` with these options. */
export async function runContractForTest(...options: string[]): Promise<Run> {
  const run = { out: '', error: '' };
  const into = (end: keyof typeof run) => (line: string) => {
    run[end] += `${line}\n`;
  };
  const status = await runContract(options, { out: into('out'), error: into('error') });
  return { ...run, status };
}

/** Creates a file that contains the token. The file is deleted after the test. */
export async function createTokenFile(t: TestContext, token: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-contract-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'token.txt');
  await writeFile(file, `${token}\n`);
  return file;
}

/** Returns the counts in the last line of the output. */
export function countsOf({ out }: Run): { cases: number; different: number; skipped: number } {
  const match = /^(\d+) cases, (\d+) different, (\d+) skipped\n$/m.exec(out);
  assert.ok(match, out);
  return { cases: Number(match[1]), different: Number(match[2]), skipped: Number(match[3]) };
}
