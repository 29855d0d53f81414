import assert from 'node:assert/strict';
import test from 'node:test';
import { errorCodes } from '../../src/core/platform/errorCode.ts';
import type { ErrorFacts } from '../../src/core/platform/platformError.ts';
import { packageUrlProblems } from '../../src/core/releases/packageUrl.ts';
import type { Contact } from '../../src/texts/errorText.ts';
import { errorMessage, errorText, contactText } from '../../src/texts/errorTexts.ts';
import { translateToChinese, translateToEnglish, translators } from './translations.ts';

const people: readonly Contact[] = [
  ...(['you', 'applicationAdministrator', 'platformAdministrator', 'gatewayAdministrator'] as const),
  'networkAdministrator',
];
const everyFact: ErrorFacts = { subject: 'the-subject', said: 'x', status: 400, requestId: 'r', retryAfterSeconds: 7 };

for (const [language, t] of Object.entries(translators)) {
  test(`every code has complete sentences, with facts and without (${language})`, () => {
    for (const code of errorCodes) {
      for (const facts of [undefined, {}, everyFact]) {
        const { what, why, todo, who } = errorText(t, code, facts);
        for (const text of [what, why, todo]) {
          assert.notEqual(text.trim(), '', code);
          assert.doesNotMatch(text, /undefined|\[object|\{\d\}/, code);
          assert.equal(text, text.trim(), code);
        }
        assert.ok(people.includes(who), code);
      }
    }
  });

  test(`any two codes differ in what happened or what to do (${language})`, () => {
    const codes = new Map<string, string>();
    for (const code of errorCodes) {
      const { what, todo } = errorText(t, code);
      assert.equal(codes.get(what + todo), undefined, code);
      codes.set(what + todo, code);
    }
  });

  test(`every contact has a name (${language})`, () => {
    assert.equal(new Set(people.map((who) => contactText(t, who))).size, people.length);
    for (const who of people) assert.notEqual(contactText(t, who), '');
  });

  test(`every problem of a package URL has its own reason (${language})`, () => {
    const reasons = packageUrlProblems.map((subject) => errorText(t, 'packageUrlInvalid', { subject }).why);
    assert.equal(new Set(reasons).size, packageUrlProblems.length);
    assert.ok(reasons.every((reason) => reason !== ''));
  });
}

test('Chinese sentences are Chinese, and differ from the English sentences', () => {
  for (const code of errorCodes) {
    const [there, here] = [errorText(translateToChinese, code), errorText(translateToEnglish, code)];
    for (const key of ['what', 'why', 'todo'] as const) {
      assert.match(there[key], /\p{Script=Han}/u, `${code} ${key}`);
      assert.notEqual(there[key], here[key], `${code} ${key}`);
    }
  }
});

test('the subject is named in both languages', () => {
  const naming = [
    ...(['platformUnknown', 'argumentInvalid', 'appCodeInvalid', 'moduleNameInvalid', 'versionCleanedUp'] as const),
    ...(['moduleNotFound', 'moduleTakesNoPackages', 'packageSchemeRefused', 'packageHostNotAllowed'] as const),
    ...(['versionExists', 'packageNotTaken', 'appNotPermitted', 'appPermissionExpired', 'redirected'] as const),
    ...(['nameNotFound', 'connectionRefused', 'unreachable', 'connectionLost', 'certificateUntrusted'] as const),
    ...(['tlsFailed', 'proxyFailed', 'timedOut', 'answerTooLarge'] as const),
  ];
  for (const t of Object.values(translators)) {
    for (const code of naming) {
      const { what, why } = errorText(t, code, { subject: 'the-subject' });
      assert.ok(`${what}${why}`.includes('the-subject'), code);
    }
  }
});

test('a message consists of what happened and what to do, on one line', () => {
  const { what, todo } = errorText(translateToEnglish, 'tokenExpired');
  assert.equal(errorMessage(translateToEnglish, 'tokenExpired'), `${what} ${todo}`);
  for (const t of Object.values(translators))
    for (const code of errorCodes) assert.doesNotMatch(errorMessage(t, code, everyFact), /\n|undefined|\{\d\}/);
});

test('an unknown problem of a package URL still has a sentence', () => {
  assert.notEqual(errorText(translateToEnglish, 'packageUrlInvalid', { subject: 'of a newer version' }).why, '');
});

test('the seconds to wait are named if the gateway sends them', () => {
  assert.match(errorText(translateToEnglish, 'rateLimited', { retryAfterSeconds: 42 }).todo, /42 s/);
  assert.match(errorText(translateToChinese, 'rateLimited', { retryAfterSeconds: 42 }).todo, /42/);
  assert.match(errorText(translateToEnglish, 'rateLimited', { retryAfterSeconds: 0 }).todo, /0 s/);
});
