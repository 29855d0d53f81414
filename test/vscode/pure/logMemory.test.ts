import assert from 'node:assert/strict';
import test from 'node:test';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { LogMemory } from '../../../src/vscode/editor/logMemory.ts';

test('the last 200 lines are kept, oldest first', () => {
  const memory = new LogMemory();
  for (let line = 1; line <= 250; line += 1) memory.add('info', `line ${line}`);
  assert.equal(memory.lines.length, 200);
  assert.equal(memory.lines[0]?.text, 'line 51');
  assert.equal(memory.lines.at(-1)?.text, 'line 250');
});

test('before anything went wrong there is no last error', () => {
  assert.equal(new LogMemory().lastError, undefined);
});

test('of the last error only what is safe to pass on is kept', () => {
  const memory = new LogMemory();
  memory.rememberError(new PlatformError('versionExists'));
  memory.rememberError(new PlatformError('tokenInvalid', { status: 400, requestId: 'id-1', said: 'access_token abc' }));
  const { at, ...rest } = memory.lastError ?? assert.fail('nothing was remembered');
  assert.ok(at instanceof Date);
  assert.deepEqual(rest, { code: 'tokenInvalid', status: 400, requestId: 'id-1' });
});
