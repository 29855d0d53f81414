import assert from 'node:assert/strict';
import test from 'node:test';
import { parseAppCode, parseModuleName } from '../../../src/core/platform/names.ts';

for (const [what, read] of [
  ['application code', parseAppCode],
  ['module name', parseModuleName],
] as const) {
  test(`${what}: names of the platform are accepted and trimmed`, () => {
    for (const name of ['demo-app', 'default', 'Smart_App', 'a', '1st', 'x'.repeat(20)]) assert.equal(read(name), name);
    assert.equal(read('  demo-app\n'), 'demo-app');
  });

  test(`${what}: what could climb out of a path, or is none, is refused`, () => {
    const bad = ['', ' ', '.', '..', '../x', 'a/b', '/', '%2F', 'a%2Fb', '%2e%2e', 'a?b', 'a#b', 'a b', 'a\nb', 'a\\b'];
    for (const name of [...bad, '演示', 'a.b', 'a:b', 'x'.repeat(21), '{app_code}', 'a\u0000']) {
      assert.equal(read(name), undefined, JSON.stringify(name));
    }
  });
}
