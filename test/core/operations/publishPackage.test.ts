import assert from 'node:assert/strict';
import test from 'node:test';
import { publishPackage, type PublishOutcome } from '../../../src/core/operations/publish/publishPackage.ts';
import { RepositoryError } from '../../../src/core/repository/repositoryError.ts';
import { repositorySeed, type RepositoryFault } from '../../repository/startRepository.ts';
import {
  repositoryFixture,
  type RepositoryFixture,
  type RepositoryFixtureOptions,
} from '../repository/repositoryFixture.ts';

const target = { appCode: 'demo-app', module: 'default', version: '1.0.3' };
const key = '/demo/packages/releases/demo-app/default/1.0.3/demo-app.tar.gz';

async function publish(
  fixture: RepositoryFixture,
  options: { replace?: boolean; signal?: AbortSignal } = {},
): Promise<PublishOutcome> {
  const { repository, file, clock } = fixture;
  const confirmReplace = (): Promise<boolean> => Promise.resolve(options.replace ?? false);
  return publishPackage({ repository, clock, file, target, confirmReplace, signal: options.signal });
}

function countPuts({ embedded }: RepositoryFixture): number {
  return embedded.requests.filter(({ method }) => method === 'PUT').length;
}

test('a package is stored at its path with its digest, and its link needs no sign-in', async (t) => {
  const fixture = await repositoryFixture(t);
  const outcome = await publish(fixture);
  assert.ok(outcome.status === 'published');
  const node = fixture.embedded.nodes.get(key);
  assert.equal(node?.sha256, fixture.file.sha256);
  assert.deepEqual(node.metadata, { app: 'demo-app', module: 'default', version: '1.0.3' });
  assert.match(
    outcome.link,
    new RegExp(`^${fixture.embedded.baseUrl}/generic/temporary/download${key}\\?token=[0-9a-f]{32}$`),
  );
  const answer = await fetch(outcome.link);
  assert.equal(answer.headers.get('x-checksum-sha256'), fixture.file.sha256);
  assert.equal(outcome.alreadyThere, false);
});

test('the same package again is not sent again', async (t) => {
  const fixture = await repositoryFixture(t);
  await publish(fixture);
  const outcome = await publish(fixture);
  assert.ok(outcome.status === 'published' && outcome.alreadyThere);
  assert.equal(countPuts(fixture), 1);
});

test('another package at its path is replaced only after being asked', async (t) => {
  const fixture = await repositoryFixture(t);
  const other = { bytes: Buffer.from('other'), sha256: 'a'.repeat(64), metadata: {}, createdBy: 'bob' };
  fixture.embedded.nodes.set(key, other);
  const kept = await publish(fixture);
  assert.ok(kept.status === 'kept');
  assert.equal(kept.there.sha256, 'a'.repeat(64));
  assert.equal(fixture.embedded.nodes.get(key), other);
  assert.equal((await publish(fixture, { replace: true })).status, 'published');
  assert.equal(fixture.embedded.nodes.get(key)?.sha256, fixture.file.sha256);
});

test('a public repository has plain links, and links can have another base URL than uploads', async (t) => {
  const setting = { repository: 'public-packages', links: 'public' };
  const plain = await repositoryFixture(t, { setting });
  const outcome = await publish(plain);
  assert.ok(outcome.status === 'published');
  assert.equal(outcome.link, `${plain.embedded.baseUrl}/generic${key.replace('packages', 'public-packages')}`);
  const other = await repositoryFixture(t, { setting: { ...setting, linkBaseUrl: 'http://127.0.0.1:1' } });
  const there = await publish(other);
  // Nothing listens at `linkBaseUrl`, so the probe of the link fails.
  assert.ok(there.status === 'failed' && there.step === 'linking');
});

test('a publication cancelled before sending stores nothing, and the outcome says so', async (t) => {
  const fixture = await repositoryFixture(t);
  const outcome = await publish(fixture, { signal: AbortSignal.abort() });
  assert.deepEqual(outcome, { status: 'cancelled', mayBeThere: false });
  assert.equal(fixture.embedded.nodes.size, 0);
});

const refusals: readonly (readonly [string, RepositoryFixtureOptions, RepositoryFault | undefined, string])[] = [
  ['a wrong password', { credential: { user: 'publisher', secret: 'wrong-password' } }, undefined, 'credentialRefused'],
  ['no permission', {}, { kind: 'refuse', status: 403, code: 250113 }, 'notPermitted'],
  ['a full repository', {}, { method: 'PUT', kind: 'refuse', code: 251025 }, 'quotaExceeded'],
  ['a folder in the way', {}, { method: 'PUT', kind: 'refuse', code: 251013 }, 'folderInTheWay'],
  ['somebody faster', {}, { method: 'PUT', kind: 'refuse', code: 251012 }, 'fileExists'],
  ['a damaged body', {}, { method: 'PUT', kind: 'refuse', code: 251003 }, 'digestMismatch'],
  ['a repository of the pipelines', {}, { method: 'PUT', kind: 'refuse', code: 251210 }, 'guardedRepository'],
  ['too many requests', {}, { method: 'PUT', kind: 'refuse', status: 429, code: 250129 }, 'tooManyRequests'],
  ['a proxy’s limit', {}, { method: 'PUT', kind: 'status', status: 413 }, 'fileTooLarge'],
  ['no sharing', {}, { path: /url\/create/, kind: 'refuse', code: 251037 }, 'sharingDisabled'],
  ['a login page in place of the detail', {}, { path: /detail/, kind: 'loginPage' }, 'notABkRepo'],
  ['a redirect', {}, { method: 'PUT', kind: 'redirect', location: 'https://elsewhere.example/' }, 'redirectRefused'],
];

for (const [what, options, fault, code] of refusals) {
  test(`publishing, ${what}: ${code}, and nothing is stored`, async (t) => {
    const fixture = await repositoryFixture(t, options);
    if (fault) fixture.embedded.faults.push(fault);
    const outcome = await publish(fixture);
    assert.ok(outcome.status === 'failed', outcome.status);
    assert.equal(outcome.error.code, code);
    if (code !== 'sharingDisabled') assert.equal(fixture.embedded.nodes.size, 0);
    assert.ok(countPuts(fixture) <= 1);
    assertNoSecret(fixture, outcome.error);
  });
}

/**
 * Each test applies one of these faults once to one of the requests. No outcome may contradict what the repository
 * stores.
 */
const repositoryFaults: readonly RepositoryFault[] = [
  { kind: 'dropBeforeHeaders' },
  { kind: 'dropAnswer' },
  { kind: 'halfJson' },
  { kind: 'loginPage' },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 504 },
  { kind: 'status', status: 500 },
  { kind: 'resetMidBody' },
  { kind: 'redirect', location: '/elsewhere' },
  { kind: 'refuse', status: 500, code: 250102 },
  { kind: 'refuse', status: 429, code: 250124 },
];
const exchanges: readonly (readonly [string, Pick<RepositoryFault, 'method' | 'path'>])[] = [
  ['detail', { path: /node\/detail/ }],
  ['PUT', { method: 'PUT' }],
  ['token', { path: /url\/create/ }],
  ['link', { path: /temporary\/download/ }],
];

for (const [exchange, match] of exchanges) {
  for (const fault of repositoryFaults) {
    const name = `${fault.kind}${fault.status === undefined ? '' : ` ${fault.status}`}`;
    test(`fault matrix of publishing: ${name} for ${exchange}`, async (t) => {
      const fixture = await repositoryFixture(t);
      fixture.embedded.faults.push({ ...fault, ...match });
      const outcome = await publish(fixture);
      const there = fixture.embedded.nodes.get(key);
      assert.ok(countPuts(fixture) <= 1, 'nothing is sent twice');
      if (outcome.status === 'published') assert.equal(there?.sha256, fixture.file.sha256);
      if (outcome.status === 'failed' && outcome.step !== 'linking') assert.equal(there, undefined);
      assert.notEqual(outcome.status, 'unknown', 'it could be found out');
      if (there) assert.equal(there.sha256, fixture.file.sha256, 'never half a file');
      assertNoSecret(fixture, outcome);
    });
  }
}

test('a lost response to the PUT, and then an unreadable repository: the outcome is unknown', async (t) => {
  const fixture = await repositoryFixture(t);
  fixture.embedded.faults.push({ method: 'PUT', kind: 'dropAnswer' });
  const { repository } = fixture;
  let reads = 0;
  const outcome = await publish({
    ...fixture,
    repository: {
      ...repository,
      detail: (path, options) => {
        reads += 1;
        if (reads === 1) return repository.detail(path, options);
        return Promise.reject(new RepositoryError('unreachable', { host: fixture.embedded.host }));
      },
    },
  });
  assert.equal(outcome.status, 'unknown');
});

test('the password goes to the repository alone, not to the link and not to the target of a redirect', async (t) => {
  const fixture = await repositoryFixture(t);
  const other = await repositoryFixture(t);
  fixture.embedded.faults.push({
    method: 'PUT',
    kind: 'redirect',
    location: `${other.embedded.baseUrl}/generic/x/y/z`,
  });
  await publish(fixture);
  assert.equal(other.embedded.requests.length, 0, 'not even a connection');
  await publish(fixture);
  const probes = fixture.embedded.requests.filter(({ path }) => path.includes('/temporary/download/'));
  assert.deepEqual(
    probes.map(({ authorization, range }) => [authorization, range]),
    [[undefined, 'bytes=0-0']],
  );
});

function assertNoSecret({ log }: RepositoryFixture, said: unknown): void {
  const encoded = Buffer.from(`${repositorySeed.user}:${repositorySeed.secret}`).toString('base64');
  const written = log.lines.join('\n');
  const texts = `${written}\n${JSON.stringify(said)}\n${String(said)}`;
  for (const secret of [repositorySeed.secret, encoded]) assert.ok(!texts.includes(secret), secret);
  // The outcome must contain the link, which has a token. The log must not contain the token.
  assert.doesNotMatch(written, /token=/);
}
