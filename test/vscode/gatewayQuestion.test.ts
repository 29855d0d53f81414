import assert from 'node:assert/strict';
import test from 'node:test';
import { recordLog } from '../core/recordLog.ts';
import { refusedPort } from '../core/refusedPort.ts';
import { translateToEnglish } from '../texts/translations.ts';
import { mockVscode } from './mockVscode.ts';

mockVscode({ l10n: { t: translateToEnglish } });
const { gatewayQuestion } = await import('../../src/vscode/session/gatewayQuestion.ts');

const createQuestion = () => gatewayQuestion(recordLog(), { gatewayUrl: '', consoleUrl: '', tenantId: '' });

test('only a gateway on another computer gets the warning about http', () => {
  const { validate } = createQuestion();
  assert.match(validate('http://bkapi.example.com/api/bkpaas3/prod')?.text ?? '', /unencrypted/);
  assert.equal(validate('http://localhost:8000/api/bkpaas3/prod'), undefined);
});

test('an address that cannot be reached gets the network’s reason', async () => {
  const message = await createQuestion().check?.(`http://127.0.0.1:${refusedPort}`, AbortSignal.timeout(10_000));
  assert.equal(message?.severity, 'error');
  assert.match(message.text, /refused the connection/);
});
