import assert from 'node:assert/strict';
import test from 'node:test';
import type { DescriptionHelp } from '../../../src/core/description/descriptionHelp.ts';
import { hoverAt } from '../../../src/core/description/hoverAt.ts';
import { schemaAt } from '../../../src/core/description/schemaAt.ts';
import { schemas } from '../../../src/core/description/schemas.ts';
import { descriptionHelpText } from '../../../src/texts/descriptionHelpTexts.ts';
import { translators } from '../../texts/translations.ts';
import { markedText } from './markedText.ts';

const moduleV3 = 'specVersion: 3\nmodules:\n  - name: api\n    ';

test('every key of both schemas has a hover in both languages', () => {
  const seen = { 2: 0, 3: 0 };
  for (const version of [2, 3] as const) {
    for (const path of keyPaths(version)) {
      for (const language of ['en', 'zh-cn'] as const) {
        const help = hover(descriptionWithKey(version, path), language);
        const at = `${version} ${path.join('.')} ${language}`;
        assert.ok(help, at);
        assert.equal(help.name, path.at(-1), at);
        assert.match(help.text, language === 'en' ? /^[\x20-\x7e’]+\.$/ : /\p{Script=Han}.*。$/u, at);
        const text = descriptionHelpText(translators[language], help);
        assert.doesNotMatch(text, /undefined|\{\d\}|\n\n\n/, at);
        if (language === 'zh-cn') assert.doesNotMatch(text, /^(?:- )?(?:Required|Type|Default|Example)/m, at);
      }
      seen[version] += 1;
    }
  }
  assert.ok(seen[2] > 60 && seen[3] > 100, JSON.stringify(seen));
});

test('a hover says what a field is for, its limits, its default and an example', () => {
  const texts: readonly (readonly [string, RegExp])[] = [
    [
      `${moduleV3}lang§uage: go`,
      /^\*\*Language\*\* `language`\n\nThe language .*\n\n- Required\n- Type: text\n- Example: `Python`$/,
    ],
    [`${moduleV3}spec:\n      process§es:\n`, /- Entries: 1 to 16\n/],
    [`${moduleV3}spec:\n      processes:\n        - na§me: web`, /- Length: at most 12 characters\n/],
    [`${moduleV3}spec:\n      processes:\n        - repli§cas: 2`, /- Type: whole number\n- Range: 0 or more\n/],
    [`${moduleV3}spec:\n      processes:\n        - services:\n            - po§rt: 2`, /- Range: 1 to 65535\n/],
    [
      `${moduleV3}spec:\n      build:\n        imagePullPoli§cy: a`,
      /Values: `Always`, `IfNotPresent`, `Never`\n- Default: /,
    ],
    ['spec_version: 2\nmodules:\n  api:\n    proce§sses:\n', /- Entries: at most 16\n/],
  ];
  for (const [marked, expected] of texts) {
    const help = hover(marked);
    assert.match(help ? descriptionHelpText(translators.en, help) : '', expected, marked);
  }
});

test('a hover on a value says what its key is for, with the range of the value', () => {
  const marked = `${moduleV3}language: g§o # A comment`;
  const { text } = markedText(marked);
  const help = hover(marked);
  assert.equal(help?.title, 'Language');
  assert.equal(text.slice(help.range.start, help.range.end), 'go');
});

test('a module or process that is a key has the hover of the key above', () => {
  assert.equal(hover('spec_version: 2\nmodules:\n  a§pi:\n    language: go')?.title, 'Modules');
  assert.equal(hover('spec_version: 2\nmodules:\n  api:\n    processes:\n      we§b:\n')?.title, 'Processes');
});

test('an unknown key, a comment and an empty line have no hover', () => {
  for (const marked of ['unkn§own: 1', '# modu§les:', 'specVersion: 3\n§', `${moduleV3}unkn§own: go`])
    assert.equal(hover(marked), undefined, marked);
});

test('a name from the file cannot end the code span that shows it', () => {
  const help = hover('spec_version: 2\nmodules:\n  "a`](x)§":\n    language: go');
  assert.ok(help);
  assert.match(descriptionHelpText(translators.en, help), /^\*\*Modules\*\* `a\]\(x\)`\n/);
});

function hover(marked: string, language: 'en' | 'zh-cn' = 'en'): DescriptionHelp | undefined {
  const { text, offset } = markedText(marked);
  return hoverAt(text, offset, language);
}

/** Returns a description that contains only the key at this path and its parents, with the mark `§` in the key. */
function descriptionWithKey(version: 2 | 3, path: readonly string[]): string {
  const marked = [...path.slice(0, -1), `§${path.at(-1) ?? ''}`];
  const rest = marked.map((step, depth) => `${'  '.repeat(depth)}${/^\d$/.test(step) ? '-' : `${step}:`}`);
  const head = path[0]?.startsWith('spec') ? [] : [version === 2 ? 'spec_version: 2' : 'specVersion: 3'];
  return [...head, ...rest].join('\n').replace(/^(§spec\w*:)$/, `$1 ${version}`);
}

function keyPaths(version: 2 | 3, path: readonly string[] = []): (readonly string[])[] {
  const schema = schemaAt(schemas[version], path);
  const keys = Object.keys(schema?.properties ?? {});
  const others = [...(schema?.items ? ['0'] : []), ...(typeof schema?.additionalProperties === 'object' ? ['x'] : [])];
  const named = keys.map((key) => [...path, key]);
  return [...named, ...[...keys, ...others].flatMap((key) => keyPaths(version, [...path, key]))];
}
