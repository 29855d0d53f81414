import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import { fileSet } from '../../../src/core/packing/fileSet.ts';
import { gitFileList } from '../../../src/core/packing/gitFileList.ts';
import { createEmptyRules, ruleForName, ruleForPath, appendRules } from '../../../src/core/packing/ignoreRules.ts';
import { localFolder } from '../../../src/core/packing/localFolder.ts';
import { repetitionsOf } from '../../nightly.ts';

/** Common and uncommon ignore rules. */
const rule = fc.constantFrom(
  '*.log',
  '!keep.log',
  'dist/',
  '/dist',
  'a',
  '/a',
  'a/b',
  'a/**',
  '**/b',
  '*',
  '!*/',
  '# a comment',
  '',
  'b?',
  '[ab]',
  'a/*/c',
  '!a/b',
  'c/',
  '\\!x',
  ' a',
  '*.l[oa]g',
  '/*/b',
);
const name = fc.constantFrom('a', 'b', 'c', 'dist', 'x.log', 'keep.log', 'b1', '!x', 'ä');
const paths = fc.uniqueArray(
  fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
  { minLength: 1, maxLength: 8 },
);
const tree = fc.record({
  paths,
  root: fc.array(rule, { maxLength: 4 }),
  nested: fc.array(rule, { maxLength: 3 }),
  nestedIn: name,
});

test('property: on random trees the rules leave out what git leaves out', async () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'bkpaas-ignore-'));
  try {
    const trees = fc.sample(tree, { numRuns: repetitionsOf(1000), seed: 20261127 });
    execFileSync('git', ['init', '-q', root]);
    trees.forEach((given, index) => {
      const folder = path.join(root, String(index));
      const files = given.paths.filter((one) => !given.paths.some((other) => other.startsWith(`${one}/`)));
      for (const file of files) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), 'x');
      }
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, '.gitignore'), `${given.root.join('\n')}\n`);
      if (files.some((file) => file.startsWith(`${given.nestedIn}/`)))
        writeFileSync(path.join(folder, given.nestedIn, '.gitignore'), `${given.nested.join('\n')}\n`);
    });
    const listed = await gitFileList('git', root);
    assert.ok(listed && listed.length > trees.length);
    for (const [index, given] of trees.entries()) {
      const prefix = `${index}/`;
      const wanted: string[] = listed
        .filter((file) => file.path.startsWith(prefix))
        .map((file) => file.path.slice(prefix.length));
      const found = await fileSet({ files: localFolder(path.join(root, String(index))), listed: undefined });
      assert.deepEqual(found.map((file) => file.path).sort(), wanted.sort(), JSON.stringify(given));
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('a repository’s own configuration runs no program when it is listed', async () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'bkpaas-hostile-'));
  try {
    execFileSync('git', ['init', '-q', root]);
    const ran = path.join(root, 'ran');
    writeFileSync(path.join(root, 'a.txt'), 'x');
    execFileSync('git', ['-C', root, 'config', 'core.fsmonitor', `touch ${ran}; false`]);
    assert.deepEqual(
      (await gitFileList('git', root))?.map((file) => file.path),
      ['a.txt'],
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('a folder outside of any repository has no list', async () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'bkpaas-plain-'));
  try {
    assert.equal(await gitFileList('git', root), undefined);
    assert.equal(await gitFileList('/no/such/git', root), undefined);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

/** Names with characters that have a meaning in an ignore file. */
const awkwardNames = [
  'id_rsa',
  'config/.env',
  '#key',
  '!key',
  '*.pem',
  'key?',
  '[a].env',
  'a]',
  '{a,b}',
  'two words',
  'a ',
  'a b  ',
  'back\\slash',
  'tab\t',
  'line\nbreak',
  'return\r',
  '密钥',
];

test('a written rule leaves out its path, in git as well, and no path with the same name in another folder', async () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'bkpaas-ignore-'));
  try {
    execFileSync('git', ['init', '-q', root]);
    for (const name of awkwardNames) {
      const text = appendRules('', [ruleForPath(name)]);
      const rules = (await createEmptyRules()).within('', text);
      assert.equal(rules.verdict(name, false), 'ignored', JSON.stringify(name));
      assert.equal(rules.verdict(`below/${name}`, false), undefined, JSON.stringify(name));
      writeFileSync(path.join(root, '.gitignore'), text);
      const ignored = execFileSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], {
        cwd: root,
        input: `${name}\0`,
      });
      assert.equal(ignored.toString(), `${name}\0`);
    }
    const all = (await createEmptyRules()).within('', appendRules('', ['*.pem', 'key?', '[a].env'].map(ruleForPath)));
    for (const other of ['a.pem', 'keys', 'a.env']) assert.equal(all.verdict(other, false), undefined, other);
    for (const name of ['node_modules', '#cache', '!cache']) {
      const rules = (await createEmptyRules()).within('', appendRules('', [ruleForName(name)]));
      assert.equal(rules.verdict(`web/${name}`, true), 'ignored', name);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('the existing text of an ignore file stays, and each rule is on its own line, once', () => {
  const rows: [text: string, expected: string][] = [
    ['', '/id_rsa\n/a/.env\n'],
    ['# mine\n!dist/\n', '# mine\n!dist/\n/id_rsa\n/a/.env\n'],
    ['*.log', '*.log\n/id_rsa\n/a/.env\n'],
    ['*.log\r\n', '*.log\r\n/id_rsa\r\n/a/.env\r\n'],
    ['/id_rsa\n', '/id_rsa\n/a/.env\n'],
    ['/id_rsa\n/a/.env', '/id_rsa\n/a/.env'],
  ];
  for (const [text, expected] of rows)
    assert.equal(appendRules(text, ['id_rsa', 'a/.env', 'id_rsa'].map(ruleForPath)), expected, JSON.stringify(text));
});
