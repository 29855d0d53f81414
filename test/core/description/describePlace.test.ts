import assert from 'node:assert/strict';
import test from 'node:test';
import { describePlace } from '../../../src/core/description/describePlace.ts';
import { linesOf, outlineEntriesOf } from '../../../src/core/description/outline.ts';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';
import { markedText } from './markedText.ts';

const version3 = 'specVersion: 3\nmodules:\n  - name: default\n    spec:\n      processes:\n        - name: web\n';

/**
 * Each row has a text with `§` at the cursor, then three expected values: `key` or `value` with the path, the other
 * keys of the map, and the word at the cursor. If nothing can be completed at the cursor, the row has only the text and
 * `undefined`.
 */
const places: readonly (readonly [string, string | undefined, string?, string?])[] = [
  // Keys.
  ['§', 'key ', '', ''],
  ['# A comment\n§', 'key ', '', ''],
  ['---\n§', 'key ', '', ''],
  ['spec§', 'key ', '', 'spec'],
  ['specVersion: 3\n§', 'key ', 'specVersion', ''],
  ['§\nspecVersion: 3', 'key ', 'specVersion', ''],
  ['specVersion: 3\r\nmod§\r\n', 'key ', 'specVersion', 'mod'],
  ['app:\n  §', 'key app', '', ''],
  ['app:\n  a: 1\n  b§: 2\n  c: 3', 'key app', 'a c', 'b'],
  ['app:\n  a: 1\n  §b: 2', 'key app', 'a', 'b'],
  ['app:\n  a: 1\n\n  §\n  c: 3\nmodules:', 'key app', 'a c', ''],
  ['app: # A comment\n  §', 'key app', '', ''],
  ['app: &shared\n  §', 'key app', '', ''],
  ['app: !!map\n  §', 'key app', '', ''],
  ['"app":\n  §', 'key app', '', ''],
  ["'a b':\n  c: 1\n  §", 'key a b', 'c', ''],
  ['app:\n  market:\n    x: 1\n  §', 'key app', 'market', ''],
  ['app:\n  market:\n    x: 1\n§', 'key ', 'app', ''],
  ['app:\n    §\n  b: 1', 'key app', 'b', ''],
  ['app:\n  text: |\n    key: in a text\n  §', 'key app', 'text', ''],
  ['app:\n  text: a\n    longer: text\n  §', 'key app', 'text', ''],
  ['app: { a: 1 }\n§', 'key ', 'app', ''],
  ['app: [\n  a\n]\n§', 'key ', 'app', ''],
  ['broken: "text\n§', 'key ', 'broken', ''],
  ['}\n§', 'key ', '', ''],
  // Items of lists.
  ['modules:\n  - §', 'key modules.0', '', ''],
  ['modules:\n  -  §', 'key modules.0', '', ''],
  ['modules:\n  - na§', 'key modules.0', '', 'na'],
  ['modules:\n  - na§me: x\n    language: go', 'key modules.0', 'language', 'name'],
  ['modules:\n  - name: x\n    §', 'key modules.0', 'name', ''],
  ['modules:\n  - name: x\n    §\n    language: go\n  - name: y', 'key modules.0', 'name language', ''],
  ['modules:\n  - name: x\n  - name: y\n    §', 'key modules.1', 'name', ''],
  ['modules:\n  - name: x\n  - §', 'key modules.1', '', ''],
  ['modules:\n  -\n    §', 'key modules.0', '', ''],
  ['modules:\n- name: x\n  §', 'key modules.0', 'name', ''],
  ['modules:\n- name: x\n§', 'key ', 'modules', ''],
  ['modules:\n- name: x\n- §', 'key modules.1', '', ''],
  [`${version3}          §`, 'key modules.0.spec.processes.0', 'name', ''],
  [`${version3}        §`, 'key modules.0.spec.processes', '', ''],
  [`${version3}      §`, 'key modules.0.spec', 'processes', ''],
  [`${version3}    §`, 'key modules.0', 'name spec', ''],
  [`${version3}  §`, 'key modules', '', ''],
  ['args:\n  - - §', 'key args.0.0', '', ''],
  ['args:\n  - one\n  - tw§', 'key args.1', '', 'tw'],
  // Values.
  ['language: §', 'value language', '', ''],
  ['language:§', 'value language', '', ''],
  ['language: py§', 'value language', '', 'py'],
  ['language: p§y # A comment', 'value language', '', 'py'],
  ['language: "p§y"', 'value language', '', '"py"'],
  ['language: "p§', 'value language', '', '"p'],
  ['a: 1\nlanguage: §\nb: 2', 'value language', 'a b', ''],
  ['modules:\n  - language: §', 'value modules.0.language', '', ''],
  ['command: run -b :$PORT§', 'value command', '', 'run -b :$PORT'],
  // Nothing can be completed.
  ['# te§xt', undefined],
  ['language: go # te§xt', undefined],
  ['app: {§}', undefined],
  ['app: [ a§ ]', undefined],
  ['text: |§', undefined],
  ['text: |\n  wor§d', undefined],
  ['text: >-\n\n  word\n  §', undefined],
  ['text: one\n  tw§o', undefined],
  ['args:\n  - one\n    tw§o', undefined],
  ['name: *§shared', undefined],
  ['modules:\n  -§', undefined],
  ['language  §', undefined],
  ['modules:\n § - name: x', undefined],
];

test('a place in an incomplete or broken description has its path, the keys beside it and its word', () => {
  assert.ok(places.length >= 40);
  for (const [marked, expected, keys = '', word = ''] of places) {
    const { text, offset } = markedText(marked);
    const place = describePlace(text, offset);
    const found = place && [
      `${place.kind} ${place.path.join('.')}`,
      place.keys.join(' '),
      text.slice(place.word.start, place.word.end),
    ];
    assert.deepEqual(found, expected === undefined ? undefined : [expected, keys, word], JSON.stringify(marked));
  }
});

test('a place at the column of a list’s dashes names that list, which can continue there', () => {
  const list = (marked: string): string | undefined => {
    const { text, offset } = markedText(marked);
    return describePlace(text, offset)?.list?.join('.');
  };
  assert.equal(list('modules:\n- name: x\n§'), 'modules');
  assert.equal(list('modules:\n  - name: x\n  §'), 'modules');
  assert.equal(list('modules:\n  - name: x\n    §'), undefined);
  assert.equal(list('modules:\n  - name: x\n§'), undefined);
});

test('`hang` is the number of columns from the first dash of the line to the content of the item', () => {
  const hang = (marked: string): number | undefined => {
    const { text, offset } = markedText(marked);
    return describePlace(text, offset)?.hang;
  };
  assert.equal(hang('a:\n  - §'), 2);
  assert.equal(hang('a:\n  -   §'), 4);
  assert.equal(hang('a:\n  - - §'), 4);
  assert.equal(hang('a:\n  - b: 1\n    §'), 0);
});

test('an outline has every key and every item that is a scalar, with its value', () => {
  const text = 'a: "x"\nb:\n  - c: 1 # one\n    d:\n  - two\n# e: 3\nf: |\n  g: 4\nh: {i: 5}\n';
  assert.deepEqual(
    outlineEntriesOf(linesOf(text)).map(({ path, value }) => `${path.join('.')}=${value}`),
    ['a=x', 'b=', 'b.0.c=1', 'b.0.d=', 'b.1=two', 'f=|', 'h={i: 5}'],
  );
});

test('a hostile text takes no longer than its length', async () => {
  const long = 200_000;
  for (const line of [
    `a${' '.repeat(long)}b`,
    '- '.repeat(long),
    `"${'a'.repeat(long)}`,
    ':'.repeat(long),
    '# '.repeat(long),
  ])
    await withinCpuSeconds(2, () => describePlace(`${line}\n`, line.length + 1));
  await withinCpuSeconds(2, () => describePlace('a:\n- b: 1\n'.repeat(20_000), 0));
});
