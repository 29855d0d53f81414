import assert from 'node:assert/strict';
import test from 'node:test';
import { placeOfError, placeOfOffset } from '../../../src/core/description/errorPlace.ts';

const description = ['specVersion: 3', 'modules:', '  - name: web', '    spec:', '      processes: []', ''].join('\n');

const messages: readonly (readonly [message: string, line: number, column: number])[] = [
  ['APP description file verification failed: modules: Configuration of undeployed module not found', 2, 1],
  ['应用描述文件校验失败：modules.0.spec.processes: 不能为空', 5, 7],
  ['APP description file verification failed: modules.0.spec.hooks.preRelease: invalid', 4, 5],
  ['处理应用描述文件失败：… detail: app spec version "4" is not supported', 1, 1],
  ['The content of the app description file is not in valid YAML format', 1, 1],
  ['APP description file verification failed: somewhere.else: invalid', 1, 1],
];
for (const [message, line, column] of messages)
  test(`the platform’s message is about line ${line}: ${message}`, () => {
    assert.deepEqual(placeOfError(description, message), { line, column });
  });

test('lines and columns are counted from 1, and every offset in a file that is not text is at 1, 1', () => {
  assert.deepEqual(placeOfOffset(description, description.indexOf('name')), { line: 3, column: 5 });
  assert.deepEqual(placeOfOffset(Buffer.from([0xff, 0x00, 0x00]), 2), { line: 1, column: 1 });
});
