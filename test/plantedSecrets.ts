import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Matches the secrets of all tests. No log, diagnostics, page or record may contain a match. So every secret of
 * a test must contain `planted-` or be a token of the demo platform.
 */
const secretPattern = /planted-[\w-]+|demo-(?:[a-z]+-)+token(?:-\d+)?/gi;

/** Returns addresses on `host`. Each has its secrets in another part of the address. `host` can contain a port. */
export function addressesWithSecrets(host: string): string[] {
  const file = `${host}/demo-app-1.0.3.tar.gz`;
  return [
    `http://alice:planted-password@${file}`,
    `http://planted-password@${file}`,
    `http://:planted-password@${file}`,
    ...['token', 'sig', 'sign', 'password', 'private_token', 'access_token', 'X-Amz-Signature', 'q-signature'].map(
      (name) => `http://${file}?a=1&${name}=planted-query&b=2`,
    ),
    `http://${file}?to%6ben=planted-query`,
    `http://${file}?a=1;token=planted-query`,
    `http://${file}#access_token=planted-query`,
    `http://${file}?next=http://alice:planted-password@${host}/a?token=planted-query`,
    `http://alice:planted-password@${file}?sig=planted-query&token=planted-query`,
  ];
}

/** Returns the secrets in a text, including secrets that are encoded in base64, as for Basic authentication. */
export function secretsIn(text: string): string[] {
  const inBase64 = [...text.matchAll(/[\w+/]{16,}={0,2}/g)].map(([word]) =>
    Buffer.from(word, 'base64').toString('latin1'),
  );
  return [text, ...inBase64].flatMap((each) => [...each.matchAll(secretPattern)].map(([found]) => found));
}

/** Fails if a text contains a secret. `where` names the source of the text in the error message. */
export function assertNoSecrets(where: string, text: string): void {
  assert.deepEqual(secretsIn(text), [], `secrets in ${where}: ${text.slice(0, 2000)}`);
}

/**
 * Fails if a file below `folder` contains a secret. Passes if the folder does not exist. `isChecked` gets the path of a
 * file and returns whether to check the file.
 */
export async function assertNoSecretsBelow(folder: string, isChecked: (file: string) => boolean): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const file = path.join(entry.parentPath, entry.name);
    // A file that was deleted after the folder was listed counts as empty.
    if (entry.isFile() && isChecked(file)) assertNoSecrets(file, await readFile(file, 'latin1').catch(() => ''));
  }
}
