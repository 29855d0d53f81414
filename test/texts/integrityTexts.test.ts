import assert from 'node:assert/strict';
import test from 'node:test';
import type { Integrity } from '../../src/core/operations/upload/compareIntegrity.ts';
import { integrityText } from '../../src/texts/integrityTexts.ts';
import { translators } from './translations.ts';

const comparedFiles = {
  source: { sha256: 'a'.repeat(64), sizeBytes: 1_415_656 },
  stored: { sha256: undefined, sizeBytes: undefined },
};
const notComparedReasons = [
  ...(['signedLink', 'switchedOff', 'notReadable', 'brokenOff', 'noStoredSha256'] as const).map((why) => ({ why })),
  { why: 'tooLarge', maxBytes: 50 * 1024 * 1024 } as const,
];
const outcomes: Integrity[] = [
  { kind: 'verified', by: 'download', ...comparedFiles },
  { kind: 'verified', by: 'statedDigest', ...comparedFiles },
  { kind: 'differs', ...comparedFiles },
  ...(['endsEarly', 'corrupt', 'noTarInside', 'takenForZip', 'notAnArchive'] as const).map(
    (damage) => ({ kind: 'damaged', damage, ...comparedFiles }) as const,
  ),
  ...notComparedReasons.flatMap((why) =>
    [true, false].map((sameSize) => ({ kind: 'notCompared', sameSize, ...why, ...comparedFiles }) as const),
  ),
];

for (const [language, t] of Object.entries(translators)) {
  test(`every outcome has its own sentence (${language})`, () => {
    const sentences = outcomes.map((integrity) => {
      const { what, todo } = integrityText(t, integrity);
      for (const text of [what, todo ?? 'x']) assert.doesNotMatch(text, /^\s*$|undefined|\[object|\{\d\}/);
      if (language === 'zh-cn') assert.match(what, /\p{Script=Han}/u);
      assert.equal(todo !== undefined, integrity.kind === 'differs' || integrity.kind === 'damaged');
      return what;
    });
    assert.equal(new Set(sentences).size, sentences.length);
  });

  test(`both sides are shown only if they differ (${language})`, () => {
    for (const integrity of outcomes) {
      const shown = integrityText(t, integrity).sides;
      assert.equal(shown.length, integrity.kind === 'differs' ? 2 : 0);
      if (shown.length === 0) continue;
      assert.deepEqual(shown[0]?.sha256, 'a'.repeat(64));
      assert.match(shown[0].size ?? '', /1,415,656/);
      assert.deepEqual([shown[1]?.sha256, shown[1]?.size], [undefined, undefined]);
      assert.notEqual(shown[0].name, shown[1]?.name);
    }
  });
}

test('the size limit is named', () => {
  const text = integrityText(translators.en, {
    kind: 'notCompared',
    why: 'tooLarge',
    maxBytes: 1024 ** 2,
    sameSize: false,
    ...comparedFiles,
  });
  assert.match(text.what, /1\.00 MB/);
});
