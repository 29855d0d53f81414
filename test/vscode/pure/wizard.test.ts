import assert from 'node:assert/strict';
import test from 'node:test';
import { runWizard, type WizardStep } from '../../../src/vscode/editor/wizard.ts';

type Answer = Awaited<ReturnType<WizardStep['ask']>>;

/**
 * Returns `step`, which creates a question with scripted answers, and `asked`, which lists the questions asked so far.
 * `name 2/4 back` means question 2 of 4 with a Back button.
 */
function scriptedQuestions(answers: Record<string, Answer[]>) {
  const asked: string[] = [];
  const step = (name: string, rest: Omit<WizardStep, 'ask'> = {}): WizardStep => ({
    ...rest,
    ask({ step: number, total, canGoBack }) {
      asked.push(`${name} ${number}/${total}${canGoBack ? ' back' : ''}`);
      const answer = answers[name]?.shift();
      return answer ? Promise.resolve(answer) : Promise.reject(new Error(`${name} was asked once too often`));
    },
  });
  return { asked, step };
}

test('questions are asked in order, counted, with a way back from the second on', async () => {
  const { asked, step } = scriptedQuestions({ a: ['next'], b: ['next'], c: ['next'] });
  assert.equal(await runWizard([step('a'), step('b'), step('c')]), true);
  assert.deepEqual(asked, ['a 1/3', 'b 2/3 back', 'c 3/3 back']);
});

test('no questions, or none that has to be asked, is done at once', async () => {
  const { asked, step } = scriptedQuestions({});
  assert.equal(await runWizard([]), true);
  assert.equal(await runWizard([step('a', { skip: () => true }), step('b', { skip: () => true })]), true);
  assert.deepEqual(asked, []);
});

test('a question whose answer is known is neither asked nor counted', async () => {
  const { asked, step } = scriptedQuestions({ a: ['next'], c: ['next'] });
  await runWizard([step('a'), step('b', { skip: () => true }), step('c')]);
  assert.deepEqual(asked, ['a 1/2', 'c 2/2 back']);
});

test('whether a question is skipped is decided just before it, because earlier answers can decide it', async () => {
  let known = false;
  const { asked, step } = scriptedQuestions({ a: ['next'], c: ['next'] });
  const a: WizardStep = step('a');
  const decides: WizardStep = {
    ask: async (position) => {
      known = true;
      return a.ask(position);
    },
  };
  await runWizard([decides, step('b', { skip: () => known }), step('c')]);
  // Question `a` was counted as 1 of 3, because question `b` became unnecessary only when `a` was answered.
  assert.deepEqual(asked, ['a 1/3', 'c 2/2 back']);
});

test('back asks the last question again, and the numbers go back too', async () => {
  const { asked, step } = scriptedQuestions({ a: ['next', 'next'], b: ['next', 'back', 'next'], c: ['back', 'next'] });
  assert.equal(await runWizard([step('a'), step('b'), step('c')]), true);
  const back = ['b 2/3 back', 'a 1/3', 'b 2/3 back', 'c 3/3 back'];
  assert.deepEqual(asked, ['a 1/3', 'b 2/3 back', 'c 3/3 back', ...back]);
});

test('back jumps over questions that were never asked', async () => {
  const { asked, step } = scriptedQuestions({ a: ['next', 'next'], c: ['back', 'next'] });
  await runWizard([step('a'), step('b', { skip: () => true }), step('c')]);
  assert.deepEqual(asked, ['a 1/2', 'c 2/2 back', 'a 1/2', 'c 2/2 back']);
});

test('a question that was answered is asked again on the way back, although its answer is known by now', async () => {
  let answer: string | undefined;
  const { asked, step } = scriptedQuestions({ a: ['next', 'next'], b: ['back', 'next'] });
  const inner = step('a', { skip: () => answer !== undefined });
  const a: WizardStep = {
    ...inner,
    ask: async (position) => {
      answer = 'given';
      return inner.ask(position);
    },
  };
  assert.equal(await runWizard([a, step('b')]), true);
  assert.deepEqual(asked, ['a 1/2', 'b 2/2 back', 'a 1/2', 'b 2/2 back']);
});

test('back from the first question, which offers none, asks it again', async () => {
  const { asked, step } = scriptedQuestions({ a: ['back', 'next'] });
  assert.equal(await runWizard([step('a')]), true);
  assert.deepEqual(asked, ['a 1/1', 'a 1/1']);
});

test('an optional question is not counted ahead, only while it is asked', async () => {
  const { asked, step } = scriptedQuestions({ a: ['next'], b: ['next'], c: ['next'] });
  await runWizard([step('a'), step('b', { optional: true }), step('c')]);
  assert.deepEqual(asked, ['a 1/2', 'b 2/3 back', 'c 3/3 back']);
});

test('an optional question that is no longer needed leaves no gap in the numbers', async () => {
  const { asked, step } = scriptedQuestions({ a: ['next'], c: ['next'] });
  await runWizard([step('a'), step('b', { optional: true, skip: () => true }), step('c')]);
  assert.deepEqual(asked, ['a 1/2', 'c 2/2 back']);
});

test('the number never passes the total', async () => {
  const optional = { optional: true };
  const { asked, step } = scriptedQuestions({ a: ['next'], b: ['next'], c: ['next'] });
  await runWizard([step('a', optional), step('b', optional), step('c', optional)]);
  assert.deepEqual(asked, ['a 1/1', 'b 2/2 back', 'c 3/3 back']);
});

test('canceling any question ends the wizard with false, and no other question is asked', async () => {
  const { asked, step } = scriptedQuestions({ a: ['next'], b: ['cancelled'] });
  assert.equal(await runWizard([step('a'), step('b'), step('c')]), false);
  assert.deepEqual(asked, ['a 1/3', 'b 2/3 back']);
});

test('a question that rejects makes the wizard reject', async () => {
  const failing: WizardStep = { ask: () => Promise.reject(new RangeError('a mistake')) };
  await assert.rejects(runWizard([failing]), RangeError);
});

test('a question that decides how many follow has no number, and the others count without it', async () => {
  const { asked, step } = scriptedQuestions({ which: ['next', 'next'], a: ['back', 'next'], b: ['next'] });
  await runWizard([step('which', { uncounted: true }), step('a'), step('b')]);
  assert.deepEqual(asked, ['which 1/1', 'a 1/2 back', 'which 1/1', 'a 1/2 back', 'b 2/2 back']);
});
