import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { parseSha256 } from '../../../../src/core/http/sha256.ts';
import { tagVersion } from '../../../../src/core/releases/sources/archives.ts';
import { createSource, credentialTarget } from '../../../../src/core/releases/sources/createSource.ts';
import type { Release, ReleaseSource } from '../../../../src/core/releases/sources/releaseSource.ts';
import type { ReleaseSourceKind } from '../../../../src/core/releases/sources/releaseSourceSetting.ts';
import { SourceError } from '../../../../src/core/releases/sources/sourceError.ts';
import { recordLog } from '../../recordLog.ts';
import { serverFor } from '../../serverFor.ts';

// This file tests release sources against responses that real servers sent: Gitea 1.22, npm's serve 14.2, nginx.

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: string;
}

/**
 * Starts a server whose `answer` depends on path and query. Returns a source on this server, and the requests that the
 * server received.
 */
async function sourceOf(
  t: TestContext,
  kind: ReleaseSourceKind,
  path: string,
  answer: (url: string, origin: string) => Answer | undefined,
  secret?: string,
): Promise<{ source: ReleaseSource; origin: string; requests: string[] }> {
  const requests: string[] = [];
  let origin = '';
  const server = await serverFor(t, (request, response) => {
    requests.push(`${request.path}${request.headers.authorization ? ' signed' : ''}`);
    const { status = 200, headers = {}, body } = answer(request.path, origin) ?? { status: 404, body: '' };
    response.writeHead(status, headers).end(body);
  });
  ({ origin } = server);
  const setting = { kind, name: undefined, url: `${origin}${path}` };
  const credential = secret === undefined ? undefined : { ...credentialTarget(setting), value: secret };
  const source = createSource(setting, { credential, log: recordLog(), answers: new Map(), roots: new Map() });
  return { source, origin, requests };
}

const namesOf = (releases: readonly Release[]): string[] =>
  releases.flatMap(({ files }) => files.map(({ fileName }) => fileName));
const urlsOf = (releases: readonly Release[]): string[] => releases.flatMap(({ files }) => files.map(({ url }) => url));
const html = (body: string): Answer => ({ headers: { 'content-type': 'text/html' }, body });
const json = (value: unknown, headers = {}): Answer => ({ headers, body: JSON.stringify(value) });
const release = (tag: string, file: string) => ({
  tag_name: tag,
  assets: [{ name: file, browser_download_url: `https://git.internal/${file}` }],
});

test('a Gitea with another name in its links: the next page is requested from the host of the first page', async (t) => {
  const { source, origin, requests } = await sourceOf(t, 'gitea', '/team/app', (url) => {
    if (url.includes('page=2')) return json([release('v1.0.0', 'app-1.0.0.zip')]);
    const link = '<http://git.internal:3000/api/v1/repos/team/app/releases?limit=50&page=2>; rel="next"';
    return json([release('v1.1.0', 'app-1.1.0.zip')], { link });
  });
  const first = await source.list({});
  assert.ok(first.next?.startsWith(`${origin}/api/v1/repos/team/app/releases?`), first.next);
  const second = await source.list({ page: first.next });
  assert.deepEqual([...namesOf(first.releases), ...namesOf(second.releases)], ['app-1.1.0.zip', 'app-1.0.0.zip']);
  assert.equal(second.next, undefined);
  assert.equal(requests.length, 2);
});

test('links of a redirected listing are relative to the redirect’s target', async (t) => {
  const { source, origin } = await sourceOf(t, 'index', '/current', (url) =>
    url === '/current/'
      ? { status: 302, headers: { location: '/v1.3.0/' }, body: '' }
      : html('<pre><a href="demo-app.tar.gz">demo-app.tar.gz</a> 10-Nov-2026 10:00 5</pre>'),
  );
  assert.deepEqual(urlsOf((await source.list({})).releases), [`${origin}/v1.3.0/demo-app.tar.gz`]);
});

test('a 401 without a credential asks for one, and a 401 with a credential rejects it', async (t) => {
  for (const [secret, code] of [
    [undefined, 'credentialWanted'],
    ['Basic wrong', 'credentialRefused'],
  ] as const) {
    const { source } = await sourceOf(t, 'index', '/files', () => ({ status: 401, body: '' }), secret);
    await assert.rejects(source.list({}), (error) => error instanceof SourceError && error.code === code);
  }
});

test('the JSON of npm’s serve: names with their extensions, and no folders', async (t) => {
  const file = (base: string) => ({
    base,
    ext: base.split('.').at(-1),
    name: base.replace(/\.\w+$/, ''),
    type: 'file',
    size: '36 KB',
  });
  const { source } = await sourceOf(t, 'index', '/files', () =>
    json({
      files: [
        file('demo-app-1.2.3.tar.gz'),
        file('demo-app-1.2.4.zip'),
        file('demo-app-1.2.5.tgz'),
        { base: 'old.zip', name: 'old.zip', type: 'directory' },
      ],
    }),
  );
  assert.deepEqual(namesOf((await source.list({})).releases), [
    'demo-app-1.2.5.tgz',
    'demo-app-1.2.4.zip',
    'demo-app-1.2.3.tar.gz',
  ]);
});

test('a JSON list of bare names: %, # and ? belong to the names', async (t) => {
  const names = ['100%-done-1.0.1.tar.gz', 'a#b-1.0.0.zip', 'what?-1.0.2.zip'];
  const { source } = await sourceOf(t, 'index', '/list.json', () => json(names));
  assert.deepEqual(namesOf((await source.list({})).releases).sort(), names.sort());
});

test('of 2,500 files the newest are listed, and a folder with the name of an archive is not', async (t) => {
  const rows = Array.from({ length: 2500 }, (_, index) => `demo-app-1.0.${index}.tar.gz`)
    .map((name) => `<a href="${name}">${name}</a>  10-Nov-2026 10:00  5`)
    .join('\n');
  const { source } = await sourceOf(t, 'index', '/files', () =>
    html(`<pre><a href="dir.zip/">dir.zip/</a>\n${rows}</pre>`),
  );
  const names = namesOf((await source.list({})).releases);
  assert.equal(names.length, 2000);
  assert.equal(names[0], 'demo-app-1.0.2499.tar.gz');
  assert.ok(!names.includes('dir.zip'));
});

test('a secondary rate limit without headers, and a Retry-After that is a date', async (t) => {
  const until = new Date(Date.UTC(2099, 0, 1)).toUTCString();
  for (const answer of [
    { status: 403, body: '{"message":"You have exceeded a secondary rate limit."}' },
    { status: 429, headers: { 'retry-after': until }, body: '' },
  ]) {
    const { source } = await sourceOf(t, 'github', '/octo/demo', () => answer);
    await assert.rejects(source.list({}), (error) => {
      assert.ok(error instanceof SourceError);
      assert.equal(error.code, 'rateLimited');
      assert.equal(error.facts.retryAt, answer.status === 429 ? Date.UTC(2099, 0, 1) : undefined);
      return true;
    });
  }
});

test('the tag of a draft has no version, and 64 zeros are not a digest', () => {
  assert.equal(tagVersion('untagged-14e7b2490f9a'), undefined);
  assert.equal(parseSha256('0'.repeat(64)), undefined);
  assert.equal(parseSha256(`${'0'.repeat(63)}1`), `${'0'.repeat(63)}1`);
});

for (const [kind, path, api] of [
  ['gitea', '/git/team/app', '/git/api/v1/repos/team/app/releases'],
  ['gitlab', '/git/group/team/app', '/git/api/v4/projects/group%2Fteam%2Fapp/releases'],
] as const) {
  test(`the API of ${kind} below a path is found by trying, and remembered`, async (t) => {
    const { source, requests } = await sourceOf(t, kind, path, (url) =>
      url.startsWith(`${api}?`)
        ? json([{ tag_name: 'v1.2.0', name: 'v1.2.0', assets: kind === 'gitea' ? [] : {} }])
        : url.startsWith('/git/')
          ? undefined
          : html('<h1>Welcome</h1>'),
    );
    assert.deepEqual(
      (await source.list({})).releases.map(({ name }) => name),
      ['v1.2.0'],
    );
    requests.length = 0;
    assert.equal((await source.list({})).releases.length, 1);
    assert.equal(requests.length, 1);
  });
}

test('a repository that no server on the host has is notFound, not a listing', async (t) => {
  const { source, requests } = await sourceOf(t, 'gitea', '/git/team/app', () => undefined);
  await assert.rejects(source.list({}), (error) => error instanceof SourceError && error.code === 'notFound');
  assert.equal(requests.length, 2);
});
