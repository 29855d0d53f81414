import assert from 'node:assert/strict';
import test from 'node:test';
import { errorCodes } from '../../../src/core/platform/errorCode.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { errorMessage } from '../../../src/texts/errorTexts.ts';
import { publicUploadOutcome } from '../../../src/vscode/upload/publicOutcome.ts';
import { translateToEnglish, translators } from '../../texts/translations.ts';
import { outcomes, storedPackage } from '../report.ts';

test('a successful upload has its size in bytes as a number, and its times in UTC', () => {
  assert.deepEqual(publicUploadOutcome(translateToEnglish, outcomes.uploaded), {
    status: 'uploaded',
    package: {
      version: '1.0.3',
      packageName: 'demo-app:1.0.3',
      packageSize: 1_415_656,
      sha256: storedPackage.sha256,
      created: '2026-07-23T06:29:17.000Z',
      updated: '2026-07-24T06:29:17.000Z',
      operator: 'admin',
    },
  });
});

test('a value that the platform leaves out is absent, not undefined', () => {
  const bare = { version: '1', packageName: 'p', sizeBytes: undefined, sha256: undefined, created: undefined };
  const outcome = { ...outcomes.uploaded, package: { ...bare, updated: undefined, operator: undefined } };
  assert.deepEqual(Object.entries(publicUploadOutcome(translateToEnglish, outcome)), [
    ['status', 'uploaded'],
    ['package', { version: '1', packageName: 'p' }],
  ]);
  const empty = publicUploadOutcome(translateToEnglish, { ...outcome, package: { ...outcome.package, sizeBytes: 0 } });
  assert.deepEqual(empty, { status: 'uploaded', package: { version: '1', packageName: 'p', packageSize: 0 } });
});

test('a failure is told by code, message and request id, and by nothing else of what is known', () => {
  const facts = { said: 'internal words', applyUrl: 'https://x.example.com', cause: new Error('c'), status: 400 };
  for (const [language, t] of Object.entries(translators)) {
    for (const code of errorCodes) {
      const failed = publicUploadOutcome(t, {
        status: 'failed',
        error: new PlatformError(code, { ...facts, requestId: 'r' }),
      });
      assert.deepEqual(
        failed,
        { status: 'failed', error: { code, message: errorMessage(t, code, facts), requestId: 'r' } },
        language,
      );
    }
  }
  const without = publicUploadOutcome(translateToEnglish, { status: 'failed', error: new PlatformError('signedOut') });
  assert.ok(without.status === 'failed' && !('requestId' in without.error));
});

test('an unknown outcome has its reason, and a canceled outcome has none', () => {
  const reason = errorMessage(translateToEnglish, 'gatewayTimedOut');
  assert.deepEqual(publicUploadOutcome(translateToEnglish, outcomes.unknown), { status: 'unknown', reason });
  assert.deepEqual(publicUploadOutcome(translateToEnglish, outcomes.cancelled), { status: 'cancelled' });
  assert.deepEqual(publicUploadOutcome(translateToEnglish, outcomes['cancelled after sending']), {
    status: 'cancelled',
  });
});

test('every outcome is plain data that crosses any boundary', () => {
  for (const outcome of Object.values(outcomes)) {
    const told = publicUploadOutcome(translateToEnglish, outcome);
    assert.deepEqual(structuredClone(told), told);
    assert.deepEqual(JSON.parse(JSON.stringify(told)), told);
  }
});
