import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import test, { type TestContext } from 'node:test';
import { createSource, credentialTarget } from '../../../../src/core/releases/sources/createSource.ts';
import type { ReleaseSource } from '../../../../src/core/releases/sources/releaseSource.ts';
import {
  releaseSourceKinds,
  type ReleaseSourceKind,
} from '../../../../src/core/releases/sources/releaseSourceSetting.ts';
import { SourceError } from '../../../../src/core/releases/sources/sourceError.ts';
import type { SourceAccess } from '../../../../src/core/releases/sources/sourceRequest.ts';
import { listen } from '../../../platform/listen.ts';
import { recordLog } from '../../recordLog.ts';
import { withinCpuSeconds } from '../../withinCpuSeconds.ts';

type Responder = (headers: IncomingHttpHeaders, response: ServerResponse) => void;

/** Starts a server that responds to every path in the same way. Returns the server's address. */
async function serve(t: TestContext, answer: Responder): Promise<string> {
  const server = createServer(({ headers }, response) => {
    answer(headers, response);
  });
  const port = await listen(server, 0);
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${port}`;
}

function accessFor(): SourceAccess {
  return { credential: undefined, log: recordLog(), answers: new Map(), roots: new Map() };
}

const paths: Readonly<Record<ReleaseSourceKind, string>> = {
  github: '/octo/demo',
  gitlab: '/octo/demo',
  gitea: '/octo/demo',
  gitee: '/octo/demo',
  bkrepo: '/generic/demo/packages',
  index: '/list.json',
};

async function sourceOf(t: TestContext, kind: ReleaseSourceKind, body: string): Promise<ReleaseSource> {
  const baseUrl = await serve(t, (_, response) => response.end(body));
  return createSource({ kind, name: undefined, url: `${baseUrl}${paths[kind]}` }, accessFor());
}

/** A file name with a lone surrogate. JSON can contain such a name, but a URL cannot. */
const loneSurrogateName = '\ud800.tar.gz';

/**
 * Returns a list of files in the format of this kind of source. Each file has this invalid URL, or a name that no URL
 * can contain.
 */
function listOf(kind: ReleaseSourceKind, url: string): string {
  switch (kind) {
    case 'github':
    case 'gitea':
    case 'gitee':
      return JSON.stringify([
        { tag_name: 'v1', tarball_url: url, assets: [{ name: 'a.tar.gz', url, browser_download_url: url }] },
      ]);
    case 'gitlab':
      return JSON.stringify([
        {
          tag_name: 'v1',
          assets: {
            links: [{ name: 'a.tar.gz', url, direct_asset_url: url }],
            sources: [{ format: 'tar.gz', url }],
          },
        },
      ]);
    case 'bkrepo':
      return JSON.stringify({
        code: 0,
        data: { records: [{ name: loneSurrogateName, fullPath: `/${loneSurrogateName}` }] },
      });
    case 'index':
      return JSON.stringify([{ name: loneSurrogateName }, { url }]);
  }
}

const noWebAddresses = ['not an address', 'file:///etc/passwd.tar.gz', 'javascript:alert(1).tar.gz', 'http://', ''];

for (const kind of releaseSourceKinds) {
  for (const url of noWebAddresses) {
    test(`${kind}: a file at “${url}” is not offered`, async (t) => {
      const source = await sourceOf(t, kind, listOf(kind, url));
      const { releases } = await source.list({});
      const offered = releases.flatMap((release) => release.files.map((file) => file.apiUrl ?? file.url));
      assert.deepEqual(
        offered.filter((address) => !address.startsWith('http://127.0.0.1:')),
        [],
      );
    });
  }
}

test('a folder whose address has a broken percent sign is still a source', () => {
  const url = 'https://bkrepo.example.com/generic/demo/packages/100%25%zz';
  assert.match(createSource({ kind: 'bkrepo', name: undefined, url }, accessFor()).label, /bkrepo\.example\.com/);
});

test('a listing that is hard to parse is read within seconds', async (t) => {
  const source = await sourceOf(t, 'index', '<a href="x" '.repeat(100_000));
  await withinCpuSeconds(5, async () => {
    await assert.rejects(source.list({}), (error) => error instanceof SourceError && error.code === 'notASource');
  });
});

test('GitLab: an ETag that was received with a token is not sent without the token', async (t) => {
  const asked: IncomingHttpHeaders[] = [];
  const baseUrl = await serve(t, (headers, response) => {
    asked.push(headers);
    response.writeHead(200, { ETag: '"one"' }).end('[]');
  });
  const setting = { kind: 'gitlab' as const, name: undefined, url: `${baseUrl}/octo/demo` };
  const access = accessFor();
  const signedIn = { ...access, credential: { ...credentialTarget(setting), value: 'planted-token' } };
  await createSource(setting, signedIn).list({});
  await createSource(setting, access).list({});
  assert.equal(asked.at(-1)?.['private-token'], undefined);
  assert.equal(asked.at(-1)?.['if-none-match'], undefined);
});

test('releases come newest first, whatever order the source gives them in', async (t) => {
  const release = (tag: string, date: string): object => ({
    tag_name: tag,
    published_at: date,
    tarball_url: `https://example.com/tarball/${tag}`,
    assets: [],
  });
  const source = await sourceOf(
    t,
    'github',
    JSON.stringify([
      release('v1.9.0', '2026-11-01T00:00:00Z'),
      release('v1.9.1', '2026-11-20T00:00:00Z'),
      release('v1.10.0', '2026-11-01T00:00:00Z'),
    ]),
  );
  assert.deepEqual(
    (await source.list({})).releases.map(({ name }) => name),
    ['v1.9.1', 'v1.10.0', 'v1.9.0'],
  );
});

test('a download that ends early throws while it is read', async (t) => {
  const baseUrl = await serve(t, (_, response) => {
    response.writeHead(200, { 'Content-Length': '1000' }).write('half');
    setImmediate(() => response.destroy());
  });
  const source = createSource({ kind: 'index', name: undefined, url: `${baseUrl}/list.json` }, accessFor());
  const file = { url: `${baseUrl}/a.tar.gz`, fileName: 'a.tar.gz', version: undefined, versionFrom: undefined };
  const more = { sizeBytes: undefined, sha256: undefined, needsCredentials: false, madeOnRequest: false };
  await assert.rejects(
    source.open({ ...file, ...more }).then(async ({ body }) => {
      for await (const piece of body) assert.ok(piece.length > 0);
    }),
  );
});
