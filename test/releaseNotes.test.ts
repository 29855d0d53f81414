import assert from 'node:assert/strict';
import test from 'node:test';
import { releaseNotes } from '../scripts/releaseNotes.ts';

const changelog = `# Changelog

## [Unreleased]

- later

## [1.2.0] - 2026-01-02

### Added

- a thing

## [1.1.0] - 2026-01-01

- older
`;

test('the text of a release is the changelog’s section of its version', () => {
  assert.equal(releaseNotes(changelog, 'v1.2.0', '1.2.0'), '### Added\n\n- a thing');
  assert.equal(releaseNotes(changelog, 'v1.1.0', '1.1.0'), '- older');
});

test('a tag that is not the version in package.json is refused', () => {
  assert.throws(
    () => releaseNotes(changelog, 'v1.2.0', '1.1.0'),
    /The tag is v1\.2\.0, but package\.json has version 1\.1/,
  );
});

test('a version without a section, or with an empty one, is refused', () => {
  assert.throws(() => releaseNotes(changelog, 'v1.2', '1.2'), /no section for 1\.2\./);
  assert.throws(() => releaseNotes('## [1.0.0]\n\n## [0.9.0]\n\n- a\n', 'v1.0.0', '1.0.0'), /no section for 1\.0\.0/);
});
