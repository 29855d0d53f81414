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
import { translateToEnglish, translators } from './translations.ts';

function createDeployment(given: Partial<Deployment> = {}): Deployment {
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

const releasedState: ReleasedState = {
  kind: 'released',
  deployment: createDeployment(),
  address: 'http://demo.example.com/',
};
const offlinedState: ReleasedState = {
  kind: 'offlined',
  version: '1.0.2',
  operator: 'dev',
  at: createDeployment().created,
};

function createFacts(given: Partial<texts.EnvironmentFacts> = {}): texts.EnvironmentFacts {
  return {
    environment: 'stag',
    state: releasedState,
    stateError: undefined,
    deploying: undefined,
    failed: undefined,
    historyError: undefined,
    ...given,
  };
}

const situations: Readonly<Record<string, texts.EnvironmentFacts>> = {
  released: createFacts(),
  offlined: createFacts({ state: offlinedState }),
  neverReleased: createFacts({ state: { kind: 'neverReleased' } }),
  reading: createFacts({ state: undefined }),
  failed: createFacts({ state: undefined, stateError: new PlatformError('moduleNotFound', { subject: 'default' }) }),
  deploying: createFacts({ deploying: createDeployment({ status: 'pending', version: '1.0.4' }) }),
};

for (const [language, t] of Object.entries(translators)) {
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
  const bare = createDeployment({ version: '', operator: undefined, created: undefined, lastPhaseEnded: undefined });
  assert.equal(
    texts.environmentLine(translateToEnglish, createFacts({ state: { ...releasedState, deployment: bare } })),
    'unknown version',
  );
  assert.equal(texts.deploymentLine(translateToEnglish, bare, false), '');
  assert.equal(
    texts.deploymentDetails(translateToEnglish, bare, false),
    'unknown version: succeeded\nDeployment ID: 36ef5721-7313-48fa-a59a-1dc47c585828',
  );
  const nameless: ReleasedState = { kind: 'offlined', version: '', operator: undefined, at: undefined };
  assert.equal(
    texts.environmentDetails(translateToEnglish, createFacts({ state: nameless })),
    'Staging (stag)\nThe environment was taken offline. Nothing is running.',
  );
});

test('a deployment in progress has no end, although the platform sends an end date', () => {
  const pending = createDeployment({ status: 'pending' });
  assert.doesNotMatch(texts.deploymentDetails(translateToEnglish, pending, false), /Ended/);
  assert.match(
    texts.deploymentDetails(translateToEnglish, createDeployment(), false, { now: () => 0, minutesAhead: () => -210 }),
    /^Ended: 2026-07-19 22:31:31 UTC-03:30$/m,
  );
});

test('the same error of state and history is shown once', () => {
  const error = new PlatformError('connectionRefused');
  const details = texts.environmentDetails(
    translateToEnglish,
    createFacts({ state: undefined, stateError: error, historyError: error }),
  );
  assert.doesNotMatch(details, /deployment history/);
});

test('the status bar shows the version of each environment in one short line, even with long names', () => {
  const target = { appCode: codeOf('demo-app'), module: nameOf('default') };
  const glance = (...all: Parameters<typeof texts.targetStatusText>[2]): string =>
    texts.targetStatusText(translateToEnglish, target, all);
  const stag = { environment: 'stag', state: releasedState, deploying: undefined } as const;
  const prod = { environment: 'prod', state: offlinedState, deploying: undefined } as const;
  assert.equal(glance(stag, prod), 'demo-app: Staging 1.0.3 · Production offline');
  assert.equal(glance(stag, { ...prod, state: { kind: 'neverReleased' } }), 'demo-app: Staging 1.0.3 · Production –');
  assert.equal(glance({ ...stag, deploying: createDeployment({ version: '1.1.0' }) }), 'demo-app: Staging 1.1.0…');
  assert.equal(glance({ ...stag, state: undefined }), 'demo-app / default');
  const long = {
    ...stag,
    state: { ...releasedState, deployment: createDeployment({ version: `1.0.0-${'x'.repeat(50)}` }) },
  };
  const other = { appCode: codeOf('a-very-long-code-123'), module: nameOf('web') };
  const text = texts.targetStatusText(translateToEnglish, other, [long]);
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
