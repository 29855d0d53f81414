import assert from 'node:assert/strict';
import test from 'node:test';
import type { PreflightWarning } from '../../src/core/operations/upload/preflight.ts';
import { preflightText } from '../../src/texts/preflightTexts.ts';
import { translators } from './translations.ts';

const host = 'the-host:81';
const errors = [
  ...(['nameNotFound', 'connectionRefused', 'unreachable', 'connectionLost', 'certificateUntrusted'] as const),
  ...(['tlsFailed', 'proxyFailed', 'timedOut', 'answerTooLarge', 'answerUndecodable'] as const),
];
const damages = ['endsEarly', 'corrupt', 'noTarInside', 'takenForZip'] as const;
const warnings: PreflightWarning[] = [
  { code: 'probablyRefused', entry: host, everyHost: false, at: Date.UTC(2026, 6, 23, 12) },
  { code: 'probablyRefused', entry: host, everyHost: true, at: Date.UTC(2026, 6, 23, 12) },
  { code: 'hiddenFromPlatform', reach: 'thisMachine', host },
  { code: 'hiddenFromPlatform', reach: 'thisLink', host },
  ...(['tooMany', 'notHttp', 'thisMachine'] as const).map((why) => ({ code: 'redirectRefused', why, host }) as const),
  ...errors.map((error) => ({ code: 'unreachable', error, host }) as const),
  { code: 'notFound', status: 404 },
  { code: 'signInWanted', status: 403, host },
  { code: 'badStatus', status: 502, host },
  { code: 'webPage', redirectedTo: undefined },
  { code: 'webPage', redirectedTo: host },
  { code: 'emptyFile' },
  { code: 'notAnArchive' },
  ...damages.map((damage) => ({ code: 'damagedArchive', damage }) as const),
];

for (const [language, t] of Object.entries(translators)) {
  test(`every warning has its own sentence, and says what to do (${language})`, () => {
    const sentences = warnings.map((warning) => {
      const { what, todo } = preflightText(t, warning);
      for (const text of [what, todo]) {
        assert.doesNotMatch(text, /^\s*$|undefined|\[object|\{\d\}/, JSON.stringify(warning));
        if (language === 'zh-cn') assert.match(text, /\p{Script=Han}/u);
      }
      return what;
    });
    assert.equal(new Set(sentences).size, sentences.length);
  });

  test(`host, status and day are named (${language})`, () => {
    for (const warning of warnings) {
      const { what, todo } = preflightText(t, warning);
      if ('status' in warning) assert.ok(what.includes(String(warning.status)), what);
      if ('host' in warning && !/notHttp|answerUndecodable/.test(JSON.stringify(warning)))
        assert.ok(what.includes(host), what);
      if (warning.code === 'probablyRefused') {
        assert.match(what, /2026-07-2[34]/);
        assert.match(todo, /the-host:81.*SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS/);
      }
    }
  });
}

test('a warning names the administrator only if the administrator can help', () => {
  const { en } = translators;
  for (const warning of warnings) {
    const asked = preflightText(en, warning).todo.includes('administrator');
    assert.equal(preflightText(en, warning).who, asked ? 'platformAdministrator' : 'you', JSON.stringify(warning));
  }
});
