import test from 'node:test';
import assert from 'node:assert/strict';
import {
  suggestVersion,
  versionForPlatform,
  type VersionSuggestion,
} from '../../../src/core/releases/suggestVersion.ts';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';

type Row = [input: string, name: string, version: string, trust: VersionSuggestion['trust'], from?: 'path'];

const OBJECT_STORE = 'https://bkrepo.example.com/generic/p/r';

/**
 * Package names with a version, in every form that was found in practice. `withoutVersion` has names without a version.
 */
const rows: Row[] = [
  ['demo-app-1.2.3.tar.gz', 'demo-app', '1.2.3', 'high'],
  ['demo_app_v1.2.3.tgz', 'demo_app', '1.2.3', 'high'],
  ['demo-app-v2.0.0-rc.1.tar.gz', 'demo-app', '2.0.0-rc.1', 'high'],
  ['demo-app-2.0.0-beta2.zip', 'demo-app', '2.0.0-beta2', 'high'],
  ['bk_itsm_V2.6.13.tar.gz', 'bk_itsm', '2.6.13', 'high'],
  ['bk_nodeman-2.4.6-ce-bkofficial.tar.gz', 'bk_nodeman', '2.4.6', 'high'],
  ['Django-5.0b1.tar.gz', 'Django', '5.0b1', 'high'],
  ['requests-2.32.3-py3-none-any.whl', 'requests', '2.32.3', 'high'],
  ['node-v20.11.1-linux-x64.tar.xz', 'node', '20.11.1', 'high'],
  ['jdk-21.0.2_linux-x64_bin.tar.gz', 'jdk', '21.0.2', 'high'],
  ['orders-service-0.0.1-SNAPSHOT.jar', 'orders-service', '0.0.1-SNAPSHOT', 'high'],
  ['mysql-connector-j-8.3.0.tar.gz', 'mysql-connector-j', '8.3.0', 'high'],
  ['log4j2-2.23.1.zip', 'log4j2', '2.23.1', 'high'],
  ['python3.11-app-0.9.2.tar.gz', 'python3.11-app', '0.9.2', 'high'],
  ['my.app.name-1.0.tar.gz', 'my.app.name', '1.0', 'high'],
  ['app-1.2.3.4.zip', 'app', '1.2.3.4', 'high'],
  ['app-1.2.3+build.45.tar.gz', 'app', '1.2.3+build.45', 'high'],
  ['project-v1.2.0-5-gabc1234.tar.gz', 'project', '1.2.0-5-gabc1234', 'high'],
  ['octocat-Hello-World-v1.0.0-0-g7fd1a60.tar.gz', 'octocat-Hello-World', '1.0.0', 'high'],
  ['v1.4.0.tar.gz', '', '1.4.0', 'high'],
  ['app-20240918.tar.gz', 'app', '20240918', 'medium'],
  ['release-2024.09.18.zip', 'release', '2024.09.18', 'medium'],
  ['build_20240918-153012.tar.gz', 'build', '20240918-153012', 'medium'],
  ['x264-snapshot-20191217-2245-stable.tar.bz2', 'x264-snapshot', '20191217-2245', 'medium'],
  ['app-v12.tar.gz', 'app', '12', 'medium'],
  ['bklesscode-proj-42.tar.gz', 'bklesscode-proj', '42', 'low'],
  ['demo-app-1.2.3 (1).tar.gz', 'demo-app', '1.2.3', 'high'],
  ['%E6%BC%94%E7%A4%BA-1.0.0.tar.gz', '演示', '1.0.0', 'high'],
  [`${OBJECT_STORE}/demo-app/1.0.3/demo-app.tar.gz?token=2.0.0`, 'demo-app', '1.0.3', 'medium', 'path'],
  ['https://gitlab.example.com/g/p/-/archive/v0.2/p-v0.2.tar.gz', 'p', '0.2', 'high'],

  // Links to tags and releases. If the file name consists only of a version, the name of the repository is used.
  ['https://github.com/octocat/hello/archive/refs/tags/v1.4.0.tar.gz', 'hello', '1.4.0', 'high'],
  ['https://codeload.github.com/octocat/hello/tar.gz/refs/tags/v1.4.0', 'hello', '1.4.0', 'high'],
  ['https://github.com/o/hello/releases/download/v1.0.0/app.tar.gz', 'app', '1.0.0', 'medium', 'path'],
  ['https://github.com/o/mono/releases/download/app@1.0.0/app.tar.gz', 'app', '1.0.0', 'medium', 'path'],
  ['https://h.example.com/dl/release-1.0.0/', 'release', '1.0.0', 'high'],
  // A version in a folder's name takes precedence over a number of unknown meaning in the file name. The nearest folder
  // takes precedence over the other folders.
  [`${OBJECT_STORE}/1.0.3/bklesscode-proj-42.tar.gz`, 'bklesscode-proj-42', '1.0.3', 'medium', 'path'],
  [`${OBJECT_STORE}/9.9/2.0.1/app-latest.tar.gz`, 'app-latest', '2.0.1', 'medium', 'path'],
  [`${OBJECT_STORE}/2024.09.18/app.zip`, 'app', '2024.09.18', 'medium', 'path'],
  // An object key that is encoded as one path segment, and a Windows path.
  ['https://h.example.com/o/folder%2Fdemo-app-1.2.3.zip', 'demo-app', '1.2.3', 'high'],
  ['C:\\Users\\me\\demo-app-1.2.3.zip', 'demo-app', '1.2.3', 'high'],
  // A version of an operating system, Python or a processor is ignored if the name has another version.
  ['app-1.2.3-ubuntu-22.04-amd64.tar.gz', 'app', '1.2.3', 'high'],
  ['app-1.2.3-py3.11.tar.gz', 'app', '1.2.3', 'high'],
  ['ubuntu-22.04.tar.gz', 'ubuntu', '22.04', 'high'],
  ['app-1.2.3-x86_64.tar.gz', 'app', '1.2.3', 'high'],
  ['app-1.2.3-cp311-cp311-manylinux_2_17_x86_64.whl', 'app', '1.2.3', 'high'],
  // Versions with a date beside them, and versions that look like dates.
  ['app-1.2.3-20240918.tar.gz', 'app', '1.2.3', 'high'],
  ['app-20240918-1.2.3.tar.gz', 'app-20240918', '1.2.3', 'high'],
  ['idea-2024.1.4.tar.gz', 'idea', '2024.1.4', 'high'],
  ['app-20240918.2.zip', 'app', '20240918.2', 'medium'],
  ['app-2024-09-18.zip', 'app', '2024-09-18', 'medium'],
  ['app-20240918T153012Z.zip', 'app', '20240918T153012Z', 'medium'],
  // Versions followed by a stage such as `Final`, a letter or another suffix, and unusual file extensions.
  ['app-1.2.3.Final.jar', 'app', '1.2.3', 'high'],
  ['openssl-1.1.1w.tar.gz', 'openssl', '1.1.1w', 'high'],
  ['app-1.0.0-rc1.post2.zip', 'app', '1.0.0-rc1.post2', 'high'],
  ['app-1.2.3-prefix.zip', 'app', '1.2.3', 'high'],
  ['demo-app-1.2.3.TAR.GZ', 'demo-app', '1.2.3', 'high'],
  ['demo-app-1.2.3.tar (2).gz', 'demo-app', '1.2.3', 'high'],
  // In a Chinese name, no separator is needed before the version.
  ['订单系统v1.2.0.zip', '订单系统', '1.2.0', 'high'],
  ['v2.zip', '', '2', 'low'],
];

for (const [input, name, version, trust, from = 'fileName'] of rows) {
  test(`${input} is ${name || '(no name)'} ${version}, ${trust} trust, from the ${from}`, () => {
    assert.deepEqual(suggestVersion(input), { name, version, trust, from });
  });
}

const withoutVersion = [
  '',
  'app.tar.gz',
  'app-latest.tar.gz',
  'project-main.zip',
  'project-0a1b2c3.tar.gz',
  'project-1.2.x.zip',
  'https://10.1.2.3',
  'https://app-1.2.3.example.com/',
  'https://h.example.com/app.tar.gz?version=1.2.3#4.5.6',
  'https://h.example.com/api/v1/files/app.tar.gz',
  'https://h.example.com/api/4.0/files/app.tar.gz',
  'app-1.2.3.4.5.6.tar.gz',
  'app-１.２.３.tar.gz',
  '%E6%BC.tar.gz',
  '%',
  '///',
  '.tar.gz',
  `app-1.${'2'.repeat(14)}.${'3'.repeat(14)}.${'4'.repeat(14)}+${'b'.repeat(40)}.zip`,
];

for (const input of withoutVersion) {
  test(`${input.slice(0, 60) || '(empty)'} gives no version`, () => {
    assert.equal(suggestVersion(input), undefined);
  });
}

test('a segment with a broken percent sequence is not decoded', () => {
  assert.equal(suggestVersion('%E6%BC-1.0.0.tar.gz')?.name, '%E6%BC');
});

test('a hostile link of a million characters neither hangs nor throws', () =>
  withinCpuSeconds(20, () => {
    const pieces = [
      '1.',
      '-1.2.3',
      '1',
      '-',
      ' ',
      '.tar',
      ' (1)',
      '-linux',
      'v',
      '1.2.3-rc',
      '+a.',
      '2024-09-18-',
      '%',
      '%2F',
      '/1.0',
    ];
    for (const piece of [...pieces, '-rc.1', '-g0', '-0-g', '20240918', '.rc1.1', '演', '😀', '\u0000', '\\']) {
      for (const length of [300, 4_090, 1_000_000]) {
        const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
        for (const input of [
          text,
          `${text}!`,
          `https://h.example.com/${text}`,
          `${text}/app.tar.gz`,
          `a-1.2.3${text}`,
        ]) {
          suggestVersion(input);
        }
      }
    }
  }));

test('the version for the platform has - instead of + and /', () => {
  assert.equal(versionForPlatform('1.2.3+build.45'), '1.2.3-build.45');
  assert.equal(versionForPlatform('release/1.0+a+b'), 'release-1.0-a-b');
  assert.equal(versionForPlatform('1.2.3-rc_1'), '1.2.3-rc_1');
});
