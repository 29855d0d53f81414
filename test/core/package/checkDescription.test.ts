import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { checkDescription, type DescriptionTarget } from '../../../src/core/package/checkDescription.ts';
import type { FindingCode } from '../../../src/core/package/finding.ts';
import { parseYamlTree } from '../../../src/core/package/yamlTree.ts';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';
import { property } from '../../properties/property.ts';

const good2 = `spec_version: 2
app_version: "1.0.3"
app:
  bk_app_code: demo-app
modules:
  default:
    language: Python
    processes:
      web:
        command: ./start
`;
const good3 = `specVersion: 3
appVersion: '1.0.3'
app:
  bkAppCode: demo-app
modules:
  - name: default
    language: NodeJS
    spec:
      processes:
        - name: web
          procCommand: npm start
`;

const target = { appCode: 'demo-app', module: 'default' };

for (const [what, text] of [
  ['version 2', good2],
  ['version 3', good3],
  ['one module alone', 'spec_version: 2\nmodule:\n  language: go\n  processes:\n    web: {command: x}\n'],
  [
    'merged keys',
    good2
      .replace('modules:', 'base: &base {language: go, processes: {web: {command: x}}}\nmodules:')
      .replace(/    language[^]*$/, '    <<: *base\n'),
  ],
] as const) {
  test(`a good description: ${what}`, async () => {
    assert.deepEqual(await checkDescription(text, target), []);
  });
}

interface Case {
  what: string;
  text: string;
  code: FindingCode;
  /** The text that the finding underlines. */
  at?: string;
  /** The whole description after the finding's fix has been applied. */
  fixed?: string;
  target?: DescriptionTarget;
}

const cases: readonly Case[] = [
  { what: 'nothing but comments', text: '# nothing\n', code: 'descriptionEmpty' },
  { what: 'broken YAML', text: 'spec_version: 2\n  app: [unclosed\n', code: 'descriptionNotYaml' },
  { what: 'a list', text: '- a\n- b\n', code: 'descriptionNotMapping' },
  {
    what: 'no version, of form 3',
    text: good3.replace('specVersion: 3\n', ''),
    code: 'specVersionMissing',
    fixed: good3,
  },
  {
    what: 'no version, of form 2',
    text: good2.replace('spec_version: 2\n', ''),
    code: 'specVersionMissing',
    fixed: good2,
  },
  { what: 'no version, of no form', text: 'name: x\n', code: 'specVersionMissing' },
  {
    what: 'a version in quotes',
    text: good3.replace('3', '"3"'),
    code: 'specVersionUnsupported',
    at: '"3"',
    fixed: good3,
  },
  { what: 'another version', text: good3.replace('3', '4'), code: 'specVersionUnsupported', at: '4' },
  { what: 'another application', text: good2.replace('demo-app', 'other'), code: 'appCodeDiffers', at: 'other' },
  {
    what: 'a version that is a number',
    text: good3.replace("'1.0.3'", '1.10'),
    code: 'versionIsNumber',
    at: '1.10',
    fixed: good3.replace("'1.0.3'", "'1.10'"),
  },
  {
    what: 'another module alone',
    text: good3.replace('default', 'api'),
    code: 'moduleMissing',
    at: 'api',
    fixed: good3,
  },
  {
    what: 'modules as a map in form 3',
    text: good3.replace(/modules:[^]*/, 'modules:\n  default: {}\n'),
    code: 'modulesOfOtherShape',
  },
  {
    what: 'a module without a name',
    text: good3.replace('name: default\n    language', 'language'),
    code: 'moduleWithoutName',
  },
  { what: 'no language', text: good2.replace('    language: Python\n', ''), code: 'languageMissing' },
  { what: 'an unknown language', text: good2.replace('Python', 'cobol'), code: 'languageUnknown', at: 'cobol' },
  {
    what: 'a language by another name',
    text: good2.replace('Python', 'golang'),
    code: 'languageUnknown',
    fixed: good2.replace('Python', 'go'),
  },
  { what: 'no processes', text: good2.replace(/ {4}processes[^]*/, ''), code: 'processesMissing' },
  {
    what: 'no processes in form 3',
    text: good3.replace(/ {6}processes[^]*/, '      processes: []\n'),
    code: 'processesMissing',
  },
  {
    what: 'a process in upper case',
    text: good2.replace('web', 'Web'),
    code: 'processNameInvalid',
    at: 'Web',
    fixed: good2,
  },
  { what: 'a process with a long name', text: good2.replace('web', 'averylongprocess'), code: 'processNameInvalid' },
  {
    what: 'seventeen processes',
    text: good2.replace(
      / {6}web[^]*/,
      Array.from({ length: 17 }, (_, index) => `      p${index}: {command: x}\n`).join(''),
    ),
    code: 'tooManyProcesses',
  },
  {
    what: 'a source directory that climbs',
    text: good2.replace('    language', '    source_dir: ../x\n    language'),
    code: 'sourceDirInvalid',
    at: '../x',
  },
  {
    what: 'a source directory that is not there',
    text: good2.replace('    language', '    source_dir: src\n    language'),
    code: 'sourceDirMissing',
    at: 'src',
    target: { hasFolder: () => false },
  },
];

for (const { what, text, code, at, fixed, target: other } of cases) {
  test(`${what}: ${code}`, async () => {
    const findings = await checkDescription(text, { ...target, ...other });
    const finding = findings.find((candidate) => candidate.code === code);
    assert.ok(finding, findings.map((each) => each.code).join());
    assert.ok(finding.range, 'it has a place');
    if (at !== undefined) assert.equal(text.slice(finding.range.start, finding.range.end), at);
    const { fix } = finding;
    const edited = fix && text.slice(0, fix.range.start) + fix.text + text.slice(fix.range.end);
    assert.equal(edited, fixed);
    if (edited !== undefined) assert.ok(!(await checkDescription(edited, target)).some((each) => each.code === code));
  });
}

test('a YAML bomb is refused soon, and not unfolded', async () => {
  const aliases = Array.from({ length: 200 }, () => '*a').join(', ');
  const tree = await parseYamlTree(`a: &a [1]\nb: [${aliases}]\n`);
  assert.deepEqual([tree.ok, !tree.ok && tree.problem], [false, 'tooManyAliases']);
  const deep = await parseYamlTree(`a: ${'['.repeat(100_000)}`);
  assert.equal(deep.ok, false);
});

test('maps that merge each other many times are searched once each', async () => {
  const mergeOf = (level: number): string => Array.from({ length: 9 }, () => `*a${level}`).join(', ');
  const levels = Array.from({ length: 10 }, (_, level) => `a${level + 1}: &a${level + 1} {<<: [${mergeOf(level)}]}`);
  const text = ['a0: &a0 {x: 1}', ...levels, '<<: *a10'].join('\n');
  await withinCpuSeconds(1, async () => {
    assert.deepEqual(
      (await checkDescription(text)).map(({ code }) => code),
      ['specVersionMissing'],
    );
  });
  const [found] = await checkDescription(text.replace('x: 1', 'spec_version: 4'));
  assert.deepEqual([found?.code, found?.values], ['specVersionUnsupported', ['4']]);
});

const piece = fc.constantFrom(
  'specVersion: 3\n',
  'modules:\n',
  '  - name: x\n',
  '    spec:\n',
  '- ',
  ': ',
  '&a ',
  '*a',
  '<<: ',
  '"',
  "'",
  '\n',
  '  ',
  '[',
  '}',
  '|\n',
  '#',
  '1.10',
  'app:\n',
  '\t',
  '演示',
);
property(
  'random texts are checked, and none throws; what is underlined is in the text',
  fc.array(piece, { maxLength: 30 }),
  async (pieces) => {
    const text = pieces.join('');
    for (const { range, fix } of await checkDescription(text, target)) {
      for (const place of [range, fix?.range]) {
        if (place) assert.ok(0 <= place.start && place.start <= place.end && place.end <= text.length);
      }
    }
  },
);
