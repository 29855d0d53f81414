import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { parseLine, plainText } from '../../src/page/ansi.ts';
import { property } from '../properties/property.ts';

const esc = '\x1b';

test('a line without codes is one unchanged span, and an empty line has no spans', () => {
  assert.deepEqual(parseLine('a\tb <i>步骤</i>'), [{ text: 'a\tb <i>步骤</i>', style: {} }]);
  assert.deepEqual(parseLine(''), []);
});

for (const [name, codes, style] of [
  ['one of 8 colours', '31', { foreground: 1 }],
  ['a bright colour', '92', { foreground: 10 }],
  ['a background', '44', { background: 4 }],
  ['a bright background', '103', { background: 11 }],
  ['several codes at once', '1;3;4;31', { bold: true, italic: true, underline: true, foreground: 1 }],
  ['dim, inverse and struck out', '2;7;9', { dim: true, inverse: true, strike: true }],
  ['one of 256 that is of the 16', '38;5;9', { foreground: 9 }],
  ['one of the cube of 256', '38;5;208', { foreground: 'rgb(255,135,0)' }],
  ['a grey of 256', '48;5;244', { background: 'rgb(128,128,128)' }],
  ['true colour', '38;2;1;2;3', { foreground: 'rgb(1,2,3)' }],
  ['true colour with colons', '48:2::1:2:3', { background: 'rgb(1,2,3)' }],
  ['what follows an extended colour', '38;5;9;1', { foreground: 9, bold: true }],
  ['a wavy underline', '4:3', { underline: true }],
  ['a colour out of range', '38;5;300', {}],
  ['a true colour out of range', '38;2;1;2;999', {}],
  ['an extended colour that is cut off', '38;5', {}],
  ['a code nobody knows', '77', {}],
] as const) {
  test(`style: ${name}`, () => {
    assert.deepEqual(parseLine(`${esc}[${codes}mx`), [{ text: 'x', style }]);
  });
}

test('codes reset styles, all at once or one by one', () => {
  const line = `${esc}[1;31ma${esc}[22mb${esc}[39mc${esc}[44;4md${esc}[me`;
  assert.deepEqual(
    parseLine(line).map(({ text, style }) => [
      text,
      Object.fromEntries(Object.entries(style).filter(([, value]) => value)),
    ]),
    [
      ['a', { bold: true, foreground: 1 }],
      ['b', { foreground: 1 }],
      ['c', {}],
      ['d', { background: 4, underline: true }],
      ['e', {}],
    ],
  );
});

test('no line takes its colour from the line before', () => {
  assert.deepEqual(
    [`${esc}[31mcut`, 'next'].map((line) => parseLine(line)[0]?.style),
    [{ foreground: 1 }, {}],
  );
});

for (const [name, line, text] of [
  ['the address of a link', `${esc}]8;;https://e.com${esc}\\text${esc}]8;;\x07 after`, 'text after'],
  ['a window title', `${esc}]0;title\x07a`, 'a'],
  ['a charset switch', `${esc}(Ba${esc}=b`, 'ab'],
  ['cursor and screen commands', `${esc}[2Ja${esc}[10;3Hb${esc}[?25lc${esc}[>4;2md`, 'abcd'],
  ['codes of one character', '\x9b31ma\x9d0;t\x9cb', 'ab'],
  ['a code cut off at the end', `a${esc}[3`, 'a'],
  ['a lone escape', `a${esc}`, 'a'],
  ['other control characters', 'a\x07\0b\x7f', 'ab'],
] as const) {
  test(`not shown: ${name}`, () => {
    assert.equal(plainText(line), text);
    assert.equal(textOf(line), text);
  });
}

for (const [name, line, text] of [
  ['the last of several', 'one 10%\rone 50%\rone 99%', 'one 99%'],
  ['the rest of a longer one stays', 'abcdef\rXY', 'XYcdef'],
  ['nothing after the return', 'abc\r', 'abc'],
  ['erased before it is written again', `a long one\r${esc}[Kshort`, 'short'],
  ['the whole line erased, and back to its start', `a long one${esc}[2K${esc}[1Gshort`, 'short'],
  ['the start erased', `abcdef${esc}[4G${esc}[1K`, '    ef'],
  ['backspaces', 'spin |\b/\b-', 'spin -'],
  ['a character of two units', '😀😀\rx', 'x😀'],
] as const) {
  test(`a line written over itself: ${name}`, () => {
    assert.equal(plainText(line), text);
  });
}

test('overwriting text has its own colour', () => {
  assert.deepEqual(parseLine(`abc\r${esc}[32mX`), [
    { text: 'X', style: { foreground: 2 } },
    { text: 'bc', style: {} },
  ]);
});

const word = fc.constantFrom('a', 'step ', '步骤', '😀', '<b>', '\t', '[31m', ';', '0m', '\\', ']8;;');
const code = fc.constantFrom(
  `${esc}[m`,
  `${esc}[1;31m`,
  `${esc}[38;2;9;8;7m`,
  `${esc}[48:5:200m`,
  `${esc}[38;5m`,
  `${esc}[2J`,
  `${esc}[?25h`,
  `${esc}]8;;https://e.com\x07`,
  `${esc}]0;t${esc}\\`,
  `${esc}(B`,
  '\x07',
);

property(
  'the spans of a line together are its text without codes, and neighbours differ in style',
  fc.array(fc.oneof(word, code), { maxLength: 20 }),
  (parts) => {
    const line = parts.join('');
    const text = parts.filter((part) => !/[\x07\x1b]/.test(part)).join('');
    assert.equal(textOf(line), text);
    assert.equal(plainText(line), text);
  },
);

property('the spans of any line together contain its plain text', fc.string({ unit: 'binary' }), (line) => {
  assert.equal(textOf(line), plainText(line));
  assert.doesNotMatch(plainText(line), /[\0-\x08\n-\x1f\x7f-\x9f]/);
});

property(
  'a line written over itself shows what a terminal shows, character by character',
  fc.array(
    fc.oneof(fc.constantFrom('abc', 'x', '步骤', '\r', '\b', `${esc}[K`, `${esc}[2K`, `${esc}[3G`, `${esc}[7m`)),
  ),
  (parts) => {
    const screen: (string | undefined)[] = [];
    let at = 0;
    for (const part of parts) {
      if (part === '\r') at = 0;
      else if (part === '\b') at = Math.max(0, at - 1);
      else if (part === `${esc}[K`) screen.splice(at);
      else if (part === `${esc}[2K`) screen.splice(0);
      else if (part === `${esc}[3G`) at = 2;
      else if (part !== `${esc}[7m`) for (const character of part) screen[at++] = character;
    }
    assert.equal(plainText(parts.join('')), Array.from(screen, (character) => character ?? ' ').join(''));
  },
);

function textOf(line: string): string {
  return parseLine(line)
    .map(({ text }) => text)
    .join('');
}
