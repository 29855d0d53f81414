import assert from 'node:assert/strict';
import test from 'node:test';
import { deploymentStatuses, parseDeploymentId, type Deployment } from '../../src/core/platform/deployment.ts';
import { environments } from '../../src/core/platform/names.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';
import type { ReleasedState } from '../../src/core/platform/releasedState.ts';
import { parseServerDate } from '../../src/core/platform/serverDate.ts';
import * as texts from '../../src/texts/environmentTexts.ts';
import { english, languages } from './translations.ts';

function deployment(given: Partial<Deployment> = {}): Deployment {
  const id = parseDeploymentId('36ef5721-7313-48fa-a59a-1dc47c585828');
  assert.ok(id);
  const at = (clock: string) => parseServerDate(`2026-07-20 ${clock} +0800`);
  return {
    id,
    status: 'successful',
    environment: 'stag',
    version: '1.0.3',
    operator: 'admin',
    created: at('10:00:00'),
    started: at('10:00:01'),
    lastPhaseEnded: at('10:01:31'),
    ...given,
  };
}

const released: ReleasedState = { kind: 'released', deployment: deployment(), address: 'http://demo.example.com/' };
const offlined: ReleasedState = { kind: 'offlined', version: '1.0.2', operator: 'dev', at: deployment().created };

function facts(given: Partial<texts.EnvironmentFacts> = {}): texts.EnvironmentFacts {
  return {
    environment: 'stag',
    state: released,
    stateError: undefined,
    deploying: undefined,
    failed: undefined,
    historyError: undefined,
    ...given,
  };
}

const situations: Readonly<Record<string, texts.EnvironmentFacts>> = {
  released: facts(),
  offlined: facts({ state: offlined }),
  neverReleased: facts({ state: { kind: 'neverReleased' } }),
  reading: facts({ state: undefined }),
  failed: facts({ state: undefined, stateError: new PlatformError('moduleNotFound', { subject: 'default' }) }),
  deploying: facts({ deploying: deployment({ status: 'pending', version: '1.0.4' }) }),
};

for (const [language, t] of Object.entries(languages)) {
  test(`every situation of an environment has a line and details of its own (${language})`, () => {
    for (const tell of [texts.environmentLine, texts.environmentDetails]) {
      const all = Object.values(situations).map((situation) => tell(t, situation));
      assert.equal(new Set(all).size, all.length);
      for (const text of all) assert.doesNotMatch(text, /^\s*$|undefined|\{\d\}|·\s*(·|$)/);
    }
  });

  test(`environments and statuses have names, each its own (${language})`, () => {
    const names = environments.map((environment) => texts.environmentName(t, environment));
    const statuses = deploymentStatuses.map((status) => texts.deploymentStatusText(t, status));
    const all = [...names, ...statuses];
    assert.equal(new Set(all).size, all.length);
    for (const text of all) assert.doesNotMatch(text, /^\s*$|\{\d\}/);
  });

  test(`a badge’s words name the versions and the environments (${language})`, () => {
    const [stag = '', prod = ''] = environments.map((environment) => texts.environmentName(t, environment));
    const all = [
      texts.differenceText(t, '1.0.4', '1.0.2'),
      texts.runsInText(t, ['stag']),
      texts.runsInText(t, ['stag', 'prod']),
      texts.newestFailedText(t, '1.0.4'),
    ];
    assert.match(all[0] ?? '', new RegExp(`${stag}.*1\\.0\\.4.*${prod}.*1\\.0\\.2`));
    assert.match(all[1] ?? '', new RegExp(stag));
    assert.match(all[2] ?? '', new RegExp(`${stag}.*${prod}`));
    assert.match(all[3] ?? '', /1\.0\.4/);
    assert.equal(texts.runsInText(t, []), '');
  });
}

test('what is missing leaves no gap: neither version nor person nor date', () => {
  const bare = deployment({ version: '', operator: undefined, created: undefined, lastPhaseEnded: undefined });
  assert.equal(texts.environmentLine(english, facts({ state: { ...released, deployment: bare } })), 'unknown version');
  assert.equal(texts.deploymentLine(english, bare, false), 'succeeded');
  assert.equal(
    texts.deploymentDetails(english, bare, false),
    'unknown version: succeeded\nDeployment ID: 36ef5721-7313-48fa-a59a-1dc47c585828',
  );
  const nameless: ReleasedState = { kind: 'offlined', version: '', operator: undefined, at: undefined };
  assert.equal(
    texts.environmentDetails(english, facts({ state: nameless })),
    'Staging (stag)\nThe environment was taken offline. Nothing is running.',
  );
});

test('a deployment under way has no end, although the platform sends a date for one', () => {
  const pending = deployment({ status: 'pending' });
  assert.doesNotMatch(texts.deploymentDetails(english, pending, false), /Ended/);
  assert.match(texts.deploymentDetails(english, deployment(), false), /^Ended: 2026-07-20 10:01:31 UTC\+08:00$/m);
});

test('the same trouble with state and history is told once', () => {
  const error = new PlatformError('connectionRefused');
  const details = texts.environmentDetails(
    english,
    facts({ state: undefined, stateError: error, historyError: error }),
  );
  assert.doesNotMatch(details, /deployment history/);
});
