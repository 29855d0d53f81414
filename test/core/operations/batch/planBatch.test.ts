import assert from 'node:assert/strict';
import test from 'node:test';
import { distinctModules, planBatch, type PlanReads } from '../../../../src/core/operations/batch/planBatch.ts';
import { parseAppCode, parseModuleName } from '../../../../src/core/platform/names.ts';
import type { ModuleTarget } from '../../../../src/core/platform/paths.ts';
import { PlatformError } from '../../../../src/core/platform/platformError.ts';
import type { PackageVersion } from '../../../../src/core/platform/sourcePackages.ts';

const moduleNamed = (code: string, name = 'default'): ModuleTarget => {
  const appCode = parseAppCode(code) ?? assert.fail();
  const module = parseModuleName(name) ?? assert.fail();
  return { appCode, module };
};
const storedVersion = (version: string, cleanedUp = false): PackageVersion => ({
  ...{ version, sizeBytes: 1, updated: undefined, sha256: undefined, packageName: undefined },
  cleanedUp,
});
const versions: Record<string, readonly PackageVersion[]> = {
  fresh: [storedVersion('1.0.0')],
  there: [storedVersion('V1.1.0')],
  cleaned: [storedVersion('v1.1.0', true)],
};

const reads: PlanReads = {
  latestVersions: (appCode) => {
    const list = versions[appCode];
    return list ? Promise.resolve(list) : Promise.reject(new PlatformError('developRoleMissing'));
  },
  latestEnvironmentsRunning: (_, version) => {
    assert.equal(version, 'V1.1.0', 'the version as the platform spells it');
    return Promise.resolve({ running: ['prod'], unreadable: ['stag'] });
  },
};

test('each module has a plan: the version is new, exists (with where it runs), is cleaned up, or is unreadable', async () => {
  const targets = ['fresh', 'there', 'cleaned', 'unknown'].map((code) => moduleNamed(code));
  const plans = await planBatch(reads, targets, 'v1.1.0');
  assert.deepEqual(
    plans.map((plan) => `${plan.appCode} ${plan.kind}`),
    ['fresh new', 'there exists', 'cleaned cleanedUp', 'unknown unreadable'],
  );
  const [, there] = plans;
  assert.ok(there?.kind === 'exists');
  assert.deepEqual([there.running, there.unreadable], [['prod'], ['stag']]);
});

test('three modules are read at a time, and none after a cancel', async () => {
  const controller = new AbortController();
  let [started, inProgress, most] = [0, 0, 0];
  const slow: PlanReads = {
    ...reads,
    latestVersions: async () => {
      started += 1;
      most = Math.max(most, (inProgress += 1));
      await Promise.resolve();
      inProgress -= 1;
      if (started >= 5) controller.abort();
      return [];
    },
  };
  const targets = Array.from({ length: 20 }, (_, index) => moduleNamed(`app-${index}`));
  await assert.rejects(planBatch(slow, targets, '1.0.0', controller.signal), { name: 'AbortError' });
  assert.equal(most, 3);
  assert.ok(started < 9, `${started} reads`);
});

test('a fault of this program is thrown, not returned as a plan', async () => {
  const broken = { ...reads, latestVersions: () => Promise.reject(new RangeError('bug')) };
  await assert.rejects(planBatch(broken, [moduleNamed('fresh')], '1.0.0'), RangeError);
});

test('a module counts once, whatever the case of its names', () => {
  const given = [moduleNamed('demo-app'), moduleNamed('Demo-App', 'Default'), moduleNamed('demo-app', 'api')];
  assert.deepEqual(distinctModules(given), [given[0], given[2]]);
});
