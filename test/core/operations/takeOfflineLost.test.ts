import assert from 'node:assert/strict';
import test from 'node:test';
import {
  failingOffline,
  neverEndingOffline,
  successfulOffline,
  type OfflineScript,
} from '../../platform/deployments/offlineScript.ts';
import type { Fault } from '../../platform/faults.ts';
import { testBedFor, type ClientTestBed } from './deployFixture.ts';
import { goOffline, isOffline, neverReached, countPosts, readFault } from './offlineFixture.ts';
import { offlineOutcomeText } from './tellOffline.ts';

interface LostRow {
  name: string;
  script?: OfflineScript;
  /** The fault of the POST. By default, the platform starts the operation and the response is lost. */
  fault?: Fault;
  /** The path whose reads fail after the POST, and the time in milliseconds at which these reads succeed again. */
  unreadable?: [path: RegExp, until: number];
  outcome: string;
}

const resumablePattern = /\/resumable/;
const releasedPattern = /released_state/;
const lostRows: readonly LostRow[] = [
  { name: 'over before the first look', script: successfulOffline(500), outcome: 'offline' },
  { name: 'under way: found and watched', script: successfulOffline(300_000), outcome: 'offline' },
  { name: 'under way, and it fails', script: failingOffline(120_000), outcome: 'failed offlineFailed' },
  { name: 'under way, and it never ends', script: neverEndingOffline(), outcome: 'unknown timedOut' },
  { name: 'never begun', fault: neverReached, outcome: 'failed offlineNotStarted' },
  {
    name: 'the operation under way cannot be read, and it lasts long: that is not “not started”',
    ...{ script: successfulOffline(300_000), unreadable: [resumablePattern, Infinity] },
    outcome: 'unknown connectionLost',
  },
  {
    name: 'the operation under way cannot be read for its first minute, after which it is not listed any more',
    ...{ script: successfulOffline(300_000), unreadable: [resumablePattern, 61_000] },
    outcome: 'unknown connectionLost',
  },
  {
    name: 'the operation under way cannot be read, and it ends: the state tells',
    ...{ script: successfulOffline(90_000), unreadable: [resumablePattern, Infinity] },
    outcome: 'offline',
  },
  {
    name: 'the operation under way cannot be read for half a minute, and none was begun',
    ...{ fault: neverReached, unreadable: [resumablePattern, 30_000] },
    outcome: 'failed offlineNotStarted',
  },
  {
    name: 'what runs cannot be read any more, and the operation is under way',
    ...{ script: successfulOffline(90_000), unreadable: [releasedPattern, Infinity] },
    outcome: 'offline',
  },
  {
    name: 'what runs cannot be read any more, and it was over before the first look',
    ...{ script: successfulOffline(500), unreadable: [releasedPattern, Infinity] },
    outcome: 'unknown connectionLost',
  },
  {
    name: 'the platform’s page for an error, with it under way',
    ...{ fault: { kind: 'backendError', answer: 'serverError', backend: 'completes' } },
    ...{ script: successfulOffline(300_000), outcome: 'offline' },
  },
  {
    name: 'the platform’s page for an error, with it under way and not to be read',
    ...{ fault: { kind: 'backendError', answer: 'serverError', backend: 'completes' } },
    ...{ script: successfulOffline(300_000), unreadable: [resumablePattern, Infinity] },
    outcome: 'unknown platformFailed',
  },
];
for (const { name, script, fault, unreadable: part, outcome } of lostRows) {
  test(`the response is lost; ${name}: ${outcome}`, async (t) => {
    const testBed: ClientTestBed = await testBedFor(t, (now) => {
      if (now >= (part?.[1] ?? 0)) testBed.platform.faults.clear();
    });
    const { faults, state } = testBed.platform;
    if (script) state.offlineScripts.push(script);
    faults.next({ method: 'POST', fault: fault ?? { kind: 'dropBeforeHeaders' } });
    const onProgress = (step: string): void => {
      if (step === 'sending' && part) faults.always({ path: part[0], fault: readFault });
    };
    assert.equal(offlineOutcomeText(await goOffline(testBed, { options: { onProgress } })), outcome);
    assert.equal(countPosts(testBed), 1);
    if (outcome === 'offline') assert.ok(isOffline(testBed));
    if (outcome === 'failed offlineNotStarted') assert.ok(testBed.clock.now() >= 160_000);
  });
}
