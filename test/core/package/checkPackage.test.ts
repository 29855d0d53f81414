import assert from 'node:assert/strict';
import test from 'node:test';
import { checkPackage, type CheckOptions } from '../../../src/core/package/checkPackage.ts';
import { findingSeverities, type FindingCode } from '../../../src/core/package/finding.ts';
import { findingText } from '../../../src/texts/findingTexts.ts';
import { translators } from '../../texts/translations.ts';
import { findingCodes, descriptionEntry, entries, validDescription, type GivenEntry } from './givenEntries.ts';

test('a valid package has no findings, and its description is returned', async () => {
  const report = await checkPackage(entries([descriptionEntry, { name: './src/main.py', text: 'x' }]), {
    format: 'tar',
  });
  assert.deepEqual(report.findings, []);
  assert.deepEqual([report.description?.entry, report.entryCount], ['./app_desc.yaml', 2]);
  assert.equal(report.unpackedBytes, validDescription.length + 1);
});

test('of a thousand descriptions and Procfiles, only those that the platform uses are read and kept', async () => {
  let reads = 0;
  const read = (): Promise<Buffer> => {
    reads += 1;
    return Promise.resolve(Buffer.from(validDescription));
  };
  const names = Array.from({ length: 1000 }, (_, index) => String(index).padStart(4, '0'));
  const many = names.flatMap((folder) => [
    { name: `./${folder}/app_desc.yaml`, read },
    { name: `./${folder}/Procfile`, read },
  ]);
  const report = await checkPackage(entries(many), { format: 'tar' });
  assert.equal(report.description?.entry, './0000/app_desc.yaml');
  assert.equal(reads, 1);
});

interface Case {
  what: string;
  given: readonly GivenEntry[];
  code: FindingCode;
  options?: Partial<CheckOptions>;
}

const cases: readonly Case[] = [
  { what: 'nothing', given: [], code: 'empty' },
  {
    what: 'a description that comes before the one at the root',
    given: [descriptionEntry, { name: './api/app_desc.yaml', text: validDescription }],
    code: 'descriptionOutranked',
  },
  {
    what: 'two descriptions in folders',
    given: [
      { name: 'a/app_desc.yaml', text: validDescription },
      { name: 'b/app_desc.yaml', text: validDescription },
    ],
    code: 'severalDescriptions',
  },
  {
    what: 'a description two folders down',
    given: [{ name: 'a/b/app_desc.yaml', text: validDescription }],
    code: 'descriptionDeep',
  },
  {
    what: 'a description in a Chinese folder',
    given: [{ name: '演示/app_desc.yaml', text: validDescription }],
    code: 'descriptionFolderIgnored',
  },
  {
    what: 'an absolute description',
    given: [{ name: '/app_desc.yaml', text: validDescription }],
    code: 'descriptionPathIllegal',
  },
  {
    what: 'a description that is a link',
    given: [{ name: './app_desc.yaml', kind: 'symlink', linkName: 'real.yaml' }],
    code: 'descriptionIsLink',
  },
  { what: 'an empty description', given: [{ name: './app_desc.yaml' }], code: 'descriptionEmpty' },
  { what: 'a huge description', given: [{ ...descriptionEntry, sizeBytes: 3_000_000 }], code: 'descriptionTooLarge' },
  {
    what: 'a description of something else',
    given: [{ name: './app_desc.yaml', text: '- a\n' }],
    code: 'descriptionNotMapping',
  },
  { what: 'neither description nor Procfile', given: [{ name: './a' }], code: 'nothingToRun' },
  { what: 'a Procfile without ./ in a tar', given: [{ name: 'Procfile', text: 'web: x\n' }], code: 'procfileNotFound' },
  { what: 'a Procfile that is no YAML', given: [{ name: './Procfile', text: 'web: [x\n' }], code: 'procfileNotYaml' },
  { what: 'a Procfile that is a list', given: [{ name: './Procfile', text: '- web\n' }], code: 'procfileNotMapping' },
  {
    what: 'a link outside',
    given: [descriptionEntry, { name: './l', kind: 'symlink', linkName: '../x' }],
    code: 'linkLeavesPackage',
  },
  { what: 'a socket', given: [descriptionEntry, { name: './s', kind: 'special' }], code: 'specialEntry' },
  { what: 'a path that climbs', given: [descriptionEntry, { name: './a/../../x' }], code: 'pathTraversal' },
  { what: 'an absolute path in a tar', given: [descriptionEntry, { name: '/a' }], code: 'pathAbsolute' },
  {
    what: 'an absolute path in a zip',
    given: [descriptionEntry, { name: '/a' }],
    code: 'pathTraversal',
    options: { format: 'zip' },
  },
  {
    what: 'the layout of Django in a wrapper',
    given: [{ name: 'demo/app_desc.yaml', text: validDescription }, { name: 'demo/demo/settings.py' }],
    code: 'wrapperClash',
  },
  { what: 'a name of 300 bytes', given: [descriptionEntry, { name: `./${'n'.repeat(300)}` }], code: 'nameTooLong' },
  { what: 'a name that Windows does not take', given: [descriptionEntry, { name: './a:b' }], code: 'nameReserved' },
  {
    what: 'two names that differ in case',
    given: [descriptionEntry, { name: './a' }, { name: './A' }],
    code: 'namesClash',
  },
  {
    what: 'a script without its bit',
    given: [descriptionEntry, { name: './bin/start', text: '#!/bin/sh\n' }],
    code: 'notExecutable',
  },
  { what: 'node_modules', given: [descriptionEntry, { name: './node_modules/a/index.js' }], code: 'junkIncluded' },
  { what: 'a key', given: [descriptionEntry, { name: './conf/server.pem' }], code: 'secretsIncluded' },
  { what: 'an .env file', given: [descriptionEntry, { name: './.env' }], code: 'secretsIncluded' },
  { what: '60 MB', given: [descriptionEntry], code: 'largePackage', options: { archiveBytes: 60 * 1024 ** 2 } },
  { what: '400 MB', given: [descriptionEntry], code: 'hugePackage', options: { archiveBytes: 400 * 1024 ** 2 } },
  {
    what: 'a source directory that is not there',
    given: [
      { ...descriptionEntry, text: validDescription.replace('    language', '    source_dir: src\n    language') },
    ],
    code: 'sourceDirMissing',
  },
];

for (const { what, given, code, options } of cases) {
  test(`${what}: ${code}`, async () => {
    const found = await findingCodes(given, options);
    assert.ok(found.includes(code), found.join());
  });
}

test('an .env.example, an existing source folder and a Procfile at its place are not findings', async () => {
  const text = validDescription.replace('    language', '    source_dir: src\n    language');
  assert.deepEqual(
    await findingCodes([{ ...descriptionEntry, text }, { name: './src/a' }, { name: './.env.example' }]),
    [],
  );
  assert.deepEqual(await findingCodes([{ name: './Procfile', text: 'web: x\n' }]), []);
  assert.deepEqual(await findingCodes([{ name: 'Procfile', text: 'web: x\n' }], { format: 'zip' }), []);
});

test('at most twenty findings of one kind are reported', async () => {
  const many = Array.from({ length: 100 }, (_, index) => ({ name: `./${index}`, kind: 'special' as const }));
  assert.equal((await findingCodes([descriptionEntry, ...many])).length, 20);
});

test('every finding has its sentence in both languages, and no two are the same', () => {
  for (const [language, t] of Object.entries(translators)) {
    const told = (Object.keys(findingSeverities) as FindingCode[]).map((code) => {
      const { what, todo } = findingText(t, { code, entry: 'x', values: ['1', '2'] });
      assert.ok(what !== '' && todo !== '', `${code} in ${language}`);
      return what;
    });
    assert.equal(new Set(told).size, told.length, language);
  }
});
