import type { Dice } from '../archive/dice.ts';

/** The parts of random texts. They include syntax that YAML parsers treat differently. */
const pieces = [
  ...['a', 'b', 'key', 'foo bar', 'x-y', 'a: ', 'b: ', 'c:\n', '- ', '- ', '-', '? ', ': ', ':', '[', ']', '{', '}'],
  ...[', ', ',', '\n', '\n', '\n  ', '\n    ', '  ', ' ', '\t', ' # c', '#c', "'", '"', "'x'", '"y"', '|\n  t\n'],
  ...['|-\n  t\n', '>\n  t\n  u\n', '|2\n  t\n', '&a ', '*a', '&b ', '*b', '!!str ', '!!int ', '!x ', '! ', '!!map '],
  ...['!!seq ', '!<tag:yaml.org,2002:str> ', '<<: *a', '<<: ', '---\n', '--- ', '...\n', '%YAML 1.1\n', '%TAG ! x\n'],
  ...['\\x41', '\\n', '\\q', '\u0085', '\u2028', 'é', '中', '\u00a0', '\ufeff', '@', '`', '%', '\r\n', '\r', '😀'],
  ...['!!binary aGk=', '!!float 1', '!!bool yes', '!!null ~', '!!timestamp 2001-01-01', '"a\n b"', "'a\n  b'"],
  ...['"\\\n x"', '"\\u4e2d"', 'a b\n  c', 'http://x', 'a#b', 'a:b', '-a', '?a', ':a', '{a: 1}', '[a, b]', '{a}'],
  ...['[a: 1]', '{? a}', 'key: value\n', '- item\n'],
];

const scalars = [
  ...['a', 'b c', '1', '012', '08', '1_0', '1:30', '190:20:30', '190:20:30.15', 'yes', 'No', 'on', 'OFF', 'True', 'y'],
  ...['~', 'null', 'Null', '2024-01-05', '2024-02-30', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43 +1'],
  ...['2001-12-14T21:59:43Z', '2001-1-1', '2001-13-01 00:00:00', '1.5', '.5', '1.', '0.', '._1', '1e3', '1.5e+3'],
  ...['12e03', '-2E+05', '685_230.15', '0b1010_0', '0x1F', '0o7', '00', '0', '-1', '+1', '1__', '.inf', '-.INF'],
  ...['.nan', '=', '<<', '"q"', "'s'", '"a\\tb"', '"\\x"', '"x" y', "it's", '"unclosed', "'unclosed", 'x#y', 'x: y'],
  ...['[a, b]', '{a: b}', '[]', '{}', '', '*r', '&r z', '!!str 1', '!t 1', '- x', '# c', 'a # c', '$PORT', '${PORT}'],
  ...['|\n@  lit\n', '>-\n@  fold\n@  more\n', '|+\n@  keep\n\n', '>2\n@  two\n', 'a\n@  b', '%x', '@x', '`x`', '-'],
  ...['?', ':', '- ', '{{ x }}', '[a', 'a]', 'a, b', 'http://a:1/b', '\tx', 'x\t', 'é', '中文', '!!int x', '!!int "3"'],
  ...['!!float 3', '!!null x', '!!bool x', '!!seq x', '!!map [a]', '!!str [a]', '!!timestamp x', '!!binary "@@"'],
  ...['!!set {a, b}', '!!omap [a: 1]', '!!pairs [a: 1]', '&a', '*undefined', '!', '! x', '!!', '!<x', '!a!b c'],
];

const keys = ['a', 'b', 'c', 'name', 'env', '"q k"', "'s'", 'x y', 'k1'];
const oddKeys = [
  ...['<<', '? a', '1', '1.0', 'yes', '~', '2024-01-01', '[a]', '{a: 1}', '*r', '&k a', '!!str a', '-', 'a\tb'],
  ...['"a\\nb"', '', 'a:b', '?a', '=', '012'],
];

/**
 * Returns a random text that resembles YAML: a sequence of pieces, or nested maps and lists, possibly with a few
 * changes.
 */
export function randomYaml(dice: Dice): string {
  if (dice.chance(0.25)) return Array.from({ length: 1 + dice.below(12) }, () => pick(dice, pieces)).join('');
  const text = block(dice, 0, 0);
  return dice.chance(0.5) ? text : withRandomChanges(dice, text);
}

function block(dice: Dice, indent: number, depth: number): string {
  const pad = ' '.repeat(indent);
  const isList = dice.chance(0.3);
  let text = '';
  for (let count = 1 + dice.below(3); count > 0; count -= 1) {
    if (dice.chance(0.06)) text += `${pad}# comment\n`;
    if (dice.chance(0.04)) text += pick(dice, ['\n', `${pad}\n`, '\t\n']);
    const gap = dice.chance(0.95) ? ' ' : pick(dice, ['', '\t', '  ', ' \t']);
    const key = dice.chance(0.85) ? pick(dice, keys) : pick(dice, oddKeys);
    const head = isList ? `-${gap}` : `${key}:${gap}`;
    if (depth >= 3 || dice.chance(0.55)) text += `${pad}${head}${pick(dice, scalars).replaceAll('@', pad)}\n`;
    else if (isList && dice.chance(0.2)) text += pad + head + block(dice, indent + 2, depth + 1).trimStart();
    else {
      const property = dice.chance(0.1) ? pick(dice, [' &r', ' !!map', ' !x', ' &r !!seq', ' # c']) : '';
      text += `${pad}${head.trimEnd()}${property}\n${block(dice, indent + (dice.chance(0.6) ? 2 : dice.below(3)), depth + 1)}`;
    }
  }
  return text;
}

function withRandomChanges(dice: Dice, text: string): string {
  let result = text;
  for (let count = 1 + dice.below(3); count > 0; count -= 1) {
    const at = dice.below(result.length + 1);
    const removed = dice.chance(0.3) ? 1 + dice.below(2) : 0;
    const added = removed > 0 ? '' : pick(dice, [...pieces, '\0', '\\', '!', '>', '|', '*', '&']);
    result = result.slice(0, at) + added + result.slice(at + removed);
  }
  return result;
}

function pick(dice: Dice, from: readonly string[]): string {
  return from[dice.below(from.length)] ?? '';
}
