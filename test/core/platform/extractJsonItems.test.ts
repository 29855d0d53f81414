import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { extractJsonItems } from '../../../src/core/platform/extractJsonItems.ts';
import { property } from '../../properties/property.ts';
import { textInPieces, jsonTexts, awkwardText } from './jsonPieces.ts';

function extract(pieces: readonly string[]): { items: string[]; kept: string } {
  const items: string[] = [];
  const each = extractJsonItems((item) => items.push(item));
  const kept = pieces.map(each).join('');
  return { items, kept };
}

const isItem = (value: unknown): boolean => typeof value === 'object' && value !== null;
const item = fc.oneof(
  { weight: 4, arbitrary: fc.record({ id: fc.nat(), event: fc.constantFrom('msg', 'close'), data: awkwardText }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(awkwardText, fc.dictionary(awkwardText, awkwardText)), { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom({}, [], null, 0, '', '[{', '}]') },
);

property(
  'the objects and arrays of an array are extracted one by one, wherever the text is cut, and the rest is an array',
  fc.array(item, { maxLength: 8 }).chain((values) => textInPieces(jsonTexts(values))),
  ({ text, pieces }) => {
    const values = JSON.parse(text) as unknown[];
    const { items, kept } = extract(pieces);
    assert.deepEqual(
      items.map((each) => JSON.parse(each) as unknown),
      values.filter(isItem),
    );
    assert.deepEqual(
      JSON.parse(kept),
      values.map((each) => (isItem(each) ? {} : each)),
    );
  },
  5000,
);

property(
  'anything but an array is returned unchanged',
  fc
    .oneof(fc.dictionary(awkwardText, fc.array(awkwardText)), awkwardText)
    .chain((value) => textInPieces(jsonTexts(value))),
  ({ text, pieces }) => {
    assert.deepEqual(extract(pieces), { items: [], kept: text });
  },
  2000,
);

property(
  'an incomplete array stays incomplete',
  fc.tuple(fc.array(item, { minLength: 1, maxLength: 4 }), fc.nat()).chain(([values, cut]) => {
    const text = JSON.stringify(values);
    return textInPieces(fc.constant(text.slice(0, cut % text.length)));
  }),
  ({ pieces }) => {
    assert.throws(() => JSON.parse(extract(pieces).kept) as unknown, SyntaxError);
  },
  2000,
);

for (const text of ['[1{}]', '[-{}]', '[{}{}]', '[{} {}]', '[{}1]', '[{}', '[{},]', '["{}]', '[{}]]', '[{]}]}']) {
  test(`malformed stays malformed: ${text}`, () => {
    const { items, kept } = extract([text]);
    const parses = (json: string): boolean => {
      try {
        JSON.parse(json);
        return true;
      } catch {
        return false;
      }
    };
    assert.ok(!parses(kept) || !items.every(parses), kept);
  });
}

test('an empty array has no items, with and without white space', () => {
  for (const text of ['[]', ' \n[ \n ] ']) assert.deepEqual(extract([text]), { items: [], kept: text });
});

test('of ten megabytes of items, only the brackets of the array are kept', () => {
  const data = JSON.stringify({ line: 'x]}"[{'.repeat(20), stream: 'STDOUT' });
  const json = JSON.stringify(Array.from({ length: 60_000 }, (_, id) => ({ id, event: 'msg', data })));
  assert.ok(json.length > 10 * 1024 * 1024);
  const pieces = Array.from({ length: Math.ceil(json.length / 65_536) }, (_, index) =>
    json.slice(index * 65_536, (index + 1) * 65_536),
  );
  const { items, kept } = extract(pieces);
  assert.deepEqual([items.length, (JSON.parse(kept) as unknown[]).length], [60_000, 60_000]);
  assert.deepEqual(JSON.parse(items.at(-1) ?? ''), { id: 59_999, event: 'msg', data });
});
