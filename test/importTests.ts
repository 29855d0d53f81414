import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';

/**
 * Runs the test files in the folder of `besideUrl` in this process, so that Node starts only once and loads each
 * imported TypeScript file only once. If a folder has a `oneProcess.ts`, `scripts/test.ts` starts that file instead of
 * the folder's test files. A test that replaces a module or runs for seconds belongs in a folder without
 * `oneProcess.ts`.
 */
export async function importTests(besideUrl: string): Promise<void> {
  const names = readdirSync(new URL('.', besideUrl)).filter((name) => name.endsWith('.test.ts'));
  assert.ok(names.length > 0, `no tests beside ${besideUrl}`);
  for (const name of names.sort()) await import(new URL(name, besideUrl).href);
}
