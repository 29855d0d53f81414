import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { createSource, credentialTarget } from '../../../../src/core/releases/sources/createSource.ts';
import type { Release, ReleaseSource } from '../../../../src/core/releases/sources/releaseSource.ts';
import type { ReleaseSourceKind } from '../../../../src/core/releases/sources/releaseSourceSetting.ts';
import { SourceError } from '../../../../src/core/releases/sources/sourceError.ts';
import type { SourceAccess } from '../../../../src/core/releases/sources/sourceRequest.ts';
import { sourceToken, startSources, type EmbeddedSources, type SourceFault } from '../../../sources/startSources.ts';
import { recordLog, type RecordedLog } from '../../recordLog.ts';

interface Fixture {
  embedded: EmbeddedSources;
  source: ReleaseSource;
  log: RecordedLog;
}

async function sourceFixtureFor(
  t: TestContext,
  kind: ReleaseSourceKind,
  path: string,
  signedIn = false,
): Promise<Fixture> {
  const embedded = await startSources();
  t.after(() => embedded.close());
  const setting = { kind, name: undefined, url: `${embedded.baseUrl}${path}` };
  const log = recordLog();
  const credential = signedIn ? { ...credentialTarget(setting), value: `token ${sourceToken}` } : undefined;
  const access: SourceAccess = { credential, log, answers: new Map(), roots: new Map() };
  return { embedded, source: createSource(setting, access), log };
}

function fileRowsOf(releases: readonly Release[]) {
  return releases.flatMap((release) =>
    release.files.map(({ fileName, version, versionFrom, madeOnRequest }) => [
      fileName,
      version,
      versionFrom,
      madeOnRequest,
    ]),
  );
}

test('GitHub: archives of releases, newest first, with the tag’s version, size and digest; sources last', async (t) => {
  const { source, embedded } = await sourceFixtureFor(t, 'github', '/octo/demo');
  const { releases, next } = await source.list({});
  assert.deepEqual(fileRowsOf(releases), [
    ['demo-app-1.2.0.tar.gz', '1.2.0', 'tag', false],
    ['v1.2.0.tar.gz', '1.2.0', 'tag', true],
    ['演示+包.zip', '1.1.0-rc.1', 'tag', false],
  ]);
  assert.match(releases[0]?.files[0]?.sha256 ?? '', /^[0-9a-f]{64}$/);
  assert.deepEqual(
    releases.map(({ preRelease }) => preRelease),
    [false, true],
  );
  assert.equal(next, `${embedded.baseUrl}/api/v3/repos/octo/demo/releases?page=2`);
  assert.deepEqual((await source.list({ page: next })).releases, []);
});

test('an unchanged list is not sent again', async (t) => {
  const { source, embedded } = await sourceFixtureFor(t, 'github', '/octo/demo');
  const first = await source.list({});
  assert.deepEqual(await source.list({}), first);
  assert.equal(embedded.requests.at(-1)?.headers['if-none-match'], '"one"');
});

test('a repository that has moved is followed', async (t) => {
  const { source } = await sourceFixtureFor(t, 'github', '/octo/moved');
  assert.equal((await source.list({})).releases.length, 2);
});

test('a private repository is not found without a token, and is read with one', async (t) => {
  const anybody = await sourceFixtureFor(t, 'github', '/octo/private');
  await assert.rejects(anybody.source.list({}), (error) => error instanceof SourceError && error.code === 'notFound');
  const own = await sourceFixtureFor(t, 'github', '/octo/private', true);
  const { releases } = await own.source.list({});
  assert.equal(releases[0]?.files[0]?.needsCredentials, true);
});

test('a private file is read through the API, and the store behind it gets no credential', async (t) => {
  const { source, embedded, log } = await sourceFixtureFor(t, 'github', '/octo/private', true);
  const { releases } = await source.list({});
  const file = releases[0]?.files[0] ?? assert.fail();
  const download = await source.open(file);
  let bytes = 0;
  for await (const piece of download.body) bytes += piece.length;
  assert.equal(bytes, download.sizeBytes);
  const asked = embedded.requests.at(-1);
  assert.equal(asked?.headers.accept, 'application/octet-stream');
  assert.ok(String(asked.headers.authorization).includes(sourceToken));
  assert.equal(embedded.storeRequests.length, 1);
  assert.equal(embedded.storeRequests[0]?.headers.authorization, undefined);
  assert.doesNotMatch(log.lines.join('\n'), /planted/);
});

test('GitLab: the project’s path is one path segment; links are files, and sources come last', async (t) => {
  const { source, embedded } = await sourceFixtureFor(t, 'gitlab', '/team/sub/demo');
  const { releases } = await source.list({});
  assert.deepEqual(fileRowsOf(releases), [
    ['demo-app-1.2.0.tar.gz', '1.2.0', 'tag', false],
    ['demo-v1.2.0.tar.gz', '1.2.0', 'tag', true],
  ]);
  assert.match(embedded.requests[0]?.path ?? '', /^\/api\/v4\/projects\/team%2Fsub%2Fdemo\/releases\?/);
});

test('GitLab: generic packages follow the releases, with their own version and digest', async (t) => {
  const { source } = await sourceFixtureFor(t, 'gitlab', '/team/sub/demo');
  const { next } = await source.list({});
  const { releases, next: last } = await source.list({ page: next });
  assert.deepEqual(fileRowsOf(releases), [['demo-app-1.1.0.tar.gz', '1.1.0', 'source', false]]);
  assert.match(releases[0]?.files[0]?.sha256 ?? '', /^[0-9a-f]{64}$/);
  assert.equal(last, undefined);
  const download = await source.open(releases[0]?.files[0] ?? assert.fail());
  assert.ok((download.sizeBytes ?? 0) > 0);
  download.close();
});

test('GitLab: a private release is listed and read with its own header', async (t) => {
  const { source, embedded } = await sourceFixtureFor(t, 'gitlab', '/team/sub/private', true);
  const file = (await source.list({})).releases[0]?.files[0] ?? assert.fail();
  (await source.open(file)).close();
  assert.ok(String(embedded.requests.at(-1)?.headers['private-token']).includes(sourceToken));
});

test('Gitea and Forgejo: like GitHub, at other paths', async (t) => {
  const { source } = await sourceFixtureFor(t, 'gitea', '/octo/demo');
  assert.deepEqual(fileRowsOf((await source.list({})).releases), [
    ['demo-app-1.2.0.tar.gz', '1.2.0', 'tag', false],
    ['1.2.0.tar.gz', '1.2.0', 'tag', true],
  ]);
});

test('Gitee: pages have numbers, and archives of sources are distinguished from files', async (t) => {
  const { source } = await sourceFixtureFor(t, 'gitee', '/octo/demo');
  const first = await source.list({});
  assert.deepEqual(fileRowsOf(first.releases), [
    ['demo-app-1.2.0.tar.gz', '1.2.0', 'tag', false],
    ['v1.2.0.tar.gz', '1.2.0', 'tag', true],
  ]);
  const second = await source.list({ page: first.next });
  assert.equal(second.releases[0]?.name, '1.1.0');
  assert.equal(second.next, undefined);
});

test('a listing: archives of the same host, sorted by date, and nothing of another host', async (t) => {
  const { source } = await sourceFixtureFor(t, 'index', '/nginx');
  assert.deepEqual(fileRowsOf((await source.list({})).releases), [
    ['demo-app-1.2.0.tar.gz', '1.2.0', 'fileName', false],
    ['demo-app-1.1.0.tar.gz', '1.1.0', 'fileName', false],
  ]);
});

test('a list as JSON: its version, size and digest are used', async (t) => {
  const { source } = await sourceFixtureFor(t, 'index', '/list.json');
  const { releases } = await source.list({});
  assert.deepEqual(fileRowsOf(releases), [
    ['demo-app-1.1.0.tar.gz', '1.1.0', 'fileName', false],
    ['demo-app-1.2.0.tar.gz', '1.2.0', 'source', false],
  ]);
  assert.equal(releases[1]?.files[0]?.sha256, 'a'.repeat(64));
});

/**
 * Faults of requests for a list or a download, each with the expected error code. The tests also assert that the token
 * reaches neither the log nor another host.
 */
const faults: readonly (readonly [string, SourceFault, string])[] = [
  ['a dropped connection', { kind: 'drop' }, 'connectionLost'],
  ['an error of its own', { kind: 'status', status: 500 }, 'sourceFailed'],
  ['a bad gateway', { kind: 'status', status: 502 }, 'sourceFailed'],
  ['a refused token', { kind: 'status', status: 401 }, 'credentialRefused'],
  ['no permission', { kind: 'status', status: 403 }, 'notPermitted'],
  ['nothing there', { kind: 'status', status: 404 }, 'notFound'],
  ['a limit by 403', { kind: 'rateLimited' }, 'rateLimited'],
  ['a limit by 429', { kind: 'rateLimited', status: 429, headers: { 'retry-after': '60' } }, 'rateLimited'],
  [
    'a redirect to something else than the web',
    { kind: 'redirect', location: 'file:///etc/passwd' },
    'redirectRefused',
  ],
];
const spoiledLists: typeof faults = [
  ['a page to sign in on', { kind: 'loginPage' }, 'notASource'],
  ['half an answer', { kind: 'halfJson' }, 'notASource'],
  ['JSON nested 100,000 deep', { kind: 'deepJson' }, 'notASource'],
];
/**
 * A path that startSources.ts serves, for each kind of source. The type requires every kind except `bkrepo`, which
 * startSources.ts does not serve.
 */
const pathByKind: Readonly<Record<Exclude<ReleaseSourceKind, 'bkrepo'>, string>> = {
  github: '/octo/demo',
  gitlab: '/team/sub/demo',
  gitea: '/octo/demo',
  gitee: '/octo/demo',
  index: '/nginx',
};

for (const [kind, path] of Object.entries(pathByKind) as [keyof typeof pathByKind, string][]) {
  // For `index`, every page is a listing, possibly an empty one. So a spoiled list causes no error.
  for (const [what, fault, code] of kind === 'index' ? faults : [...faults, ...spoiledLists]) {
    test(`fault matrix, the list of ${kind}: ${what} is ${code}`, async (t) => {
      const { source, embedded, log } = await sourceFixtureFor(t, kind, path, true);
      embedded.faults.push(fault);
      await assert.rejects(source.list({}), (error) => {
        assert.ok(error instanceof SourceError);
        assert.equal(error.code, code);
        assert.doesNotMatch(`${String(error)} ${JSON.stringify(error)} ${log.lines.join(' ')}`, /planted/);
        return true;
      });
      assert.ok(embedded.storeRequests.every(({ headers }) => headers.authorization === undefined));
    });
  }
  for (const [what, fault, code] of faults) {
    test(`fault matrix, a download of ${kind}: ${what} is ${code}`, async (t) => {
      const { source, embedded, log } = await sourceFixtureFor(t, kind, path, true);
      const file = (await source.list({})).releases[0]?.files[0] ?? assert.fail();
      embedded.faults.push(fault);
      await assert.rejects(source.open(file), (error) => error instanceof SourceError && error.code === code);
      assert.doesNotMatch(log.lines.join(' '), /planted/);
    });
  }
}

test('a rate limit says when to try again', async (t) => {
  const { source, embedded } = await sourceFixtureFor(t, 'github', '/octo/demo');
  embedded.faults.push({ kind: 'rateLimited' });
  await assert.rejects(
    source.list({}),
    (error) => error instanceof SourceError && error.facts.retryAt === 1_796_000_000_000,
  );
});

test('a redirect to another host gets no credential, also for a list', async (t) => {
  const { source, embedded } = await sourceFixtureFor(t, 'gitlab', '/team/sub/demo', true);
  embedded.faults.push({ kind: 'redirect', location: `${embedded.storeUrl}/list` });
  await assert.rejects(source.list({}), SourceError);
  assert.equal(embedded.storeRequests[0]?.headers['private-token'], undefined);
});
