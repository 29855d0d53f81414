import assert from 'node:assert/strict';
import test from 'node:test';
import { english } from '../texts/translations.ts';
import { recordLog } from '../core/recordLog.ts';
import { FakeInput } from './fakeInput.ts';
import { mockTreeVscode, settings } from './mockTreeVscode.ts';

const input = new FakeInput();
/** The modal questions, each with its detail and the function that answers it. */
const questions: { text: string; detail: string; answer: (button: string | undefined) => void }[] = [];
const errors: string[] = [];

mockTreeVscode({
  QuickInputButtons: { Back: {} },
  InputBoxValidationSeverity: { Info: 1, Warning: 2, Error: 3 },
  window: {
    createInputBox: () => input,
    showErrorMessage: (text: string) => {
      errors.push(text);
      return Promise.resolve(undefined);
    },
    showWarningMessage: (text: string, { detail }: { detail: string }) =>
      new Promise((answer) => questions.push({ text, detail, answer })),
  },
  l10n: { t: english },
});
const { SignInLinks } = await import('../../src/vscode/session/signInLinks.ts');

const gateway = 'https://bkapi.example.com/api/bkpaas3/prod';
const link = (query: string, path = '/sign-in') => ({ path, query }) as never;

/** The services of a signed-out user. `used` lists the members of the session that the links used. */
function fixture() {
  questions.length = 0;
  errors.length = 0;
  const used: string[] = [];
  const session = {
    current: { state: 'signedOut' },
    read: () => Promise.resolve({ state: 'signedOut' }),
    switchTo: () => {
      used.push('switchTo');
      return Promise.resolve(undefined);
    },
  };
  const log = recordLog();
  return { links: new SignInLinks({ session, log } as never), log, used };
}

test('a sign-in link sends and stores nothing before the user has confirmed both hosts', async () => {
  const { links, log, used } = fixture();
  settings.platforms = [{ name: 'known', gatewayUrl: gateway }];
  const handled = links.handleUri(link(`gateway=${gateway}&console=https://paas.example.com`));
  const [question] = questions;
  assert.match(question?.text ?? '', /bkapi\.example\.com/);
  assert.match(question?.detail ?? '', /bkapi\.example\.com[^]*paas\.example\.com/);
  question?.answer(undefined);
  await handled;
  assert.deepEqual([used, log.lines], [[], []]);
  settings.platforms = undefined;
});

test('one link is handled at a time, and the next one after it', async () => {
  const { links } = fixture();
  const first = links.handleUri(link(`gateway=${gateway}`));
  await links.handleUri(link('gateway=https://evil.example.com/api/bkpaas3/prod'));
  assert.equal(questions.length, 1);
  questions[0]?.answer(undefined);
  await first;
  const next = links.handleUri(link(`gateway=${gateway}`));
  assert.equal(questions.length, 2);
  questions[1]?.answer(undefined);
  await next;
});

test('a link with a token, or with another path, gets a sentence and no question', async () => {
  const { links, log } = fixture();
  await links.handleUri(link(`gateway=${gateway}&access_token=planted-in-a-link`));
  await links.handleUri(link(`gateway=${gateway}`, '/upload'));
  assert.equal(questions.length, 0);
  assert.match(errors[0] ?? '', /contains a token or password/);
  assert.match(errors[1] ?? '', /Only sign-in links/);
  assert.ok(!JSON.stringify([errors, log.lines]).includes('planted-in-a-link'));
});
