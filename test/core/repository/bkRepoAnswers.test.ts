import assert from 'node:assert/strict';
import test from 'node:test';
import { createSource } from '../../../src/core/releases/sources/createSource.ts';
import { RepositoryError } from '../../../src/core/repository/repositoryError.ts';
import type { EmbeddedRepository } from '../../repository/startRepository.ts';
import { recordLog } from '../recordLog.ts';
import { repositoryFixture } from './repositoryFixture.ts';

// This file tests responses of BK-Repo that are easy to misread (release-sources.md 1.3, 1.4, 1.7, 1.8).

function put({ nodes }: EmbeddedRepository, path: string, sha256 = '1'.repeat(64)): void {
  nodes.set(`/demo/public-packages${path}`, { bytes: Buffer.from('x'), sha256, metadata: {}, createdBy: 'publisher' });
}

const failsWith = (code: string) => (error: unknown) => error instanceof RepositoryError && error.code === code;

test('a folder does not count as a file', async (t) => {
  const { embedded, repository } = await repositoryFixture(t, { setting: { repository: 'public-packages' } });
  put(embedded, '/a/b.zip');
  await assert.rejects(repository.detail('/a'), failsWith('folderInTheWay'));
});

test('64 zeros are not a digest', async (t) => {
  const { embedded, repository } = await repositoryFixture(t, { setting: { repository: 'public-packages' } });
  put(embedded, '/a.zip', '0'.repeat(64));
  assert.equal((await repository.detail('/a.zip'))?.sha256, undefined);
});

test('a wrong credential is rejected even if none is needed', async (t) => {
  const setting = { repository: 'public-packages' };
  const { embedded, repository } = await repositoryFixture(t, { setting, credential: { user: 'a', secret: 'wrong' } });
  put(embedded, '/a.zip');
  await assert.rejects(repository.detail('/a.zip'), failsWith('credentialRefused'));
});

for (const [number, code] of [
  [250110, 'fileArchived'],
  [250111, 'fileArchived'],
  [250128, 'tooManyRequests'],
  [251035, 'bkRepoRefused'],
  [259999, 'bkRepoRefused'],
] as const) {
  test(`${number} on an upload is a rejection, not a lost upload: ${code}`, async (t) => {
    const { embedded, repository, file } = await repositoryFixture(t);
    embedded.faults.push({ method: 'PUT', kind: 'refuse', code: number });
    const options = { overwrite: false, metadata: {} };
    await assert.rejects(repository.put('/a.tar.gz', file, options), failsWith(code));
  });
}

function sourceAt(embedded: EmbeddedRepository, path: string) {
  const setting = { kind: 'bkrepo' as const, name: undefined, url: `${embedded.baseUrl}${path}` };
  return createSource(setting, { credential: undefined, log: recordLog(), answers: new Map(), roots: new Map() });
}

for (const path of ['/generic/demo/public-packages/发布', '/ui/demo/generic?repoName=public-packages&path=/发布']) {
  test(`the folder at ${path} is a source`, async (t) => {
    const { embedded } = await repositoryFixture(t);
    put(embedded, '/发布/demo-app-1.2.3.tar.gz');
    put(embedded, '/other/demo-app-1.2.4.tar.gz');
    const { releases, next } = await sourceAt(embedded, path).list({});
    assert.deepEqual(
      releases.flatMap(({ files }) => files.map(({ url }) => url)),
      [`${embedded.baseUrl}/generic/demo/public-packages/%E5%8F%91%E5%B8%83/demo-app-1.2.3.tar.gz`],
    );
    assert.equal(next, undefined);
  });
}

test('the list continues after pages without archives', async (t) => {
  const { embedded } = await repositoryFixture(t);
  put(embedded, '/demo-app-1.2.3.tar.gz');
  for (let index = 0; index < 250; index += 1) put(embedded, `/demo-app-${index}.sha256`);
  const { releases, next } = await sourceAt(embedded, '/generic/demo/public-packages').list({});
  assert.deepEqual(
    releases.map(({ name }) => name),
    ['demo-app-1.2.3.tar.gz'],
  );
  assert.equal(next, undefined);
});
