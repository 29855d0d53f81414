import assert from 'node:assert/strict';
import test from 'node:test';
import { parseListingPage } from '../../../../src/core/releases/sources/listingPage.ts';

const name = 'demo-app-1.2.3.tar.gz';
const moment = Date.UTC(2023, 10, 14, 22, 13);

/** A row of a list as each server writes it, and the moment that the row states. */
const rows: readonly (readonly [server: string, html: string, modified: number | undefined, sizeBytes?: number])[] = [
  [
    'nginx',
    `<pre><a href="../">../</a>\n<a href="${name}">demo-app-1.2..&gt;</a>  14-Nov-2023 22:13     36\n</pre>`,
    moment,
  ],
  [
    'nginx as XML',
    `<?xml version="1.0"?>\n<list>\n<file mtime="2023-11-14T22:13:00Z" size="36">${name}</file>\n</list>`,
    moment,
    36,
  ],
  [
    'nginx with fancyindex',
    `<tr><td class="link"><a href="${name}" title="${name}">${name}</a></td><td class="size">36 B</td><td class="date">2023-Nov-14 22:13</td></tr>`,
    moment,
  ],
  [
    'Apache',
    `<pre><img src="/icons/compressed.gif" alt="[   ]"> <a href="${name}">${name}</a>  2023-11-14 22:13   36  \n</pre>`,
    moment,
  ],
  [
    'Apache with HTMLTable',
    `<tr><td valign="top">&nbsp;</td><td><a href="${name}">${name}</a></td><td align="right">2023-11-14 22:13  </td><td>36 </td></tr>`,
    moment,
  ],
  [
    'lighttpd',
    `<tr><td class="n"><a href="${name}">${name}</a></td><td class="m">2023-Nov-14 22:13:00</td><td class="s">0.1K</td></tr>`,
    moment,
  ],
  [
    'npm http-server',
    `<tr><td class="perms"><code>(-rw-r--r--)</code></td><td class="last-modified">14-Nov-2023 22:13</td><td class="file-size"><code>36B</code></td><td class="display-name"><a href="./${name}">${name}</a></td></tr>`,
    moment,
  ],
  [
    'Tomcat',
    `<tr>\n<td align="left">&nbsp;&nbsp;\n<a href="/${name}"><tt>${name}</tt></a></td>\n<td align="right"><tt>0.1 kb</tt></td>\n<td align="right"><tt>Tue, 14 Nov 2023 22:13:00 GMT</tt></td>\n</tr>`,
    moment,
  ],
  ['mini_httpd', `<pre><a href="${name}">${name}</a>      14Nov2023              36\n</pre>`, Date.UTC(2023, 10, 14)],
  ['Python', `<ul>\n<li><a href="${name}">${name}</a></li>\n</ul>`, undefined],
  ['npm serve', `<li><a href="&#47;${name}" title="${name}" class="file gz">${name}</a></li>`, undefined],
  ['no quotes', `<A data-href="no.zip" HREF=${name}>x</A>`, undefined],
];

for (const [server, html, modified, sizeBytes] of rows) {
  test(`the page of ${server}: name, date and size`, () => {
    const { links } = parseListingPage(html);
    const link = links.find(({ href }) => href.endsWith(name));
    assert.equal(link?.href.replace(/^\.?\//, ''), name);
    assert.deepEqual([link.modified && Date.parse(link.modified), link.sizeBytes], [modified, sizeBytes]);
  });
}

test('a date belongs to its own row, and the date in a name to no row', () => {
  const { links } = parseListingPage(
    '<pre><a href="a-2021-01-01.zip">a-2021-01-01.zip</a>\n<a href="b.zip">b.zip</a> 14-Nov-2023 22:13 1\n<a href="c.zip">c.zip</a></pre>',
  );
  assert.deepEqual(
    links.map(({ href, modified }) => [href, modified && Date.parse(modified)]),
    [
      ['a-2021-01-01.zip', undefined],
      ['b.zip', moment],
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
  test(`${page} is ${isListing ? 'a list' : 'no list'}`, () => {
    assert.equal(parseListingPage(html).isListing, isListing);
  });
}
