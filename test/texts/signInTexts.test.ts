import assert from 'node:assert/strict';
import test from 'node:test';
import type { GatewayProblem } from '../../src/core/operations/connection/probeGateway.ts';
import type { SignInLinkProblem } from '../../src/core/platform/signInLink.ts';
import { gatewayProblemText, signInLinkProblemText } from '../../src/texts/signInTexts.ts';
import { translators } from './translations.ts';

const host = 'bkapi.example.com';
const problems: GatewayProblem[] = [
  { kind: 'wrongNameOrStage' },
  { kind: 'redirected', to: 'https://login.example.com/' },
  { kind: 'notGateway', status: 404 },
  { kind: 'unavailable', status: 502 },
  { kind: 'notReached', why: 'nameNotFound' },
  { kind: 'notReached', why: 'certificateUntrusted' },
  { kind: 'notReached', why: 'proxyFailed' },
];
const linkProblems: SignInLinkProblem[] = [
  'linkPathUnknown',
  'linkWithSecret',
  'linkWithRepeatedPart',
  'linkConsoleInvalid',
  'linkTenantInvalid',
  'gatewayUrlEmpty',
];

for (const [language, t] of Object.entries(translators)) {
  test(`each result of a probe has its own sentence with the host, in ${language}`, () => {
    const sentences = problems.map((problem) => gatewayProblemText(t, problem, host));
    assert.equal(new Set(sentences).size, problems.length);
    for (const sentence of sentences) assert.ok(sentence.includes(host), sentence);
  });

  test(`each problem of a sign-in link has its own sentence, in ${language}`, () => {
    const sentences = linkProblems.map((problem) => signInLinkProblemText(t, problem));
    assert.equal(new Set(sentences).size, linkProblems.length);
  });
}
