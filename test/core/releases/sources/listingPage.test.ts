import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import type { RecordedServer } from '../../../../scripts/sources/recordList.ts';
import { createSource } from '../../../../src/core/releases/sources/createSource.ts';
import { parseListingPage } from '../../../../src/core/releases/sources/listingPage.ts';
import { recordLog } from '../../recordLog.ts';
import { serverFor } from '../../serverFor.ts';

const listings = new URL('../../../fixtures/listings/', import.meta.url);
const table = JSON.parse(readFileSync(new URL('table.json', listings), 'utf8')) as RecordedServer[]; // recordList.ts wrote it

for (const { server, version, file, path, contentType, expected, folders = [] } of table) {
  const body = readFileSync(new URL(file, listings), 'utf8');

  test(`the list of ${server} ${version}: names, sizes and dates`, async (t) => {
    const { origin } = await serverFor(t, (_request, response) => {
      response.writeHead(200, { 'content-type': contentType }).end(body);
    });
    const setting = { kind: 'index' as const, name: undefined, url: `${origin}${path.replace(/\/$/, '')}` };
    const access = { credential: undefined, log: recordLog(), answers: new Map(), roots: new Map() };
    const { releases } = await createSource(setting, access).list({});
    const found = releases.flatMap(({ publishedAt, files }) =>
      files.map(({ fileName, url, sizeBytes }) => {
        assert.equal(decodeURIComponent(url), `${origin}/files/${fileName}`);
        return { name: fileName, sizeBytes, modified: publishedAt };
      }),
    );
    const wanted = expected.map(({ name, sizeBytes, modified }) => ({
      name,
      sizeBytes,
      modified: modified === undefined ? undefined : Date.parse(modified),
    }));
    assert.deepEqual(sortedByName(found.filter(({ name }) => !folders.includes(name))), sortedByName(wanted));
  });

  if (file.endsWith('.html')) {
    test(`the page of ${server} ${version} is a list`, async () => {
      assert.equal((await parseListingPage(body)).isListing, true);
    });
  }
}

function sortedByName<Item extends { name: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

test('at least 12 servers are recorded', () => {
  assert.ok(new Set(table.map(({ server }) => server.split(',')[0])).size >= 12);
});

test('an attribute without quotes, in capitals, is a link', async () => {
  const { links } = await parseListingPage('<A data-href="no.zip" HREF=demo-app-1.2.3.tar.gz>x</A>');
  assert.deepEqual(links, [{ href: 'demo-app-1.2.3.tar.gz', modified: undefined, sizeBytes: undefined }]);
});

test('a date without a year is of the last twelve months', async () => {
  const now = Date.UTC(2026, 1, 1);
  for (const [text, moment] of [
    ['Jan 31 16:05', Date.UTC(2026, 0, 31, 16, 5)],
    ['Feb  1 10:00', Date.UTC(2026, 1, 1, 10)],
    ['Nov 14 22:13', Date.UTC(2025, 10, 14, 22, 13)],
    ['Nov 14  2023', Date.UTC(2023, 10, 14)],
  ] as const) {
    const { links } = await parseListingPage(`<pre>\n${text}    64  B  <a href="a.zip">a.zip</a>\n</pre>`, now);
    assert.deepEqual(
      links.map(({ modified }) => modified && Date.parse(modified)),
      [moment],
      text,
    );
  }
});

test('a rounded size, another number, and a number without a date are not sizes', async () => {
  for (const [row, sizeBytes] of [
    ['14-Nov-2023 22:13     36', 36],
    ['36 14-Nov-2023 22:13', 36],
    ['14-Nov-2023 22:13     36K', undefined],
    ['14-Nov-2023 22:13    1.5', undefined],
    ['14-Nov-2023 22:13      -', undefined],
    ['14-Nov-2023 22:13   7 36', undefined],
    ['36', undefined],
    ['12345678', undefined],
  ] as const) {
    const { links } = await parseListingPage(`<pre><a href="a.zip">a.zip</a>  ${row}\n</pre>`);
    assert.deepEqual(
      links.map((link) => link.sizeBytes),
      [sizeBytes],
      row,
    );
  }
});

test('a date belongs to its own row, and the date in a name to no row', async () => {
  const { links } = await parseListingPage(
    '<pre><a href="a-2021-01-01.zip">a-2021-01-01.zip</a>\n<a href="b.zip">b.zip</a> 14-Nov-2023 22:13 1\n<a href="c.zip">c.zip</a></pre>',
  );
  assert.deepEqual(
    links.map(({ href, modified }) => [href, modified && Date.parse(modified)]),
    [
      ['a-2021-01-01.zip', undefined],
      ['b.zip', Date.UTC(2023, 10, 14, 22, 13)],
      ['c.zip', undefined],
    ],
  );
});

for (const [page, html, isListing] of [
  ['an empty folder of nginx', '<title>Index of /a/</title><pre><a href="../">../</a>\n</pre>', true],
  ['an empty folder of Python', '<title>Directory listing for /</title><ul>\n</ul>', true],
  ['an empty folder of nginx as XML', '<?xml version="1.0"?><list></list>', true],
  ['a sign-in page', '<title>Sign in</title><form><input type="password"></form><a href="/reset">Reset</a>', false],
  ['a text', 'not found', false],
] as const) {
  test(`${page} is ${isListing ? 'a list' : 'no list'}`, async () => {
    assert.equal((await parseListingPage(html)).isListing, isListing);
  });
}
