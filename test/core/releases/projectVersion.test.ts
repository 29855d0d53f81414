import test from 'node:test';
import assert from 'node:assert/strict';
import { parseProjectVersion } from '../../../src/core/releases/projectVersion.ts';

const rows: [what: string, text: string, expected: string | undefined][] = [
  ['a version', '{"name":"demo","version":"1.2.3-rc.1+build.5"}', '1.2.3-rc.1+build.5'],
  ['a version after a byte order mark', '\uFEFF{"version":" 1.2.3 "}', '1.2.3'],
  ['0.0.0', '{"version":"0.0.0"}', undefined],
  ["a release tool's placeholder", '{"version":"0.0.0-development"}', undefined],
  ['0.0.1', '{"version":"0.0.1"}', '0.0.1'],
  ['no version', '{"name":"demo"}', undefined],
  ['an empty version', '{"version":""}', undefined],
  ['a number', '{"version":1.2}', undefined],
  ['a path', '{"version":"../../etc"}', undefined],
  ['65 characters', `{"version":"${'1'.repeat(65)}"}`, undefined],
  ['an array', '["version"]', undefined],
  ['null', 'null', undefined],
  ['no JSON', '{"version":"1.2.3",}', undefined],
  ['nothing', '', undefined],
  ['JSON nested deeper than the stack', '['.repeat(1_000_000), undefined],
];

for (const [what, text, expected] of rows) {
  test(`package.json with ${what}: ${expected ?? 'no version'}`, () => {
    assert.equal(parseProjectVersion('package.json', text), expected);
  });
}

const otherFileRows: readonly (readonly [what: string, file: string, text: string, expected: string | undefined])[] = [
  ['a project', 'pyproject.toml', '[project]\nname = "x"\nversion = "1.4.0"\n', '1.4.0'],
  ['a project of Poetry', 'pyproject.toml', '[tool.poetry]\nversion = "2.0.1"\n', '2.0.1'],
  [
    'a version made when it is built',
    'pyproject.toml',
    '[project]\nversion = "1.0"\ndynamic = ["version"]\n',
    undefined,
  ],
  ['no TOML', 'pyproject.toml', '[project\n', undefined],
  ['TOML nested deeper than the stack', 'pyproject.toml', `a = ${'['.repeat(200_000)}`, undefined],
  ['a version', 'VERSION', 'v1.2.3\n', '1.2.3'],
  ['a sentence', 'VERSION', 'The first version\n', undefined],
  ['a version', 'version.txt', '2024.11.27\n', '2024.11.27'],
  ['a project', 'pom.xml', '<project><parent><version>9</version></parent><version>1.0.0</version></project>', '1.0.0'],
  ['a parent', 'pom.xml', '<project><parent><version>9.1</version></parent></project>', '9.1'],
  ['a dependency', 'pom.xml', '<project><dependencies><version>9.1</version></dependencies></project>', undefined],
  ['a variable', 'pom.xml', '<project><version>${revision}</version></project>', undefined],
];

for (const [what, file, text, expected] of otherFileRows) {
  test(`${file} with ${what}: ${expected ?? 'no version'}`, () => {
    assert.equal(parseProjectVersion(file, text), expected);
  });
}

test('only a file named package.json is read, in any folder', () => {
  const text = '{"version":"1.2.3"}';
  assert.equal(parseProjectVersion('/work/demo/package.json', text), '1.2.3');
  assert.equal(parseProjectVersion('C:\\demo\\package.json', text), '1.2.3');
  assert.equal(parseProjectVersion('my-package.json', text), undefined);
  assert.equal(parseProjectVersion('package-lock.json', text), undefined);
});
