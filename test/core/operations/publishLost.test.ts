import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import test from 'node:test';
import {
  publishPackage,
  type PublishOutcome,
  type PublishOptions,
} from '../../../src/core/operations/publish/publishPackage.ts';
import type { RepositoryFault } from '../../repository/startRepository.ts';
import { fakeClock } from '../fakeClock.ts';
import { repositoryFixture, type RepositoryFixture } from '../repository/repositoryFixture.ts';

/**
 * This file tests a PUT without a clear response. The outcome depends on what the repository stores after the PUT, not
 * on what the repository stored before.
 */

const target = { appCode: 'demo-app', module: 'default', version: '1.0.3' };
const key = '/demo/packages/releases/demo-app/default/1.0.3/demo-app.tar.gz';
const otherNode = { bytes: Buffer.from('other'), sha256: 'a'.repeat(64), metadata: {}, createdBy: 'bob' };

function publish(fixture: RepositoryFixture, more: Partial<PublishOptions> = {}): Promise<PublishOutcome> {
  const { repository, file, clock } = fixture;
  return publishPackage({ repository, clock, file, target, confirmReplace: () => Promise.resolve(true), ...more });
}

async function storeIn({ embedded, file }: RepositoryFixture): Promise<void> {
  const bytes = await readFile(file.path);
  embedded.nodes.set(key, { bytes, sha256: file.sha256, metadata: {}, createdBy: 'publisher' });
}

function countPuts({ embedded }: RepositoryFixture): number {
  return embedded.requests.filter(({ method }) => method === 'PUT').length;
}

for (const before of ['nothing', 'another package'] as const) {
  for (const kind of ['dropBeforeHeaders', 'loginPage', 'status'] as const) {
    test(`${kind}, ${before} stored before, and the package stored only after the first check: published`, async (t) => {
      const fixture = await repositoryFixture(t);
      if (before === 'another package') fixture.embedded.nodes.set(key, otherNode);
      fixture.embedded.faults.push({ method: 'PUT', kind, status: 504 });
      const clock = fakeClock((now) => (now > 2000 ? storeIn(fixture) : undefined));
      const outcome = await publish(fixture, { clock });
      assert.equal(outcome.status, 'published');
      assert.equal(countPuts(fixture), 1);
    });
  }
}

for (const kind of ['dropAnswer', 'halfJson'] as const) {
  test(`replacing another package, ${kind}: published, because the package is stored`, async (t) => {
    const fixture = await repositoryFixture(t);
    fixture.embedded.nodes.set(key, otherNode);
    fixture.embedded.faults.push({ method: 'PUT', kind });
    assert.equal((await publish(fixture)).status, 'published', fixture.log.lines.join('\n'));
    assert.equal(fixture.embedded.nodes.get(key)?.sha256, fixture.file.sha256);
  });
}

test('replacing another package fails midway: failed, and the other package is unchanged', async (t) => {
  const fixture = await repositoryFixture(t);
  fixture.embedded.nodes.set(key, otherNode);
  fixture.embedded.faults.push({ method: 'PUT', kind: 'resetMidBody' });
  assert.equal((await publish(fixture)).status, 'failed');
  assert.equal(fixture.embedded.nodes.get(key), otherNode);
});

test('cancelled during reconciling: cancelled, possibly stored, and no more checks', async (t) => {
  const fixture = await repositoryFixture(t);
  fixture.embedded.faults.push({ method: 'PUT', kind: 'dropBeforeHeaders' });
  const stopping = new AbortController();
  const clock = fakeClock(() => {
    stopping.abort();
  });
  const outcome = await publish(fixture, { clock, signal: stopping.signal });
  assert.deepEqual(outcome, { status: 'cancelled', mayBeThere: true });
  assert.equal(clock.waits.length, 1);
});

test('a response that does not say what was stored does not count as a stored package', async (t) => {
  const fixture = await repositoryFixture(t);
  fixture.embedded.nodes.set(key, otherNode);
  const put = (): Promise<Awaited<ReturnType<typeof fixture.repository.put>>> =>
    Promise.resolve({
      sizeBytes: undefined,
      sha256: undefined,
      modified: undefined,
      modifiedBy: undefined,
    });
  const outcome = await publish(fixture, { repository: { ...fixture.repository, put } });
  assert.equal(outcome.status, 'failed');
});

const refusalsWhileSending: readonly RepositoryFault['kind'][] = ['refuse', 'refuseAndClose'];

for (const kind of refusalsWhileSending) {
  test(`another package appears meanwhile, ${kind} while sending: fileExists`, async (t) => {
    const fixture = await repositoryFixture(t);
    const file = await large(fixture);
    fixture.embedded.faults.push({ method: 'PUT', kind, code: 251012 });
    const clock = fakeClock();
    const { repository } = fixture;
    let detailReads = 0;
    const detail: typeof repository.detail = (path, options) => {
      if (detailReads > 0) fixture.embedded.nodes.set(key, otherNode);
      detailReads += 1;
      return repository.detail(path, options);
    };
    const outcome = await publish(fixture, { clock, file, repository: { ...repository, detail } });
    assert.ok(outcome.status === 'failed', outcome.status);
    assert.equal(outcome.error.code, 'fileExists');
    assert.equal(fixture.embedded.nodes.get(key), otherNode);
  });
}

test('the same package appears meanwhile: published', async (t) => {
  const fixture = await repositoryFixture(t);
  fixture.embedded.faults.push({ method: 'PUT', kind: 'refuse', code: 251012 });
  const clock = fakeClock(() => storeIn(fixture));
  assert.equal((await publish(fixture, { clock })).status, 'published');
});

for (const fault of [
  { kind: 'dropBeforeHeaders' },
  { kind: 'status', status: 502 },
  { kind: 'refuse', status: 429, code: 250124 },
] as const) {
  test(`a transient error does not stop the first check: ${JSON.stringify(fault)}`, async (t) => {
    const fixture = await repositoryFixture(t);
    fixture.embedded.faults.push({ path: /node\/detail/, ...fault });
    assert.equal((await publish(fixture)).status, 'published', fixture.log.lines.join('\n'));
    assert.equal(countPuts(fixture), 1);
  });
}

/** Returns a file that is larger than the socket buffers between client and server. */
async function large({ file }: RepositoryFixture): Promise<RepositoryFixture['file']> {
  const bytes = Buffer.alloc(24 * 1024 * 1024, 'package');
  const path = `${file.path}.large`;
  await writeFile(path, bytes);
  return { ...file, path, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
