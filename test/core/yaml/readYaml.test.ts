import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'node:test';
import { readYaml } from '../../../src/core/yaml/readYaml.ts';
import type { YamlNode } from '../../../src/core/yaml/yamlNode.ts';
import { repetitionsOf } from '../../nightly.ts';
import { diceOf } from '../archive/dice.ts';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';
import { randomYaml } from './randomYaml.ts';

/** Each row has a scalar as it is written, and the type and value that PyYAML gives it. */
const values: readonly (readonly [string, string, unknown])[] = [
  ['3.10', 'float', 3.1],
  ['012', 'integer', 10],
  ['08', 'text', '08'],
  ['12:30', 'integer', 750],
  ['1_000', 'integer', 1000],
  ['0x1F', 'integer', 31],
  ['0b11', 'integer', 3],
  ['0o17', 'text', '0o17'],
  ['1e3', 'text', '1e3'],
  ['1.5e+3', 'float', 1500],
  ['190:20:30.5', 'float', 685230.5],
  ['yes', 'boolean', true],
  ['OFF', 'boolean', false],
  ['y', 'text', 'y'],
  ['~', 'null', null],
  ['', 'null', null],
  ['2024-01-15', 'date', '2024-01-15'],
  ['2001-12-14 21:59:43.1 -5', 'dateTime', '2001-12-14T21:59:43.100000-05:00'],
  ['2001-1-1', 'text', '2001-1-1'],
  ['"3.10"', 'text', '3.10'],
  ["'it''s'", 'text', "it's"],
  ['"\\u4e2d\\x41"', 'text', '中A'],
  ['! 12', 'integer', 12],
  ['!!str 012', 'text', '012'],
  ['!!binary aGk=', 'binary', 'aGk='],
  ['9007199254740993', 'integer', 9007199254740993n],
];
test('scalars get the type and value of YAML 1.1', () => {
  for (const [text, type, value] of values) {
    const reading = readYaml(`a: ${text}\n`);
    const node = reading.ok && reading.root?.kind === 'map' ? reading.root.entries[0]?.value : undefined;
    const found = node?.kind === 'scalar' ? [node.type, node.value] : [];
    assert.deepEqual(found, [type, value], text);
  }
});

/**
 * Texts that PyYAML rejects, each with the problem. `@` marks the position of the problem and is not part of the text.
 */
const rejected: readonly (readonly [string, string])[] = [
  ['a:@\tb\n', 'tab'],
  ['a: @`x`\n', 'reservedCharacter'],
  ['a: 1\n@b\n', 'keyWithoutColon'],
  [`a: 1\n@${'k'.repeat(1100)}: 1\n`, 'keyWithoutColon'],
  ['a: b@: c\n', 'valueNotAllowed'],
  ['a: @- b\n', 'entryNotAllowed'],
  ['a: @? b\n', 'keyNotAllowed'],
  ['a: 1\n@: b\n', 'valueWithoutKey'],
  ['a:\n    b: 1\n  @c: 2\n', 'indentation'],
  ['a: [b@', 'flowNotClosed'],
  ['a: [b@}\n', 'unexpectedToken'],
  ['a: 1\n---\n@b: 2\n', 'severalDocuments'],
  ['@%YAML 2.0\n---\na: 1\n', 'directive'],
  ['a: @"x\n', 'quoteNotClosed'],
  ['a: "x@\\q"\n', 'escape'],
  ['a: @| x\n', 'blockHeader'],
  ['a: !!bool @x\n', 'boolean'],
  ['a: !!int @two\n', 'number'],
  ['a: @2024-02-30\n', 'date'],
  ['a: !!binary @"a"\n', 'binary'],
  ['a: @*\n', 'anchorName'],
  ['a: &x 1\nb: @&x 2\n', 'anchorTwice'],
  ['a: @*x\n', 'anchorUndefined'],
  ['a: &x [@*x]\n', 'recursive'],
  ['a: !!x,y @z\n', 'tagUnknown'],
  ['a: @!<x y\n', 'tag'],
  ['a: !!seq @x\n', 'tagMismatch'],
  ['<<: @x\n', 'merge'],
  ['a: {@{ x }}\n', 'keyIsCollection'],
  ['a: @=\n', 'specialText'],
  ['a: @\u0001\n', 'character'],
];
test('a text that PyYAML rejects has a problem and its position', () => {
  for (const [marked, problem] of rejected) {
    const reading = readYaml(marked.replace('@', ''));
    assert.equal(reading.ok ? 'read' : reading.fault.problem, problem, marked);
    if (!reading.ok) assert.equal(reading.fault.at, marked.indexOf('@'), marked);
  }
});

test('bytes are decoded as PyYAML decodes them', () => {
  const text = '键: 值\n';
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
  for (const bytes of [Buffer.from(text), Buffer.from(`\uFEFF${text}`), utf16, Buffer.from(utf16).swap16()])
    assert.ok(readYaml(bytes).ok);
  for (const bytes of [Buffer.from([0x61, 0x3a, 0x20, 0xd1, 0xce]), Buffer.from('a: 1\n', 'utf16le')])
    assert.ok(!readYaml(bytes).ok);
});

test('deep nesting, and aliases or merges that expand to billions, are rejected soon', async () => {
  const level = (count: number, of: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => of(index)).join('\n');
  const nine = (text: string): string => Array.from({ length: 9 }, () => text).join(', ');
  const bombs = [
    `a: ${'['.repeat(100_000)}`,
    `l0: &l0 [1]\n${level(12, (index) => `l${index + 1}: &l${index + 1} [${nine(`*l${index}`)}]`)}\n`,
    `l0: &l0 {x: 1}\n${level(12, (index) => `l${index + 1}: &l${index + 1} {<<: [${nine(`*l${index}`)}]}`)}\n`,
  ];
  await withinCpuSeconds(2, () => {
    for (const bomb of bombs) {
      const reading = readYaml(bomb);
      assert.match(reading.ok ? 'read' : reading.fault.problem, /^too(?:Deep|Large)$/);
    }
    return Promise.resolve();
  });
});

const seed = 20260723;
const hasPyYaml = spawnSync('python3', ['-c', 'import yaml']).status === 0;

test('random texts are accepted, rejected and read as by PyYAML', { skip: !hasPyYaml }, (t) => {
  const dice = diceOf(seed);
  const texts = Array.from({ length: repetitionsOf(20_000) }, () => randomYaml(dice));
  const judge = fileURLToPath(new URL('pyyaml.py', import.meta.url));
  const input = texts.map((text) => `${JSON.stringify(text)}\n`).join('');
  const { stdout } = spawnSync('python3', [judge], { input, encoding: 'utf8', maxBuffer: 1e9 });
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as [string, unknown]);
  assert.equal(answers.length, texts.length);
  let [accepted, limited] = [0, 0];
  for (const [index, text] of texts.entries()) {
    const [verdict, value] = answers[index] ?? [];
    const reading = readYaml(Buffer.from(text));
    const problem = reading.ok ? '' : reading.fault.problem;
    // These limits are intended: PyYAML accepts such texts, but this reader rejects them.
    if (verdict !== 'refused' && ['recursive', 'tooDeep', 'tooLarge'].includes(problem)) limited += 1;
    else if (verdict === 'ok') {
      accepted += 1;
      assert.deepEqual(reading.ok ? nodeToJson(reading.root) : problem, value, JSON.stringify(text));
    } else assert.notEqual(problem, '', `${JSON.stringify(text)}: PyYAML says ${String(value)}`);
  }
  t.diagnostic(`seed ${seed}: ${texts.length} texts, ${accepted} accepted, ${limited} at a limit, 0 different`);
});

/** Converts a node to the JSON value that pyyaml.py prints for it. */
function nodeToJson(node: YamlNode | undefined): unknown {
  if (!node) return ['null'];
  if (node.kind === 'list') return ['list', node.items.map(nodeToJson)];
  if (node.kind === 'map') return ['map', node.entries.map(({ key, value }) => [nodeToJson(key), nodeToJson(value)])];
  const { type, value } = node;
  if (type === 'null') return ['null'];
  if (type === 'binary') return [type, Buffer.from(String(value), 'base64').toString('hex')];
  if (type === 'integer') return [type, String(value)];
  if (type === 'float') return [type, pythonHex(Number(value))];
  return [type, value];
}

/** Returns a number as Python's `float.hex()` writes it, which is exact. */
function pythonHex(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (value === 0) return `${sign}0x0.0p+0`;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(value));
  const raw = bits.getBigUint64(0);
  const exponent = Number(raw >> 52n) - 1023;
  const fraction = (raw & 0xfffffffffffffn).toString(16).padStart(13, '0');
  return `${sign}0x1.${fraction}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`;
}
