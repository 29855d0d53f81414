import assert from 'node:assert/strict';
import test from 'node:test';
import { translateToEnglish } from '../texts/translations.ts';
import { recordLog } from '../core/recordLog.ts';
import { until } from '../core/until.ts';
import { startPlatformForTest } from '../platform/gatewayClient.ts';
import { demoTokens } from '../platform/seedDemo.ts';
import { FakeInput } from './fakeInput.ts';
import { mockTreeVscode, settings } from './mockTreeVscode.ts';

class PromptedInput extends FakeInput {
  prompt = '';
}

const input = new PromptedInput();
/** The modal questions, each with its detail and the function that answers it. */
const questions: { text: string; detail: string; answer: (button: string | undefined) => void }[] = [];
const errors: string[] = [];

mockTreeVscode({
  QuickInputButtons: { Back: {} },
  InputBoxValidationSeverity: { Info: 1, Warning: 2, Error: 3 },
  window: {
    createInputBox: () => input,
    showInformationMessage: () => Promise.resolve(undefined),
    showErrorMessage: (text: string) => {
      errors.push(text);
      return Promise.resolve(undefined);
    },
    showWarningMessage: (text: string, { detail }: { detail: string }) =>
      new Promise((answer) => questions.push({ text, detail, answer })),
  },
  ThemeIcon: Object,
  l10n: { t: translateToEnglish },
});
const { LinkHandler } = await import('../../src/vscode/session/links.ts');
const { followSignInLink } = await import('../../src/vscode/session/signInLinks.ts');

const gateway = 'https://bkapi.example.com/api/bkpaas3/prod';
const link = (query: string, path = '/sign-in') => ({ path, query }) as never;

/**
 * Returns the handler of links for a signed-out user. `used` lists the calls of `switchTo`, `keys` lists the context
 * keys that were set, and `signedIn` lists the platforms to which the user signed in.
 */
function createFixture() {
  questions.length = 0;
  errors.length = 0;
  const used: string[] = [];
  const keys: string[] = [];
  const signedIn: unknown[] = [];
  const session = {
    current: { state: 'signedOut' },
    read: () => Promise.resolve({ state: 'signedOut' }),
    switchTo: () => {
      used.push('switchTo');
      return Promise.resolve(undefined);
    },
    signIn: (platform: unknown) => {
      signedIn.push(platform);
      return Promise.resolve({ kept: true });
    },
  };
  const log = recordLog();
  const services = {
    editor: {
      extension: { extensionUri: {} },
      applications: { isVisible: () => true },
      contextKeys: { set: (key: string) => keys.push(key) },
    },
    session,
    log,
    catalog: { prime: () => undefined },
  };
  const links = new LinkHandler(services as never, {}, (uri) => followSignInLink(services as never, uri));
  return { links, log, used, keys, signedIn };
}

test('a sign-in link sends and stores nothing before the user has confirmed both hosts', async () => {
  const { links, log, used } = createFixture();
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
  const { links } = createFixture();
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
  const { links, log } = createFixture();
  await links.handleUri(link(`gateway=${gateway}&access_token=planted-in-a-link`));
  await links.handleUri(link(`gateway=${gateway}`, '/deploy'));
  assert.equal(questions.length, 0);
  assert.match(errors[0] ?? '', /contains a token or password/);
  assert.match(errors[1] ?? '', /Only sign-in links/);
  assert.ok(!JSON.stringify([errors, log.lines]).includes('planted-in-a-link'));
});

test('the platform is known once its address is accepted, not when the user only typed it', async (t) => {
  const { gatewayUrl } = await startPlatformForTest(t);
  const { links, keys } = createFixture();
  const open = async () => {
    input.prompt = '';
    const handled = links.handleUri(link(`gateway=${gateway}`));
    questions.at(-1)?.answer('Continue');
    await until(() => input.prompt.includes('platform’s address'));
    input.changeTo(gatewayUrl);
    return { handled };
  };
  const cancelled = await open();
  input.hide();
  await cancelled.handled;
  assert.deepEqual(keys, []);
  const accepted = await open();
  input.accept();
  await until(() => input.prompt.includes('Console URL'));
  input.hide();
  await accepted.handled;
  assert.deepEqual(keys, ['platformKnown']);
});

test('if the user enters another gateway than the link’s, the link’s console and tenant are not used for it', async (t) => {
  const { gatewayUrl } = await startPlatformForTest(t);
  const { links, signedIn } = createFixture();
  const mine = { name: 'mine', gatewayUrl, consoleUrl: 'https://mine.example.com', tenantId: 'mine' };
  settings.platforms = [mine];
  t.after(() => {
    settings.platforms = undefined;
  });
  const handled = links.handleUri(link(`gateway=${gateway}&console=https://evil.example.com&tenant=evil`));
  questions[0]?.answer('Continue');
  await until(() => input.prompt.includes('platform’s address'));
  input.changeTo(gatewayUrl);
  input.accept();
  for (const question of ['Console URL', 'Tenant ID']) {
    await until(() => input.prompt.includes(question));
    assert.equal(input.value, '', question);
    input.accept();
  }
  await until(() => input.prompt.includes('Paste an access token'));
  input.changeTo(demoTokens.admin);
  input.accept();
  await handled;
  assert.deepEqual(signedIn, [mine]);
});
