import assert from 'node:assert/strict';
import test from 'node:test';
import { explainFailure, type Remedy } from '../../../src/core/operations/upload/explainFailure.ts';
import type { PreflightWarning } from '../../../src/core/operations/upload/preflight.ts';
import { errorCodes, type ErrorCode } from '../../../src/core/platform/errorCode.ts';
import { isGrantMissing, signInHelps } from '../../../src/core/platform/gatewayErrors.ts';
import { failureText } from '../../../src/texts/failureTexts.ts';
import { errorText } from '../../../src/texts/errorTexts.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { translators } from '../../texts/translations.ts';

const host = 'pkg.example.com';
const warnings = {
  probablyRefused: { code: 'probablyRefused', entry: host, everyHost: false, at: 0 },
  hiddenFromPlatform: { code: 'hiddenFromPlatform', reach: 'thisMachine', host },
  redirectRefused: { code: 'redirectRefused', why: 'tooMany', host },
  unreachable: { code: 'unreachable', error: 'timedOut', host },
  notFound: { code: 'notFound', status: 404 },
  signInWanted: { code: 'signInWanted', status: 403, host },
  badStatus: { code: 'badStatus', status: 502, host },
  webPage: { code: 'webPage', redirectedTo: host },
  emptyFile: { code: 'emptyFile' },
  notAnArchive: { code: 'notAnArchive' },
  damagedArchive: { code: 'damagedArchive', damage: 'endsEarly' },
} as const satisfies { [Code in PreflightWarning['code']]: Extract<PreflightWarning, { code: Code }> };
type WarningCode = keyof typeof warnings;
const warningCodes = Object.keys(warnings) as WarningCode[];

const none: readonly WarningCode[] = [];
const noFile: readonly WarningCode[] = ['redirectRefused', 'notFound', 'signInWanted', 'badStatus'];
const noPackage: readonly WarningCode[] = ['webPage', 'emptyFile', 'notAnArchive', 'damagedArchive'];
const noRoute: readonly WarningCode[] = ['hiddenFromPlatform', 'unreachable'];
const explainingWarnings: Partial<Record<ErrorCode, readonly WarningCode[]>> = {
  packageNotTaken: [...noFile, ...noPackage, ...noRoute],
  packageNotArrived: [...noFile, ...noRoute],
  archiveUnreadable: noPackage,
};
const errorsFixedByPublishing: readonly ErrorCode[] = ['packageHostNotAllowed', 'packageNotTaken', 'packageNotArrived'];

test('each error with each warning: the headline and the primary button', () => {
  for (const code of errorCodes) {
    for (const warning of [undefined, ...warningCodes]) {
      const given = warning === undefined ? [] : [warnings[warning]];
      const { cause, remedy, canPublish } = explainFailure({ code, facts: {} }, given);
      const name = `${code}, ${warning ?? 'no warning'}`;
      const expected =
        warning !== undefined && (explainingWarnings[code] ?? none).includes(warning) ? warning : undefined;
      assert.equal(cause?.code, expected, name);
      const isReadable = warning === undefined || warning === 'probablyRefused' || warning === 'hiddenFromPlatform';
      assert.equal(canPublish, errorsFixedByPublishing.includes(code) && isReadable, name);
      const applies = isGrantMissing(code) ? 'applyForGrant' : undefined;
      const helps: Remedy = signInHelps(code) ? 'signIn' : (applies ?? (canPublish ? 'publish' : 'uploadAgain'));
      assert.equal(remedy === 'contact' ? 'uploadAgain' : remedy, helps, name);
      assert.ok(remedy !== 'contact' || errorText(translators.en, code).who !== 'you', name);
    }
  }
});

test('a missing file takes precedence over a private host as the cause, and a role can be applied for', () => {
  const both = [warnings.hiddenFromPlatform, warnings.notFound];
  const { cause, remedy } = explainFailure({ code: 'packageNotTaken', facts: {} }, both);
  assert.deepEqual([cause?.code, remedy], ['notFound', 'uploadAgain']);
  const applyUrl = 'https://bkiam.example.com/';
  assert.equal(explainFailure({ code: 'developRoleMissing', facts: { applyUrl } }, []).remedy, 'applyForRole');
  for (const facts of [{}, { applyUrl: 'javascript:alert(1)' }])
    assert.equal(explainFailure({ code: 'developRoleMissing', facts }, []).remedy, 'contact');
});

test('a proxy of this computer does not explain why the platform could not download the package', () => {
  const warning = { code: 'unreachable', error: 'proxyUnreachable', host } as const;
  assert.equal(explainFailure({ code: 'packageNotTaken', facts: {} }, [warning]).cause, undefined);
});

test('the reason fits what is at the link', () => {
  const why = (warning: PreflightWarning): string =>
    failureText(translators.en, new PlatformError('packageNotTaken'), [warning]).why;
  assert.equal(why(warnings.badStatus), 'The platform’s servers probably get the same response.');
  assert.match(why({ code: 'unreachable', error: 'certificateUntrusted', host }), /securely/);
  assert.match(why(warnings.notAnArchive), /only tar and zip/);
  for (const code of ['emptyFile', 'damagedArchive'] as const) assert.doesNotMatch(why(warnings[code]), /only tar/);
  assert.match(why({ code: 'webPage', redirectedTo: undefined }), /sign-in page/);
  assert.doesNotMatch(why(warnings.webPage), /sign-in page/, 'the headline already says it');
});

for (const [language, t] of Object.entries(translators)) {
  test(`the text of each failure says what, why and what to do, and names a contact only if nothing else helps (${language})`, () => {
    for (const code of errorCodes) {
      for (const warning of [undefined, ...warningCodes]) {
        const text = failureText(t, new PlatformError(code), warning === undefined ? [] : [warnings[warning]]);
        const sentences = [text.what, text.why, text.todo];
        for (const sentence of sentences) assert.doesNotMatch(sentence, /^\s*$|undefined|\{\d\}/);
        assert.equal(new Set(sentences).size, 3, 'no sentence repeats another');
        assert.equal(text.contact === undefined, text.remedy !== 'contact', code);
        assert.equal(text.reported === undefined, text.cause === undefined);
      }
    }
  });
}
