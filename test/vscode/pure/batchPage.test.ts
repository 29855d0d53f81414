import assert from 'node:assert/strict';
import test from 'node:test';
import type { RowPhase } from '../../../src/core/operations/batch/batchRow.ts';
import type { UploadOutcome } from '../../../src/core/operations/upload/uploadOutcome.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { batchButtons } from '../../../src/page/messages.ts';
import { batchView } from '../../../src/vscode/batch/page/batchPage.ts';
import { translateToEnglish, translators } from '../../texts/translations.ts';
import { batchOf, failedOutcome } from '../batchReport.ts';
import { outcomes } from '../report.ts';

const actionsIn = (content: string): string[] =>
  [...content.matchAll(/data-action="([^"]+)"/g)].map(([, id = '']) => id);
/** Returns the actions of the buttons above the table, without Show Upload History and Show Log. */
const offeredActions = (content: string): string[] =>
  actionsIn(content).filter((id) => !['showRow', 'showHistory', 'showLog'].includes(id));

for (const [language, t] of Object.entries(translators)) {
  test(`each outcome is told in its row, with buttons of the page’s list only, in ${language}`, () => {
    const all: (UploadOutcome | RowPhase)[] = [...Object.values(outcomes), 'waiting', 'uploading', 'checking', 'left'];
    for (const isRunning of [true, false]) {
      const { headline, content, title } = batchView(t, batchOf(all, { isRunning }));
      assert.equal(content.match(/<th scope="row">/g)?.length, all.length);
      assert.equal(content.match(/<caption/g)?.length, 1);
      assert.doesNotMatch([content, title, headline.text, headline.verdict].join('\n'), /undefined|\[object|\{\d\}/);
      for (const id of actionsIn(content))
        assert.ok(
          batchButtons.some((known) => known === id),
          id,
        );
    }
  });
}

test('the headline and the first button follow from the outcomes', () => {
  const { uploaded, unknown, cancelled } = outcomes;
  const rows: [given: (UploadOutcome | RowPhase)[], kind: string, text: string, buttons: string[]][] = [
    [[uploaded, 'uploading', 'waiting'], 'under-way', 'Uploading to 3 modules', ['cancel']],
    [[uploaded, 'checking'], 'under-way', 'Uploading to 2 modules', []],
    [[uploaded, uploaded], 'uploaded', 'Uploaded to all 2 modules', []],
    [[uploaded], 'uploaded', 'Uploaded to the module', []],
    [[uploaded, failedOutcome, unknown], 'failed', 'Uploaded to 1 of 3 modules', ['retryFailed', 'confirmUnknown']],
    [[uploaded, unknown], 'unknown', 'Uploaded to 1 of 2 modules', ['confirmUnknown']],
    [[uploaded, cancelled], 'unknown', 'Uploaded to 1 of 2 modules', ['sendCancelled']],
  ];
  for (const [given, kind, text, buttons] of rows) {
    const isRunning = given.some((each) => typeof each === 'string');
    const { headline, content } = batchView(translateToEnglish, batchOf(given, { isRunning }));
    assert.deepEqual([headline.kind, headline.text], [kind, text]);
    assert.deepEqual(offeredActions(content), buttons, text);
  }
});

test('uploads that a sign-out interrupted lead to a sign-in, and no retry is offered before it', () => {
  const { content, headline } = batchView(translateToEnglish, batchOf([failedOutcome, 'left'], { isSignedIn: false }));
  assert.equal(headline.text, 'Sign in to continue');
  assert.deepEqual(offeredActions(content), ['signIn']);
});

test('uploads whose URL is masked cannot be sent again, and the page says why', () => {
  const packageUrl = 'https://pkg.example.com/demo-app.tar.gz?token=***';
  const { content } = batchView(translateToEnglish, batchOf([failedOutcome], { packageUrl }));
  assert.deepEqual(offeredActions(content), []);
  assert.match(content, /credentials or a signature/);
});

test('the page has no secret of the package URL, and escapes every text of a server', () => {
  const error = new PlatformError('refusedByPlatform', { said: '<img src=x onerror=alert(1)>', subject: '<b>' });
  const packageUrl = 'https://alice:planted-password@pkg.example.com/a.tgz?sign=planted-query';
  const { content } = batchView(translateToEnglish, batchOf([{ status: 'failed', error }], { packageUrl }));
  assert.doesNotMatch(content, /planted|<img|<b>/);
});

test('an overwrite is named in its row, and the page saves which batch it shows', () => {
  const shown = batchOf([outcomes.uploaded, outcomes.uploaded], { overwrites: [1] });
  const { content, state } = batchView(translateToEnglish, shown);
  assert.equal(content.match(/overwrites/g)?.length, 1);
  assert.deepEqual(state, { batch: shown.batch.id });
});
