import assert from 'node:assert/strict';
import test from 'node:test';
import type { AccessTokenProblem } from '../../src/core/platform/accessToken.ts';
import type { GatewayUrlProblem } from '../../src/core/platform/gatewayUrl.ts';
import type { SourceOrigin } from '../../src/core/platform/modules.ts';
import type { VersionProblem } from '../../src/core/platform/names.ts';
import { packageUrlProblems } from '../../src/core/releases/packageUrl.ts';
import { findingText } from '../../src/texts/findingTexts.ts';
import { formatExactBytes, formatDuration, formatSize, originText, signedInText } from '../../src/texts/formats.ts';
import * as inputTexts from '../../src/texts/inputTexts.ts';
import type { Translate } from '../../src/texts/translate.ts';
import { translateToEnglish, translators } from './translations.ts';

/**
 * Returns all values of a union type. The parameter must have every value as a key, so the compiler reports a missing
 * one.
 */
const everyOf = <Key extends string>(keys: Readonly<Record<Key, true>>): Key[] => Object.keys(keys) as Key[];

const gatewayUrlProblems = everyOf<GatewayUrlProblem>({
  gatewayUrlEmpty: true,
  gatewayUrlUnreadable: true,
  gatewayUrlSchemeRefused: true,
  gatewayUrlWithCredentials: true,
  gatewayUrlWithoutStage: true,
});
const tokenProblems = everyOf<AccessTokenProblem>({ tokenEmpty: true, tokenUnreadable: true });
const versionProblems = everyOf<VersionProblem>({ versionBlank: true, versionTooLong: true, versionUnsafe: true });

/** Returns every message that an input box can show below itself. */
function sentences(t: Translate): string[] {
  return [
    ...gatewayUrlProblems.map((problem) => inputTexts.gatewayUrlProblemText(t, problem)),
    ...tokenProblems.map((problem) => inputTexts.accessTokenProblemText(t, problem)),
    ...versionProblems.map((problem) => inputTexts.versionProblemText(t, problem)),
    ...packageUrlProblems.map((problem) => inputTexts.packageUrlProblemText(t, problem)),
    inputTexts.unusualVersionText(t),
    inputTexts.consoleUrlProblemText(t),
    inputTexts.tenantIdProblemText(t),
  ];
}

for (const [language, t] of Object.entries(translators)) {
  test(`every problem of an input has its own sentence (${language})`, () => {
    const all = sentences(t);
    assert.equal(new Set(all).size, all.length);
    for (const sentence of all) assert.doesNotMatch(sentence, /^\s*$|undefined|\{\d\}/);
  });

  test(`the signed-in user and application are named if the gateway sent them (${language})`, () => {
    const all = [{ userName: 'admin', appCode: 'my-app' }, { userName: 'admin' }, {}, { appCode: 'my-app' }].map(
      (identity) => signedInText(t, 'The Platform', { userName: undefined, appCode: undefined, ...identity }),
    );
    for (const text of all) assert.match(text, /The Platform/);
    assert.match(all[0] ?? '', /admin.*my-app/);
    assert.match(all[1] ?? '', /admin/);
    assert.equal(all[2], all[3]);
    assert.doesNotMatch(all.join(), /undefined|\{\d\}/);
  });

  test(`every origin of a module’s code has a name (${language})`, () => {
    const origins: SourceOrigin[] = ['repository', 'lessCode', 'sMart', 'image', 'scene', 'aiAgent', 'unknown'];
    assert.equal(new Set(origins.map((origin) => originText(t, origin))).size, origins.length);
    assert.equal(originText(t, 'image'), originText(t, 'cloudNativeImage'));
    for (const origin of origins) assert.notEqual(originText(t, origin), '');
  });
}

const sizes: [number, string][] = [
  [0, '0 B'],
  [1, '1 B'],
  [1023, '1023 B'],
  [1024, '1.00 KB'],
  [1536, '1.50 KB'],
  [10 * 1024, '10.0 KB'],
  [1_415_656, '1.35 MB'],
  [52_428_800, '50.0 MB'],
  [3 * 1024 ** 3, '3.00 GB'],
  [2 * 1024 ** 4, '2.00 TB'],
  [5000 * 1024 ** 4, '5000.0 TB'],
];
test('sizes have the unit with which the number has one to four digits', () => {
  assert.deepEqual(
    sizes.map(([bytes]) => formatSize(bytes)),
    sizes.map(([, text]) => text),
  );
});

test('the exact number has separators, whatever the computer’s language', () => {
  assert.match(formatExactBytes(translateToEnglish, 1_415_656), /1,415,656/);
  for (const t of Object.values(translators)) assert.match(formatExactBytes(t, 1_415_656), /1,415,656/);
});

test('a count of one has the singular, and any other count the plural', () => {
  const entries = (count: string): string =>
    findingText(translateToEnglish, { code: 'junkIncluded', values: ['dist', count] }).what.replace(/^.*\(|\).*$/g, '');
  assert.deepEqual(
    [
      formatExactBytes(translateToEnglish, 0),
      formatExactBytes(translateToEnglish, 1),
      formatExactBytes(translateToEnglish, 2),
      entries('1'),
      entries('2'),
    ],
    ['0 bytes', '1 byte', '2 bytes', '1 entry', '2 entries'],
  );
});

test('durations are milliseconds below a second and seconds above', () => {
  const durations: [number, string][] = [
    [0, '0 ms'],
    [420, '420 ms'],
    [999, '999 ms'],
    [1000, '1.0 s'],
    [3217, '3.2 s'],
    [61_000, '61.0 s'],
  ];
  assert.deepEqual(
    durations.map(([milliseconds]) => formatDuration(milliseconds)),
    durations.map(([, text]) => text),
  );
});
