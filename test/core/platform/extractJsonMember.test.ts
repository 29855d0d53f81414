import assert from 'node:assert/strict';
import { StringDecoder } from 'node:string_decoder';
import test from 'node:test';
import fc from 'fast-check';
import { extractJsonMember } from '../../../src/core/platform/extractJsonMember.ts';
import { property } from '../../properties/property.ts';
import { textInPieces, jsonTexts, awkwardText } from './jsonPieces.ts';

/**
 * Returns the member's text (`text`), the rest of the JSON (`kept`), and the pieces of the text as the callback
 * received them (`taken`).
 */
function extract(pieces: readonly string[], key = 'logs'): { text: string; kept: string; taken: string[] } {
  const taken: string[] = [];
  const each = extractJsonMember(key, (text) => taken.push(text));
  const kept = pieces.map(each).join('');
  return { text: taken.join(''), kept, taken };
}

const key = fc.constantFrom(
  'a',
  'log',
  'logs',
  'logs ',
  'Logs',
  '\nlogs',
  '\\logs',
  '"logs',
  'logs"',
  'slogs',
  '日志',
  '',
);
const value = fc.oneof(awkwardText, fc.constant('logs'), fc.jsonValue({ maxDepth: 3 }), fc.constant({ logs: 'inner' }));
const others = fc.array(fc.tuple(key, value), { maxLength: 5 });

property(
  'an object without the member is returned unchanged, wherever the text is cut',
  others
    .map((entries) => Object.fromEntries(entries.filter(([name]) => name !== 'logs')))
    .chain((object) => textInPieces(jsonTexts(object))),
  ({ text, pieces }) => {
    const extracted = extract(pieces);
    assert.deepEqual(extracted, { text: '', kept: text, taken: [] });
  },
  5000,
);

property(
  'the member of an object comes out whole, and the rest is the same object with an empty one',
  fc.tuple(others, awkwardText, fc.nat(5)).chain(([entries, logs, place]) => {
    const rest = entries.filter(([name]) => name !== 'logs');
    const object = Object.fromEntries([...rest.slice(0, place), ['logs', logs] as const, ...rest.slice(place)]);
    return textInPieces(jsonTexts(object));
  }),
  ({ text, pieces }) => {
    const parsed = JSON.parse(text) as { logs: string };
    const extracted = extract(pieces);
    assert.equal(extracted.text, parsed.logs);
    assert.deepEqual(JSON.parse(extracted.kept), { ...parsed, logs: '' });
  },
  5000,
);

property(
  'cut between any two bytes of its UTF-8 the member is the same',
  fc.tuple(awkwardText, fc.array(fc.nat(), { maxLength: 8 })),
  ([logs, cuts]) => {
    const bytes = Buffer.from(JSON.stringify({ status: '好', logs, error_detail: null }));
    const decoder = new StringDecoder('utf8');
    const ends = [...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
    const pieces = ends.map((end, index) => decoder.write(bytes.subarray(ends[index - 1] ?? 0, end)));
    const extracted = extract([...pieces, decoder.end()]);
    assert.equal(extracted.text, logs);
    assert.deepEqual(JSON.parse(extracted.kept), { status: '好', logs: '', error_detail: null });
  },
  5000,
);

property(
  'incomplete JSON stays incomplete',
  fc.tuple(awkwardText, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })).chain(([logs, share]) => {
    const text = JSON.stringify({ status: 'pending', logs, n: [1] });
    return textInPieces(fc.constant(text.slice(0, Math.floor(text.length * share))));
  }),
  ({ pieces }) => {
    assert.throws(() => JSON.parse(extract(pieces).kept) as unknown, SyntaxError);
  },
  2000,
);

const misplacedKeyCases: readonly (readonly [what: string, json: string])[] = [
  ['in an object inside', '{"a": {"logs": "x"}}'],
  ['in an object in an array', '{"a": [{"logs": "x"}], "b": 1}'],
  ['as a value', '{"a": "logs", "b": "x"}'],
  ['as an item', '["logs", "x"]'],
  ['a number', '{"logs": 5, "a": "x"}'],
  ['null, and a string after it', '{"logs": null, "a": "x"}'],
  ['an array of strings', '{"logs": ["x", "y"], "a": "z"}'],
  ['an object', '{"logs": {"logs": "x"}, "a": "z"}'],
  ['the end of another name behind an escape', '{"\\nlogs": "x", "\\\\logs": "y", "\\"logs": "z"}'],
  ['written with an escape', '{"\\u006cogs": "x"}'],
  ['in an object in an outermost array', '[{"logs": "x"}]'],
  ['an HTML page', '<html><script>{"a": [{"logs": "x"}]}</script>'],
  ['a text alone', '"logs"'],
];
for (const [what, json] of misplacedKeyCases) {
  test(`not extracted: ${what}`, () => {
    for (const pieces of [[json], Array.from(json)])
      assert.deepEqual(extract(pieces), { text: '', kept: json, taken: [] });
  });
}

test('of two members with this name, only the first is extracted', () => {
  const { text, kept } = extract(['{"logs": "a", "logs": "b"}']);
  assert.deepEqual([text, kept], ['a', '{"logs": "", "logs": "b"}']);
});

test('for an empty member, the callback is not called', () => {
  assert.deepEqual(extract(['{"logs": ', '""', '}']), { text: '', kept: '{"logs": ""}', taken: [] });
});

test('ten megabytes are passed on as they arrive, and nothing of them is kept', () => {
  const line = '\u001b[32m好的\u001b[0m "quoted" \\ back\n';
  const logs = line.repeat(Math.ceil((10 * 1024 * 1024) / line.length));
  const json = JSON.stringify({ status: 'pending', logs });
  const pieces = Array.from({ length: Math.ceil(json.length / 65_536) }, (_, index) =>
    json.slice(index * 65_536, (index + 1) * 65_536),
  );
  const { text, kept, taken } = extract(pieces);
  assert.ok(text === logs);
  assert.equal(kept, '{"status":"pending","logs":""}');
  assert.ok(taken.length >= pieces.length);
});
