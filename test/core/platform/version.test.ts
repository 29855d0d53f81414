import assert from 'node:assert/strict';
import test from 'node:test';
import { isSameVersion, parseNewVersion, parseVersion } from '../../../src/core/platform/names.ts';

test('any white space around a version is trimmed', () => {
  for (const typed of ['1.0.3', ' 1.0.3 ', '\t1.0.3\r\n', '\u00a01.0.3\u3000']) {
    assert.deepEqual(parseVersion(typed), { ok: true, version: '1.0.3', unusualCharacters: false });
  }
});

test('a blank version is rejected, because the platform responds with a server error', () => {
  for (const typed of ['', ' ', '\n\t', '\u3000']) {
    assert.deepEqual(parseVersion(typed), { ok: false, problem: 'versionBlank' });
  }
});

test('64 characters are accepted and 65 are not; a surrogate pair counts as one', () => {
  assert.equal(parseVersion('v'.repeat(64)).ok, true);
  assert.equal(parseVersion(` ${'版'.repeat(64)} `).ok, true);
  assert.equal(parseVersion('🐳'.repeat(64)).ok, true);
  assert.deepEqual(parseVersion('v'.repeat(65)), { ok: false, problem: 'versionTooLong' });
  assert.deepEqual(parseVersion('🐳'.repeat(65)), { ok: false, problem: 'versionTooLong' });
});

test('characters that are invalid in image tags are marked, not rejected', () => {
  const marked = (typed: string): boolean => {
    const reading = parseVersion(typed);
    return reading.ok && reading.unusualCharacters;
  };
  for (const plain of ['1.0.3', 'v1', '2026.07_rc-1', 'A']) assert.equal(marked(plain), false, plain);
  for (const unusual of ['一期', '1.0/3', 'a b', '-1', '.1', '_x', 'v+1', 'a:b', '"'])
    assert.equal(marked(unusual), true, unusual);
});

test('a new version has only characters that are safe in every object store', () => {
  for (const safe of ['1.0.3', 'v+1', '2026.07_rc-1', '一期', 'é', '１', 'a..b']) {
    assert.equal(parseNewVersion(safe).ok, true, safe);
  }
  for (const unsafe of ['h#1', 'a?b', '100%', '1.0/3', 'd/../../x', 'a b', 'a:b', '"', 'a\u0000b', 'a\nb', '🐳']) {
    assert.deepEqual(parseNewVersion(unsafe), { ok: false, problem: 'versionUnsafe' }, unsafe);
  }
});

test('versions are compared as the platform does: without case and accents', () => {
  for (const [one, other] of [
    ['E1', 'e1'],
    ['Case-A', 'case-a'],
    ['café', 'CAFE'],
    ['1.0', '1.0'],
  ] as const) {
    assert.equal(isSameVersion(one, other), true, `${one} ${other}`);
  }
  for (const [one, other] of [
    ['1.0', '1.00'],
    ['1.0', '1_0'],
    ['一期', '二期'],
  ] as const) {
    assert.equal(isSameVersion(one, other), false, `${one} ${other}`);
  }
});
