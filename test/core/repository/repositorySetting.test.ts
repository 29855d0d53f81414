import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { publishPath } from '../../../src/core/repository/publishPath.ts';
import {
  parseBaseUrl,
  parsePastedAddress,
  parseRepositorySetting,
} from '../../../src/core/repository/repositorySetting.ts';
import { property } from '../../properties/property.ts';

const base = { baseUrl: 'https://bkrepo.example.com', project: 'demo', repository: 'packages' };

test('an entry is parsed with defaults for missing members, and its folder as segments', () => {
  assert.deepEqual(parseRepositorySetting({ ...base, folder: '/a/b/' }), {
    ok: true,
    setting: { ...base, name: 'demo / packages', linkBaseUrl: base.baseUrl, folder: ['a', 'b'], links: 'temporary' },
  });
});

for (const [what, value, problem] of [
  ['a text', 'x', 'notAnObject'],
  ['no address', { ...base, baseUrl: '' }, 'baseUrlInvalid'],
  ['an address with a password', { ...base, baseUrl: 'https://u:p@bkrepo.example.com' }, 'baseUrlInvalid'],
  ['another scheme', { ...base, baseUrl: 'ftp://bkrepo.example.com' }, 'baseUrlInvalid'],
  ['a bad address for links', { ...base, linkBaseUrl: 'x' }, 'baseUrlInvalid'],
  ['a project that is a path', { ...base, project: '../x' }, 'projectMissing'],
  ['no repository', { ...base, repository: '' }, 'repositoryMissing'],
  ['a folder that climbs', { ...base, folder: 'a/../b' }, 'folderInvalid'],
] as const) {
  test(`an entry with ${what}: ${problem}`, () => {
    assert.deepEqual(parseRepositorySetting(value), { ok: false, problem });
  });
}

for (const [pasted, wanted] of [
  ['https://bkrepo.example.com/', { baseUrl: 'https://bkrepo.example.com' }],
  [
    'https://paas.example.com/bkrepo/generic/demo/packages/a.tar.gz',
    { baseUrl: 'https://paas.example.com/bkrepo', project: 'demo', repository: 'packages' },
  ],
  [
    'https://bkrepo.example.com/ui/demo/generic?repoName=packages&path=/releases',
    { baseUrl: 'https://bkrepo.example.com', project: 'demo', repository: 'packages', folder: '/releases' },
  ],
  ['https://bkrepo.example.com/repository/api/node/detail/x', { baseUrl: 'https://bkrepo.example.com' }],
  ['no address', undefined],
] as const) {
  test(`the pasted address ${pasted} is understood`, () => {
    assert.deepEqual(parsePastedAddress(pasted), wanted);
  });
}

test('a package’s path has the version as a folder, and only characters that every server accepts', () => {
  const reading = parseRepositorySetting({ ...base, folder: 'releases' });
  assert.ok(reading.ok);
  const at = (version: string): string =>
    publishPath(reading.setting, { appCode: 'demo-app', module: 'default', version }, 'gzip');
  assert.equal(at('1.0.3'), '/releases/demo-app/default/1.0.3/demo-app.tar.gz');
  assert.match(at('一期/正式版'), /^\/releases\/demo-app\/default\/[A-Za-z0-9._-]+\/demo-app\.tar\.gz$/);
  assert.notEqual(at('一期'), at('二期'), 'different versions stay different');
  assert.notEqual(at('一丟'), at('丁一'), 'also those that a short hash takes for the same');
  assert.ok(!at('..').includes('/../'));
});

property(
  'random addresses and entries are read, and none throws',
  fc.tuple(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()), fc.anything()),
  ([text, value]) => {
    parseBaseUrl(text);
    parsePastedAddress(text);
    parseRepositorySetting(value);
    parseRepositorySetting({ ...base, folder: text, project: text });
  },
);
