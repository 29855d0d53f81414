import test from 'node:test';
import assert from 'node:assert/strict';
import { parseAppDescription, type AppDescription } from '../../../src/core/releases/appDescription.ts';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';

const SPEC_2 = `spec_version: 2
app_version: "1.0.3"
app:
  bk_app_code: demo-app
  bk_app_name: 演示
modules:
  default:
    is_default: true
    language: Python
  api_v2:
    language: Go
`;

const SPEC_3 = `# comment
specVersion: 3
appVersion: 1.10
app:
  bkAppCode: "demo-app"
modules:
  - name: default
    isDefault: true
    spec: { processes: [{ name: web, procCommand: ./run }] }
  - { name: worker, language: Go }
  - { language: Go }
`;

const rows: [what: string, text: string, expected: AppDescription | undefined][] = [
  ['spec 2', SPEC_2, { appCode: 'demo-app', modules: ['default', 'api_v2'], version: '1.0.3' }],
  ['spec 3', SPEC_3, { appCode: 'demo-app', modules: ['default', 'worker'], version: '1.10' }],
  [
    'Windows line ends and a byte order mark',
    `\uFEFF${SPEC_3.replaceAll('\n', '\r\n')}`,
    { appCode: 'demo-app', modules: ['default', 'worker'], version: '1.10' },
  ],
  [
    'a version that is a date in YAML 1.1',
    'spec_version: 2\napp_version: 2024-09-18',
    { modules: [], version: '2024-09-18' },
  ],
  [
    'a version that is an octal number in YAML 1.1',
    'spec_version: 2\napp_version: 012',
    { modules: [], version: '012' },
  ],
  [
    'a version that is a base 60 number in YAML 1.1',
    'spec_version: 2\napp_version: 1_000',
    { modules: [], version: '1_000' },
  ],
  ['an aliased version', 'spec_version: 2\nx: &v 1.10\napp_version: *v', { modules: [], version: '1.10' }],
  [
    'a repeated key: the last wins',
    'spec_version: 2\napp_version: 1.1\napp_version: 1.20\napp: {bk_app_code: a, bk_app_code: b}',
    { appCode: 'b', modules: [], version: '1.20' },
  ],
  [
    'merged keys',
    'spec_version: 2\nbase: &b { bk_app_code: demo }\napp: { <<: *b, bk_app_name: x }',
    { appCode: 'demo', modules: [] },
  ],
  ['one unnamed module', 'spec_version: 2\nmodule: { language: Go }', { modules: [] }],
  ['no version', 'specVersion: 3\nappVersion:\napp: null\nmodules: null', { modules: [] }],
  ['a version that is a map', 'specVersion: 3\nappVersion: { a: 1 }', { modules: [] }],
  [
    'names that are paths',
    'specVersion: 3\nappVersion: ../../x\napp: { bkAppCode: ../a }\nmodules: [{ name: a/b }, { name: "a\\nb" }, { name: ok }, { name: ok }]',
    { modules: ['ok'] },
  ],
  [
    'names that are no text',
    'spec_version: 2\napp: { bk_app_code: [a] }\nmodules: { 1.5: {}, __proto__: {} }',
    { modules: ['__proto__'] },
  ],
  [
    'names of 21 characters',
    `spec_version: 2\napp: { bk_app_code: ${'a'.repeat(21)} }\nmodules: { ${'b'.repeat(20)}: {} }`,
    { modules: ['b'.repeat(20)] },
  ],
  ['modules in the shape of the other spec', 'spec_version: 2\nmodules: [{ name: a }]', { modules: [] }],
  ['keys of the other spec', 'spec_version: 2\nappVersion: 1.0\napp: { bkAppCode: a }', { modules: [] }],
  ['a version of 65 characters', `spec_version: 2\napp_version: ${'1'.repeat(65)}`, { modules: [] }],
  ['spec 1', 'app_code: demo\nversion: 1.0', undefined],
  ['spec 4', 'specVersion: 4', undefined],
  ['several documents', 'specVersion: 3\n---\nspecVersion: 3', undefined],
  ['no YAML', 'specVersion: 3\nmodules: [', undefined],
  ['a list', '- specVersion: 3', undefined],
  ['nothing', '', undefined],
  ['binary content', '\u0000\u0001\u0002PK\u0003', undefined],
  ['more than 256 KiB', `${SPEC_2}#${'x'.repeat(256 * 1024)}`, undefined],
  ['more than 256 KiB in UTF-8 only', `${SPEC_2}#${'演'.repeat(90 * 1024)}`, undefined],
];

for (const [what, text, expected] of rows) {
  test(`${what}: ${expected === undefined ? 'no description' : 'read'}`, () => {
    assert.deepEqual(parseAppDescription(text), expected);
  });
}

test('a description with a logo of 200 KiB is read', () => {
  const description = parseAppDescription(`${SPEC_2}logo_b64data: "${'A'.repeat(200 * 1024)}"\n`);
  assert.equal(description?.version, '1.0.3');
});

test('a YAML bomb gives no description', () =>
  withinCpuSeconds(20, () => {
    const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]`);
    assert.equal(parseAppDescription(`spec_version: 2\na0: &a0 [x]\n${levels.join('\n')}\n`), undefined);
  }));

test('a billion laughs cost nothing and give no description', () => {
  const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`);
  const text = `spec_version: 2\napp_version: 1.0\nl0: &l0 [lol]\n${levels.join('\n')}\nmodules: *l9\n`;
  parseAppDescription('spec_version: 2');
  const before = process.memoryUsage();
  assert.equal(parseAppDescription(text), undefined);
  const after = process.memoryUsage();
  assert.ok(after.heapUsed + after.external - before.heapUsed - before.external < 100 * 1024 * 1024);
});

test('a file with 100 levels is read; more levels give no description', () => {
  // The document's mapping is the first level, so the number of lists is one less than `depth`.
  const nested = (depth: number): string => `spec_version: 2\nx: ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}\n`;
  assert.deepEqual(parseAppDescription(nested(100)), { modules: [] });
  for (const depth of [101, 100_000]) assert.equal(parseAppDescription(nested(depth)), undefined);
});

test('a file of 1 MB is refused before it is parsed', () => {
  assert.equal(parseAppDescription(`${SPEC_2}x: "${'x'.repeat(1024 * 1024)}"\n`), undefined);
});

test('hostile texts neither hang nor throw', () =>
  withinCpuSeconds(60, () => {
    // Before the parser counted aliases, parsing the last of these texts took half a minute.
    for (const piece of ['[', '{a: ', '"', 'a:\n ', '&a b: *a\n']) {
      parseAppDescription(`spec_version: 2\nmodules:\n${piece.repeat(Math.floor((255 * 1024) / piece.length))}`);
    }
  }));
