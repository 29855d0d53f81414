import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { readEntries } from '../../../src/core/archive/readEntries.ts';
import { checkPackage } from '../../../src/core/package/checkPackage.ts';
import { isError } from '../../../src/core/package/finding.ts';
import { startArchiveCheck } from '../../../src/core/releases/checkArchive.ts';
import { detectContent } from '../../../src/core/releases/packageContent.ts';

/** This file tests archives whose labels say whether the platform's own code accepts them. */
const folder = new URL('../../fixtures/packages/', import.meta.url);
const labelled = JSON.parse(readFileSync(new URL('archives.json', folder), 'utf8')) as {
  file: string;
  kind: string;
  expect: 'ok' | 'warn' | 'refused';
}[];

for (const { file, kind, expect } of labelled) {
  test(`${file} (${kind}) is ${expect}, and the check of a link agrees`, async () => {
    const path = fileURLToPath(new URL(`archives/${file}`, folder));
    const bytes = readFileSync(path);
    const content = detectContent(bytes);
    assert.ok(content === 'gzip' || content === 'zip' || content === 'tar');
    const format = content === 'zip' ? 'zip' : 'tar';
    const { findings } = await checkPackage(readEntries({ path, content }), { format, target: { module: 'default' } });
    const accepted = findings.length === 0 ? 'ok' : 'warn';
    const told = findings.map(({ code, problem = '' }) => `${code} ${problem}`).join();
    assert.equal(findings.some(isError) ? 'refused' : accepted, expect, told);
    const check = startArchiveCheck(content);
    for (let at = 0; at < bytes.length; at += 1000) await check.take(bytes.subarray(at, at + 1000));
    const damage = await check.end();
    if (expect !== 'refused') assert.equal(damage, undefined);
    // The check of a link does not read the files of a zip, so it finds no damage in them.
    const problem = format === 'zip' ? undefined : findings.find(({ code }) => code === 'archiveUnreadable')?.problem;
    assert.equal(damage, problem);
  });
}
