import test from 'node:test';
import assert from 'node:assert/strict';
import { parseLinks } from '../../../src/core/releases/readLink.ts';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';

const LINK = 'https://bkrepo.example.com/a/demo-app-1.2.3.tar.gz?x=1&y=2';

const webloc = (value: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
\t<key>URL</key>
\t<string>${value}</string>
</dict>
</plist>
`;

const rows: [what: string, fileName: string, text: string, expected: string | undefined][] = [
  ['a Windows shortcut', 'a.url', `[InternetShortcut]\r\nIDList=\r\nURL=${LINK}\r\nIconIndex=0\r\n`, LINK],
  ['a Windows shortcut with a byte order mark', 'A.URL', `\uFEFF[InternetShortcut]\nurl = ${LINK}`, LINK],
  ['a Windows shortcut to a file', 'a.url', '[InternetShortcut]\r\nURL=file:///C:/a.zip\r\n', undefined],
  ['a Windows shortcut with other keys only', 'a.url', `[InternetShortcut]\r\nBASEURL=${LINK}\r\n`, undefined],
  ['a macOS shortcut', 'a.webloc', webloc(LINK.replaceAll('&', '&amp;')), LINK],
  [
    'a macOS shortcut with numeric entities',
    'a.webloc',
    webloc('https://h.example.com/&#x6f14;&#31034;&lt;'),
    'https://h.example.com/演示<',
  ],
  [
    'a macOS shortcut with a broken entity',
    'a.webloc',
    webloc('https://h.example.com/&#xFFFFFF;&no;'),
    'https://h.example.com/&#xFFFFFF;&no;',
  ],
  ['a macOS shortcut to a file', 'a.webloc', webloc('file:///a.zip'), undefined],
  ['a binary macOS shortcut', 'a.webloc', `bplist00\u0001\u0001\u0002SURL_\u0010${LINK}`, undefined],
  ['a text that is a link', 'link.txt', `\n  ${LINK}  \n`, LINK],
  [
    'a line that is a link before a link in prose',
    'a.txt',
    `See https://other.example.com/x first.\r\n${LINK}\r\n`,
    LINK,
  ],
  ['a link with a space in its line', 'a.txt', `${LINK} (new)`, LINK],
  ['a link in a sentence', 'a.txt', `Download ${LINK}.`, LINK],
  ['a link in Markdown', 'a.md', `Get [it (now)](${LINK}), please`, LINK],
  ['a link that ends with its own bracket', 'a.md', 'see https://h.example.com/a(1) now', 'https://h.example.com/a(1)'],
  ['a link in angle brackets', 'a', `<${LINK}>`, LINK],
  ['a link in JSON', 'a.json', `{"url":"${LINK}"}`, LINK],
  ['a link in Chinese prose', 'a.txt', `下载地址：${LINK}，请查收`, LINK],
  [
    'a link with a Chinese file name',
    'a.txt',
    '看 https://h.example.com/演示-1.0.zip。',
    'https://h.example.com/演示-1.0.zip',
  ],
  ['a link of a Linux desktop file', 'a.desktop', `[Desktop Entry]\nURL=${LINK}\n`, LINK],
  ['a link with another scheme', 'a.txt', 'ftp://h.example.com/a.zip', undefined],
  ['a scheme alone', 'a.txt', 'https:// and http:///x', undefined],
  ['no text', 'a.txt', '', undefined],
];

for (const [what, fileName, text, expected] of rows) {
  test(`${what}: ${expected ?? 'no link'}`, () => {
    assert.equal(parseLinks(fileName, text)[0], expected);
  });
}

test('all links of a text are found, each once: archives first, then lines, then prose', () => {
  const [old, page, notes] = ['https://h.example.com/a-1.0.tgz', 'https://h.example.com/a', 'https://h.example.com/b'];
  const text = `See ${notes}.\n${page}\n${old}\nNew: ${LINK}, old: ${old}\n`;
  assert.deepEqual(parseLinks('links.txt', text), [old, LINK, page, notes]);
  const many = Array.from({ length: 60 }, (_, index) => `${page}/${index}`);
  assert.deepEqual(parseLinks('links.txt', many.join('\n')), many.slice(0, 50));
});

test('only the first 64 Ki characters are searched', () => {
  assert.deepEqual(parseLinks('a.txt', `${'x\n'.repeat(32_000)}${LINK}`), [LINK]);
  assert.deepEqual(parseLinks('a.txt', `${'x\n'.repeat(32_768)}${LINK}`), []);
});

test('a link that crosses the limit is left out, not cut', () => {
  assert.deepEqual(parseLinks('a.txt', `${'x\n'.repeat(32_758)}${LINK}\n`), []);
});

test('hostile texts neither hang nor throw', () =>
  withinCpuSeconds(20, () => {
    for (const piece of [
      'http://',
      'https://a',
      '<key>URL</key>',
      '<key>',
      ' ',
      '\t',
      '&#1;',
      ')',
      '(',
      '.',
      'URL',
      'URL=',
      '\u00a0x',
    ]) {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      for (const name of ['a.url', 'a.webloc', 'a.txt']) {
        parseLinks(name, text);
        parseLinks(name, `https://h.example.com/${text}`);
      }
    }
  }));

test('a single word as long as the limit is searched quickly', () =>
  // This took seven seconds when `parseLinks` searched forwards for the last white space before its limit.
  withinCpuSeconds(3, () => {
    const link = 'https://example.com/a.zip';
    assert.deepEqual(parseLinks('a.txt', `${'x'.repeat(64 * 1024 - 1)} ${link}`), []);
    assert.deepEqual(parseLinks('a.txt', `${link} ${'x'.repeat(64 * 1024)}`), [link]);
  }));
