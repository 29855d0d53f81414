import assert from 'node:assert/strict';
import test from 'node:test';
import { deploymentStatuses, parseDeploymentId, type Deployment } from '../../src/core/platform/deployment.ts';
import {
  environments,
  parseAppCode,
  parseModuleName,
  type AppCode,
  type ModuleName,
} from '../../src/core/platform/names.ts';
import { PlatformError } from '../../src/core/platform/platformError.ts';
import type { ReleasedState } from '../../src/core/platform/releasedState.ts';
import { parseServerDate } from '../../src/core/platform/serverDate.ts';
import * as texts from '../../src/texts/environmentTexts.ts';
import { environmentName } from '../../src/texts/targetNames.ts';
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
  test(`every situation of an environment has its own line and details (${language})`, () => {
    for (const tell of [texts.environmentLine, texts.environmentDetails]) {
      const all = Object.values(situations).map((situation) => tell(t, situation));
      assert.equal(new Set(all).size, all.length);
      for (const text of all) assert.doesNotMatch(text, /^\s*$|undefined|\{\d\}|·\s*(·|$)/);
    }
  });

  test(`every environment and every status has its own name (${language})`, () => {
    const names = environments.map((environment) => environmentName(t, environment));
    const statuses = deploymentStatuses.map((status) => texts.deploymentStatusText(t, status));
    const all = [...names, ...statuses];
    assert.equal(new Set(all).size, all.length);
    for (const text of all) assert.doesNotMatch(text, /^\s*$|\{\d\}/);
  });

  test(`the texts of badges name the versions and the environments (${language})`, () => {
    const [stag = '', prod = ''] = environments.map((environment) => environmentName(t, environment));
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

test('a missing version, user or date leaves no gap', () => {
  const bare = deployment({ version: '', operator: undefined, created: undefined, lastPhaseEnded: undefined });
  assert.equal(texts.environmentLine(english, facts({ state: { ...released, deployment: bare } })), 'unknown version');
  assert.equal(texts.deploymentLine(english, bare, false), '');
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

test('a deployment in progress has no end, although the platform sends an end date', () => {
  const pending = deployment({ status: 'pending' });
  assert.doesNotMatch(texts.deploymentDetails(english, pending, false), /Ended/);
  assert.match(
    texts.deploymentDetails(english, deployment(), false, { now: () => 0, minutesAhead: () => -210 }),
    /^Ended: 2026-07-19 22:31:31 UTC-03:30$/m,
  );
});

test('the same error of state and history is shown once', () => {
  const error = new PlatformError('connectionRefused');
  const details = texts.environmentDetails(
    english,
    facts({ state: undefined, stateError: error, historyError: error }),
  );
  assert.doesNotMatch(details, /deployment history/);
});

test('the status bar shows the version of each environment in one short line, even with long names', () => {
  const target = { appCode: codeOf('demo-app'), module: nameOf('default') };
  const glance = (...all: Parameters<typeof texts.targetStatusText>[2]): string =>
    texts.targetStatusText(english, target, all);
  const stag = { environment: 'stag', state: released, deploying: undefined } as const;
  const prod = { environment: 'prod', state: offlined, deploying: undefined } as const;
  assert.equal(glance(stag, prod), 'demo-app: Staging 1.0.3 · Production offline');
  assert.equal(glance(stag, { ...prod, state: { kind: 'neverReleased' } }), 'demo-app: Staging 1.0.3 · Production –');
  assert.equal(glance({ ...stag, deploying: deployment({ version: '1.1.0' }) }), 'demo-app: Staging 1.1.0…');
  assert.equal(glance({ ...stag, state: undefined }), 'demo-app / default');
  const long = { ...stag, state: { ...released, deployment: deployment({ version: `1.0.0-${'x'.repeat(50)}` }) } };
  const other = { appCode: codeOf('a-very-long-code-123'), module: nameOf('web') };
  const text = texts.targetStatusText(english, other, [long]);
  assert.equal(text, 'a-very-long-code-123 / web: Staging 1.0.0-xxxxxxxxxxxxx…');
});

function codeOf(text: string): AppCode {
  const code = parseAppCode(text);
  assert.ok(code);
  return code;
}

function nameOf(text: string): ModuleName {
  const name = parseModuleName(text);
  assert.ok(name);
  return name;
}
