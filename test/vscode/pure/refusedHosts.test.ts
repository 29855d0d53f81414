import assert from 'node:assert/strict';
import test from 'node:test';
import type { UploadOutcome } from '../../../src/core/operations/upload/uploadOutcome.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { RefusedHosts } from '../../../src/vscode/upload/refusedHosts.ts';
import { sampleRecord } from '../../core/operations/uploadRecordSamples.ts';
import { inMemoryMemento } from '../memento.ts';
import { outcomes } from '../report.ts';

const { upload, ...rest } = sampleRecord();
const packageUrl = 'https://me:hunter2@files.example.com:8443/a.tgz?sign=hunter2';
const record = { ...rest, upload: { ...upload, packageUrl } };
const refusedAs = (code: 'packageHostNotAllowed' | 'uploadByLinkDisabled' | 'versionExists'): UploadOutcome => ({
  status: 'failed',
  error: new PlatformError(code),
});

test('of a link that was refused the host is remembered, and nothing that lets anybody in', async () => {
  const memento = inMemoryMemento();
  const refusals = new RefusedHosts(memento);
  await refusals.learn(record, refusedAs('packageHostNotAllowed'));
  assert.deepEqual(
    refusals.known.map(({ entry, everyHost }) => ({ entry, everyHost })),
    [{ entry: 'files.example.com:8443', everyHost: false }],
  );
  assert.doesNotMatch(memento.written(), /hunter2/);
});

test('a successful upload shows that the platform now allows its host', async () => {
  const refusals = new RefusedHosts(inMemoryMemento());
  await refusals.learn(record, refusedAs('uploadByLinkDisabled'));
  assert.equal(refusals.known[0]?.everyHost, true);
  await refusals.learn(record, outcomes.uploaded);
  assert.deepEqual(refusals.known, []);
});

test('a failure for another reason does not mark the host as refused', async () => {
  const refusals = new RefusedHosts(inMemoryMemento());
  await refusals.learn(record, refusedAs('versionExists'));
  assert.deepEqual(refusals.known, []);
});
