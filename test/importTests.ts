import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';

/**
 * Runs the test files beside a file in this process, so that Node starts and reads the imported TypeScript only once.
 * `scripts/test.ts` starts the `oneProcess.ts` of a folder in place of its test files. A test that replaces a module or
 * runs for seconds belongs in a folder without `oneProcess.ts`.
 */
export async function importTests(besideUrl: string): Promise<void> {
  const names = readdirSync(new URL('.', besideUrl)).filter((name) => name.endsWith('.test.ts'));
  assert.ok(names.length > 0, `no tests beside ${besideUrl}`);
  for (const name of names.sort()) await import(new URL(name, besideUrl).href);
}
