import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import test, { type TestContext } from 'node:test';
import { mockTreeVscode } from './mockTreeVscode.ts';

mockTreeVscode();
const { EventEmitter } = await import('vscode');
const { SessionWork } = await import('../../src/vscode/session/sessionWork.ts');

function createFixture(t: TestContext) {
  const changed = new EventEmitter<void>();
  const state = { has: true };
  const session = { onDidChange: changed.event, stillHas: () => Promise.resolve(state.has) };
  const work = new SessionWork(session as never);
  t.after(() => {
    work.dispose();
  });
  const signOut = async (): Promise<void> => {
    state.has = false;
    changed.fire();
    await setImmediate();
  };
  return { work, signOut };
}

test('a sign-out stops work in progress', async (t) => {
  const { work, signOut } = createFixture(t);
  const aborted = work.run({} as never, async (signal) => {
    assert.equal(signal.aborted, false);
    await signOut();
    return signal.aborted;
  });
  assert.equal(await aborted, true);
});

test('work that begins after the sign-out is stopped from its start', async (t) => {
  const { work, signOut } = createFixture(t);
  await signOut();
  assert.equal(await work.run({} as never, (signal) => Promise.resolve(signal.aborted)), true);
});
