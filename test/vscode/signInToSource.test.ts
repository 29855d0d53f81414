import assert from 'node:assert/strict';
import test from 'node:test';
import { SourceError } from '../../src/core/releases/sources/sourceError.ts';
import { until } from '../core/until.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { FakeInput } from './fakeInput.ts';
import { mockVscode } from './mockVscode.ts';

const input = Object.assign(new FakeInput(), { prompt: '' });

mockVscode({
  l10n: { t: translateToEnglish },
  QuickInputButtons: { Back: {} },
  InputBoxValidationSeverity: { Info: 1, Warning: 2, Error: 3 },
  window: { createInputBox: () => input },
});
const { signInToSource } = await import('../../src/vscode/publish/signInToSource.ts');

test('the question names the origin that gets the token, also if the API is on another host', async () => {
  const setting = { kind: 'github', name: undefined, url: 'https://octo.ghe.com/team/app' } as const;
  const signedIn = signInToSource({ publishing: {} } as never, setting);
  await until(() => input.prompt !== '');
  assert.match(input.prompt, /sent only to https:\/\/api\.octo\.ghe\.com\./);
  input.hide();
  assert.equal(await signedIn, false);
});

test('a token is stored only after the source has accepted it', async () => {
  const [tried, stored] = [[] as string[], [] as string[]];
  const sources = {
    openWith: (_: unknown, { secret }: { secret: string }) => ({
      list: () => {
        tried.push(secret);
        return secret === 'good'
          ? Promise.resolve({ releases: [], next: undefined })
          : Promise.reject(new SourceError('credentialRefused', { host: 'git.example.com' }));
      },
    }),
    signIn: (_: unknown, { secret }: { secret: string }) => {
      stored.push(secret);
      return Promise.resolve(true);
    },
  };
  const setting = { kind: 'gitlab', name: undefined, url: 'https://git.example.com/team/app' } as const;
  const signedIn = signInToSource({ publishing: { sources } } as never, setting);
  for (const [count, secret] of ['a typo', 'good'].entries()) {
    await until(() => input.enabled);
    input.value = secret;
    input.accept();
    await until(() => tried.length === count + 1);
  }
  assert.equal(await signedIn, true);
  assert.deepEqual([tried, stored], [['a typo', 'good'], ['good']]);
});
