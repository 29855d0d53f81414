import type { Dice } from './dice.ts';

/** Returns the text of an `app_desc.yaml` or `Procfile` that is valid, invalid, or made to be slow to check. */
export function randomDescription(dice: Dice): string {
  if (dice.chance(0.6)) return validDescription;
  if (dice.chance(0.1))
    return dice.pick([openBrackets, nestedLists, aliases, merges, manyModules, manyKeys, longLine, binary]);
  const lines = validDescription.split('\n');
  for (let count = 1 + dice.below(4); count > 0; count -= 1)
    lines[dice.below(lines.length)] = dice.pick([
      '',
      '  ',
      '- a',
      '\t',
      '---',
      '<<: *a',
      'a: &a [*a]',
      '? [a, b]',
      'modules: x',
      'spec_version: "2"',
      '__proto__: 1',
      ': :',
      '!!binary x',
      '%YAML 9',
      '\0',
      '{',
      `k: ${'x'.repeat(300)}`,
    ]);
  return lines.join('\n');
}

const validDescription = `spec_version: 2
app_version: 1.10
app:
  bk_app_code: demo-app
modules:
  default:
    language: nodejs
    source_dir: src
    processes:
      web:
        command: node server.js
`;
const openBrackets = '['.repeat(100_000);
const nestedLists = `${'- '.repeat(90)}a\n`.repeat(1200);
const aliases = `a: &a [x]\n${'b: *a\n'.repeat(20_000)}`;
/**
 * Each map merges the previous map nine times. A search that does not remember visited maps would visit 9 to the power
 * of 10 maps.
 */
const merges = [
  'a0: &a0 {x: 1}',
  ...Array.from({ length: 10 }, (_, level) => `a${level + 1}: &a${level + 1} {<<: [${mergeOf(level)}]}`),
  '<<: *a10',
].join('\n');
const manyModules = `spec_version: 2\nmodules:\n${Array.from({ length: 12_000 }, (_, index) => `  m${index}: {}\n`).join('')}`;
const manyKeys = `spec_version: 2\n${'k: 1\n'.repeat(50_000)}`;
const longLine = `spec_version: ${'9'.repeat(250_000)}`;
const binary = '\x01\x02\ufffd'.repeat(50_000);

function mergeOf(level: number): string {
  return Array.from({ length: 9 }, () => `*a${level}`).join(', ');
}
