import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { parseReleaseSource, sourceOfRemote } from '../../../../src/core/releases/sources/releaseSourceSetting.ts';
import { tagVersion } from '../../../../src/core/releases/sources/archives.ts';
import { property } from '../../../properties/property.ts';

const remotes: readonly (readonly [string, string | undefined])[] = [
  ['https://github.com/octo/demo.git', 'github https://github.com/octo/demo'],
  ['git@github.com:octo/demo.git', 'github https://github.com/octo/demo'],
  ['ssh://git@gitlab.com:2222/group/sub/demo.git', 'gitlab https://gitlab.com/group/sub/demo'],
  ['https://user:secret@gitlab.example.com/group/demo', 'gitlab https://gitlab.example.com/group/demo'],
  ['https://gitee.com/octo/demo', 'gitee https://gitee.com/octo/demo'],
  ['http://gitea.example.com:3000/octo/demo.git', 'gitea http://gitea.example.com:3000/octo/demo'],
  ['https://codeberg.org/octo/demo', 'gitea https://codeberg.org/octo/demo'],
  ['https://git.example.com/octo/demo.git', undefined],
  ['/srv/git/demo.git', undefined],
  ['file:///srv/git/demo.git', undefined],
  ['', undefined],
];

for (const [remote, wanted] of remotes) {
  test(`the remote “${remote}” is ${wanted ?? 'no source'}`, () => {
    const source = sourceOfRemote(remote);
    assert.equal(source && `${source.kind} ${source.url}`, wanted);
  });
}

const tags: readonly (readonly [string, string | undefined])[] = [
  ['v1.2.3', '1.2.3'],
  ['refs/tags/V2.0.0-rc.1', '2.0.0-rc.1'],
  ['release-1.0.3', '1.0.3'],
  ['release/1.0.3', '1.0.3'],
  ['demo-app@1.4.0', '1.4.0'],
  ['demo-app-1.4.0', '1.4.0'],
  ['1.2.3+build.4', '1.2.3-build.4'],
  ['20240918', '20240918'],
  ['v2', undefined],
  ['latest', undefined],
  ['main', undefined],
];

for (const [tag, version] of tags) {
  test(`the tag “${tag}” names ${version ?? 'no version'}`, () => {
    assert.equal(tagVersion(tag), version);
  });
}

property(
  'random tags, remotes and settings are read, and none throws',
  fc.tuple(fc.string({ unit: 'binary', maxLength: 300 }), fc.anything()),
  ([text, value]) => {
    tagVersion(text);
    sourceOfRemote(text);
    parseReleaseSource(value);
    parseReleaseSource({ kind: 'github', url: text });
  },
);
