import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import test from 'node:test';
import { repetitionsOf } from '../nightly.ts';
import { startPlatformForTest } from '../platform/gatewayClient.ts';
import { seedDemo } from '../platform/seedDemo.ts';
import { mutations } from '../platform/mutations.ts';
import { cases } from './cases.ts';
import { targetSelector, embeddedTarget } from './embeddedTarget.ts';
import { tryParseJson } from './match.ts';
import { detectedBy } from './detectedBy.ts';
import { platformAgeNames } from './platformAges.ts';
import { playAll } from './playAll.ts';
import { formatDifferences } from './report.ts';
import { sectionOf, sections } from './sections.ts';
import { placeholdersOf, requestsOf, missingNeed } from './missingNeed.ts';
import { actionOf } from './missingPermission.ts';
import type { PlatformState } from '../platform/state.ts';
import type { Mutation } from '../platform/mutations.ts';
import type { ContractCase } from './contractCase.ts';
import type { Target } from './target.ts';
import type { Result } from './playCase.ts';

/**
 * The sections of docs/platform-api.md that describe what the extension (src/core/platform) calls or relies on. This
 * list is maintained by hand.
 */
const USED_SECTIONS = ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7', '1.8', '1.9', '1.10', '1.11']
  .concat('2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.8')
  .concat('4.1', '4.3', '4.4', '4.6', '6.5', '6.6', '7.2')
  .concat('4.8', '4.9', '4.10', '4.11', '4.12', '4.13', '4.14', '4.15', '4.16', '4.17');

const ids = (results: readonly Result[], verdict: Result['verdict']): string[] =>
  results.filter((each) => each.verdict === verdict).map((each) => each.played.id);

test('table: at least 400 cases with unique ids, and every case is plain data', () => {
  assert.ok(cases.length >= 400, `${cases.length} cases`);
  assert.equal(new Set(cases.map((each) => each.id)).size, cases.length);
  assert.deepEqual(JSON.parse(JSON.stringify(cases)), cases);
  for (const each of cases) assert.doesNotThrow(() => placeholdersOf(each));
});

test('table: each case stands for a section of docs/platform-api.md, and every section used has a case', async () => {
  const document = await readFile(new URL('../../docs/platform-api.md', import.meta.url), 'utf8');
  const [, listed = ''] = /^## 8 .*$([^]*?)^## /m.exec(document) ?? [];
  const points = new Set([...listed.matchAll(/^(\d+)\. /gm)].map(([, number]) => number));
  const cited = cases.map(({ id, statement: standsFor }) => {
    const section = sectionOf(standsFor);
    assert.ok(section !== undefined && section in sections, `${id} stands for "${standsFor}"`);
    if (section === '8') assert.ok(points.has(/^8 point (\d+)\b/.exec(standsFor)?.[1]), `${id}: ${standsFor}`);
    return section;
  });
  for (const section of USED_SECTIONS) assert.ok(cited.includes(section), `nothing stands for ${section}`);
});

test('player: sends requests with its own client, never with code of the extension', async () => {
  const folder = new URL('.', import.meta.url);
  for (const file of (await readdir(folder)).filter((name) => !name.endsWith('.test.ts'))) {
    const text = await readFile(new URL(file, folder), 'utf8');
    assert.doesNotMatch(text, /from '[./]*src\//, file);
    assert.doesNotMatch(text, /from 'form-data'/, file);
  }
});

test('embedded platform: every case passes although the clock stands still', async (t) => {
  const noon = new Date('2026-08-01T04:00:00Z');
  const results = await playAll(cases, targetSelector(await startPlatformForTest(t, { now: () => noon })));
  assert.deepEqual(formatDifferences(results, String), []);
  assert.deepEqual(ids(results, 'skipped'), []);
});

for (const age of platformAgeNames.filter((each) => each !== 'current')) {
  test(`embedded platform, ${age}: every case of its age is as docs/platform-api.md says`, async (t) => {
    const platform = await startPlatformForTest(t);
    const target = embeddedTarget(platform, age);
    const some = cases.filter((_, index) => index % 10 < repetitionsOf(10));
    const results = await playAll(some, () => target);
    assert.deepEqual(formatDifferences(results, String), []);
    const others = some.filter(({ ages }) => ages && !ages.includes(age)).map(({ id }) => id);
    assert.deepEqual(ids(results, 'skipped'), others);
  });
}

test('contract: each known defect of the embedded platform is detected by the cases that must detect it', async (t) => {
  const platform = await startPlatformForTest(t);
  assert.ok(Object.keys(mutations).length >= 25);
  for (const [wrong, expected] of entriesOf(detectedBy)) {
    const chosen = cases.filter((each) => expected.includes(each.id));
    const target = embeddedTarget(platform, 'current', wrong);
    const results = await playAll(chosen, () => target);
    assert.deepEqual(ids(results, 'different').sort(), [...expected].sort(), wrong);
  }
});

test('contract: a case that is not marked as writing stores nothing, even on a platform with a defect', async (t) => {
  const platform = await startPlatformForTest(t);
  const before = stateSnapshot(seedDemo());
  const posting = cases.filter((each) => !each.writes && methodsOf(each).includes('POST'));
  assert.ok(posting.length > 20);
  for (const wrong of ['none', 'allowListUnchecked', 'duplicateAccepted'] as const) {
    const target = embeddedTarget(platform, 'current', wrong);
    await playAll(
      posting,
      () => target,
      ({ played }) => {
        assert.deepEqual(stateSnapshot(platform.state), before, `${played.id}, ${wrong}`);
      },
    );
  }
});

test('contract: the name of a version that may be stored is unique to one run', () => {
  const stored = cases
    .filter((each) => each.writes)
    .flatMap((each) => requestsOf(each).map((request) => ({ each, request })));
  let count = 0;
  for (const { each, request } of stored) {
    const version = fieldsOf(request.body).get('version');
    if (!request.path.includes('source_package') || typeof version !== 'string' || version.trim() === '') continue;
    assert.match(version, /\{(version|otherVersion|versionNumber|deletedVersion)\}/, each.id);
    count += 1;
  }
  assert.ok(count > 80, `${count} uploads`);
});

test('contract: a case overwrites only versions that the same case has uploaded', () => {
  for (const each of cases) {
    // A case with switches runs only on the embedded platform, so it can overwrite any version.
    if (each.switches) continue;
    const sent: string[] = [];
    for (const { body } of requestsOf(each)) {
      const fields = fieldsOf(body);
      // The comparison ignores case and accents, as the platform does.
      const version = String(fields.get('version'))
        .normalize('NFD')
        .replaceAll(/\p{Mn}/gu, '')
        .toLowerCase();
      const overwrites = /^(t|y|yes|true|on|1)$/i.test(String(fields.get('allow_overwrite')));
      // Only the embedded platform has a value for `{deletedVersion}`, so a case with this placeholder never runs on a
      // real platform.
      if (overwrites && version !== '{deletedversion}') assert.ok(sent.includes(version), each.id);
      sent.push(version);
    }
  }
});

test('contract: a case that deploys or takes offline is marked as writing', () => {
  const acting = cases.filter((each) => requestsOf(each).some((request) => actionOf(request)));
  assert.ok(acting.length > 60);
  for (const { id, writes } of acting) assert.equal(writes, true, id);
});

test('contract: on a real platform only the version that was named is deployed, and only to stag', async (t) => {
  const real: Target = { ...embeddedTarget(await startPlatformForTest(t), 'current') };
  delete real.arrange;
  // A real platform has no value for `deletedVersion`, because no command-line option sets it.
  real.values = new Map([...real.values].filter(([name]) => name !== 'deletedVersion'));
  const without = {
    ...real,
    allowOffline: false,
    values: new Map([...real.values].filter(([name]) => name !== 'deployVersion')),
  };
  const actions = (target: Target): string[][] =>
    cases
      .filter((each) => missingNeed(each, target) === undefined)
      .flatMap((each) => requestsOf(each))
      .flatMap((request) => {
        const asked = actionOf(request);
        const fields = fieldsOf(request.body);
        const versions = [fields.get('version_name'), fields.get('revision')].filter((each) => each !== undefined);
        return asked ? [[asked.action, asked.environment, ...versions.map(String)]] : [];
      });
  assert.deepEqual(actions(without), []);
  const seen = new Set(actions(real).flat());
  assert.deepEqual([...seen].sort(), ['deploy', 'no-such-version', 'offline', 'stag', '{deployVersion}'].sort());
});

/** Returns the fields of a multipart or JSON body, keyed by name; empty for any other body. */
function fieldsOf(body: ContractCase['request']['body']): ReadonlyMap<string, unknown> {
  if (body?.kind === 'multipart') return new Map(Object.entries(body.fields));
  // A placeholder for a number has no quotes, so quotes are added here to make the text valid JSON.
  const raw = body?.kind === 'raw' ? tryParseJson(body.text.replaceAll(/: (\{\w+\})/g, ': "$1"')) : undefined;
  const value = body?.kind === 'json' ? body.value : raw;
  return new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function methodsOf(played: ContractCase): (string | undefined)[] {
  return requestsOf(played).map((each) => each.method);
}

/** Returns what an upload, a deployment or an offline operation changes in the state. */
function stateSnapshot({ applications }: PlatformState): unknown[] {
  const own = [...applications.values()].filter(({ code }) => code !== 'hidden-agent' && code !== 'fresh-app');
  const modules = own.flatMap((application) => application.modules);
  return modules.map(({ packages, deployments, offlines }) => [packages, deployments.length, offlines.length]);
}

function entriesOf(record: typeof detectedBy): [Mutation, readonly string[]][] {
  const isMutation = (name: string): name is Mutation => name in mutations;
  return Object.entries(record).flatMap(([name, noticing]): [Mutation, readonly string[]][] =>
    isMutation(name) ? [[name, noticing]] : [],
  );
}
