import assert from 'node:assert/strict';
import test from 'node:test';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';
import { findingCodes, descriptionEntry, validDescription, type GivenEntry } from './givenEntries.ts';

/**
 * Entries of a package, and the codes of the expected findings. The expectations come from runs of GNU tar 1.34 and
 * Python 3.11 on such entries.
 */
interface Case {
  what: string;
  given: readonly GivenEntry[];
  codes: readonly string[];
  format?: 'tar' | 'zip';
}

const symlink = (name: string, linkName: string): GivenEntry => ({ name, kind: 'symlink', linkName });
const hardLink = (name: string, linkName: string): GivenEntry => ({ name, kind: 'hardlink', linkName });
const zipDescription: GivenEntry = { name: 'app_desc.yaml', text: validDescription };

const cases: readonly Case[] = [
  {
    what: 'a hard link to a later file',
    given: [hardLink('./h', './t'), { name: './t' }],
    codes: ['linkTargetMissing'],
  },
  { what: 'a hard link to itself', given: [hardLink('./h', './h')], codes: ['linkTargetMissing'] },
  { what: 'a hard link to a folder', given: [{ name: './d/' }, hardLink('./h', './d')], codes: ['linkTargetMissing'] },
  {
    what: 'a hard link to an earlier file',
    given: [{ name: './t' }, hardLink('./h', 't'), hardLink('./i', './h')],
    codes: [],
  },
  {
    what: 'a hard link through a link',
    given: [{ name: './real/t' }, symlink('./s', 'real'), hardLink('./h', './s/t'), hardLink('./i', 'real/../s/t')],
    codes: [],
  },
  { what: 'a file below a file', given: [{ name: './x' }, { name: './x-y' }, { name: './x/y' }], codes: ['belowFile'] },
  { what: 'a file in place of a folder', given: [{ name: './x/y' }, { name: './x' }], codes: ['belowFile'] },
  { what: 'a file after an empty folder', given: [{ name: './x/' }, { name: './x' }], codes: ['belowFile'] },
  { what: 'an empty folder after a file in a tar', given: [{ name: './x' }, { name: './x/' }], codes: [] },
  {
    what: 'an empty folder after a file in a zip',
    given: [zipDescription, { name: 'x' }, { name: 'x/' }],
    codes: ['belowFile'],
    format: 'zip',
  },
  { what: 'a file below a link to nothing', given: [symlink('./s', 'real'), { name: './s/b' }], codes: ['belowFile'] },
  {
    what: 'a file below a link to a folder',
    given: [{ name: './real/a' }, symlink('./s', 'real'), { name: './s/b' }],
    codes: [],
  },
  {
    what: 'links in a circle',
    given: [symlink('./s', 't'), symlink('./t', 's'), { name: './s/b' }],
    codes: ['belowFile'],
  },
  { what: 'an entry without a name', given: [{ name: '' }], codes: ['nameEmpty'] },
  { what: 'the folder ./ in a tar', given: [{ name: './' }], codes: [] },
  { what: 'the folder ./ in a zip', given: [zipDescription, { name: './' }], codes: ['nameEmpty'], format: 'zip' },
  {
    what: 'a volume label',
    given: [{ name: 'l', kind: 'special', flaw: 'unknownType' }],
    codes: ['entryTypeUnsupported'],
  },
  { what: 'a logo that is a folder', given: [{ name: './logo.png/' }], codes: ['logoNotFile'] },
  { what: 'a logo that is a folder without an entry', given: [{ name: './logo.png/a' }], codes: ['logoNotFile'] },
  {
    what: 'a logo that is a link',
    given: [{ name: './a.png' }, symlink('./logo.png', 'a.png')],
    codes: ['logoNotFile'],
  },
  { what: 'a logo that is a hard link', given: [{ name: './a' }, hardLink('./logo.png', './a')], codes: [] },
  { what: 'a logo deeper in the package', given: [{ name: './static/logo.png/' }], codes: [] },
  { what: 'a folder as the logo of a zip', given: [zipDescription, { name: 'logo.png/' }], codes: [], format: 'zip' },
  { what: 'a backslash', given: [{ name: './src\\a.py' }], codes: ['nameBackslash'] },
  { what: 'a name that is misread', given: [{ name: './╓╨', flaw: 'nameGarbled' }], codes: ['nameGarbled'] },
];

for (const { what, given, codes: expected, format = 'tar' } of cases) {
  test(`${what}: ${expected.join() || 'no finding'}`, async () => {
    assert.deepEqual(await findingCodes(format === 'tar' ? [descriptionEntry, ...given] : given, { format }), expected);
  });
}

const wrapped: readonly Case[] = [
  {
    what: 'an outer folder inside',
    given: [{ name: 'a/b/app_desc.yaml' }, { name: 'a/b/a/x' }],
    codes: ['wrapperClash'],
  },
  { what: 'an inner folder inside', given: [{ name: 'a/b/app_desc.yaml' }, { name: 'a/b/b/x' }], codes: [] },
  {
    what: 'a file of the top',
    given: [{ name: 'a/b/app_desc.yaml' }, { name: 'a/b/c' }, { name: 'c' }],
    codes: ['wrapperClash'],
  },
  { what: 'another file', given: [{ name: 'a/app_desc.yaml' }, { name: 'a/b' }, { name: 'c' }], codes: [] },
];

for (const { what, given, codes: expected } of wrapped) {
  test(`${what}, beside a description in a folder: ${expected.join() || 'no clash'}`, async () => {
    const found = await findingCodes(
      given.map((each) => (each.name.endsWith('.yaml') ? { ...each, text: validDescription } : each)),
    );
    assert.deepEqual(
      found.filter((code) => code === 'wrapperClash'),
      expected,
    );
  });
}

test('in a zip, a description whose path is not in its shortest form is reported', async () => {
  for (const name of ['./app_desc.yaml', 'a//app_desc.yaml'])
    assert.ok(
      (await findingCodes([{ name, text: validDescription }], { format: 'zip' })).includes('descriptionPathIllegal'),
    );
});

const procfiles: readonly (readonly [what: string, text: string | Buffer, codes: readonly string[]])[] = [
  ['a number of processes', 'web: x\nworker: y\n', []],
  ['17 processes', Array.from({ length: 17 }, (_, index) => `p${index}: x\n`).join(''), ['procfileTooLong']],
  ['the same process 17 times', 'web: x\n'.repeat(17), []],
  ['an upper-case name', 'Web: x\n', ['processNameInvalid']],
  ['a name of 13 characters', 'celery-worker: x\n', ['processNameInvalid']],
  ['a name that is a number', '1: x\n', ['processNameInvalid']],
  ['a name that is a boolean', 'on: x\n', ['processNameInvalid']],
  ['a quoted name that looks like a boolean', '"on": x\n', []],
  ['no command', 'web:\n', ['procfileCommandInvalid']],
  ['a list of commands', 'web: [a, b]\n', ['procfileCommandInvalid']],
  ['a number as the command', 'web: 1\n', []],
  ['nothing', '# web: x\n', ['procfileNotMapping']],
  ['an empty mapping', '{}\n', ['procfileNotMapping']],
  ['GBK', Buffer.from('2320bdf8b3cc0a7765623a20780a', 'hex'), ['procfileNotYaml']],
  ['a tab behind the colon', 'web:\tx\n', ['procfileNotYaml']],
  ['a tab inside a command', 'web: x\ty\n', ['procfileNotYaml']],
  ['a tab in quotes', 'web: "x\ty"\n', []],
  ['a tab in a comment', 'web: x # a\tb\n', []],
];

for (const [what, text, expected] of procfiles) {
  test(`a Procfile with ${what}: ${expected.join() || 'no finding'}`, async () => {
    assert.deepEqual(await findingCodes([{ name: './Procfile', text }]), expected);
    assert.deepEqual(await findingCodes([{ name: 'Procfile', text }], { format: 'zip' }), expected);
  });
}

test('a Procfile that is a link to a file of the package is found', async () => {
  assert.deepEqual(
    await findingCodes([{ name: './deploy/P', text: 'web: x\n' }, symlink('./Procfile', 'deploy/P')]),
    [],
  );
  assert.deepEqual(await findingCodes([{ name: './a' }, symlink('./Procfile', 'deploy/P')]), ['procfileNotFound']);
});

test('a Procfile of another project causes no procfileNotFound', async () => {
  assert.deepEqual(await findingCodes([{ name: './a' }, { name: './tests/Procfile', text: 'x' }]), ['nothingToRun']);
  assert.deepEqual(await findingCodes([{ name: 'demo/a' }, { name: 'demo/Procfile', text: 'x' }]), [
    'procfileNotFound',
  ]);
});

test('thousands of links with entries below them are checked quickly', async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => [
    symlink(`./${index}`, 'nowhere'),
    { name: `./${index}/a` },
  ]);
  await withinCpuSeconds(3, async () => {
    assert.deepEqual(new Set(await findingCodes([descriptionEntry, ...many.flat()])), new Set(['belowFile']));
  });
});
