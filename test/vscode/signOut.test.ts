import assert from 'node:assert/strict';
import test from 'node:test';
import { recordLog } from '../core/recordLog.ts';
import { until } from '../core/until.ts';
import { gatewayUrlOf } from '../core/connect.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { FakeInput } from './fakeInput.ts';
import { mockTreeVscode, settings } from './mockTreeVscode.ts';

const shownTexts: string[] = [];
let pressed: string | undefined;
let asked = 0;

mockTreeVscode({
  QuickInputButtons: { Back: {} },
  InputBoxValidationSeverity: { Info: 1, Warning: 2, Error: 3 },
  ThemeIcon: Object,
  window: {
    createInputBox: () => {
      asked += 1;
      return new FakeInput();
    },
    showInformationMessage: (text: string) => {
      shownTexts.push(text);
      return Promise.resolve(pressed);
    },
  },
  l10n: { t: translateToEnglish },
});
const { signOut } = await import('../../src/vscode/session/signOut.ts');

const otherPlatform = { name: 'Other', gatewayUrl: gatewayUrlOf('https://other.example.com/api/bkpaas3/prod') };

/**
 * Signs out a user who is already signed out. The session still lists the platform `otherPlatform`, whose token is
 * gone.
 */
async function signOutWhileSignedOut(): Promise<void> {
  const session = { state: 'signedOut', others: [otherPlatform] };
  const store = {
    current: session,
    read: () => Promise.resolve(session),
    switchTo: () => Promise.resolve(undefined),
  };
  await signOut({ session: store, log: recordLog(), editor: { extension: {} } } as never);
}

test('a sign-out of a signed-out user says that the user is not signed in', async () => {
  await signOutWhileSignedOut();
  assert.deepEqual(shownTexts, ['You’re not signed in to BlueKing PaaS. Access tokens are still stored for: Other.']);
});

test('a switch to a platform whose token is gone asks for a token', async (t) => {
  settings.platforms = [otherPlatform];
  t.after(() => {
    settings.platforms = undefined;
  });
  pressed = 'Switch to Other';
  await signOutWhileSignedOut();
  await until(() => asked === 1);
});
