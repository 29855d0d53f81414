import assert from 'node:assert/strict';
import test from 'node:test';
import { parseVersion } from '../../../src/core/platform/names.ts';

test('a version is trimmed, whatever kind of blank is around it', () => {
  for (const typed of ['1.0.3', ' 1.0.3 ', '\t1.0.3\r\n', '\u00a01.0.3\u3000']) {
    assert.deepEqual(parseVersion(typed), { ok: true, version: '1.0.3', unusualCharacters: false });
  }
});

test('a blank version is refused: left out, it is a server error', () => {
  for (const typed of ['', ' ', '\n\t', '\u3000']) {
    assert.deepEqual(parseVersion(typed), { ok: false, problem: 'versionBlank' });
  }
});

test('64 characters are taken and 65 are not, counted as people do', () => {
  assert.equal(parseVersion('v'.repeat(64)).ok, true);
  assert.equal(parseVersion(` ${'版'.repeat(64)} `).ok, true);
  assert.equal(parseVersion('🐳'.repeat(64)).ok, true);
  assert.deepEqual(parseVersion('v'.repeat(65)), { ok: false, problem: 'versionTooLong' });
  assert.deepEqual(parseVersion('🐳'.repeat(65)), { ok: false, problem: 'versionTooLong' });
});

test('characters that image tags do not take are marked, not refused', () => {
  const marked = (typed: string): boolean => {
    const reading = parseVersion(typed);
    return reading.ok && reading.unusualCharacters;
  };
  for (const plain of ['1.0.3', 'v1', '2026.07_rc-1', 'A']) assert.equal(marked(plain), false, plain);
  for (const unusual of ['一期', '1.0/3', 'a b', '-1', '.1', '_x', 'v+1', 'a:b', '"'])
    assert.equal(marked(unusual), true, unusual);
});
