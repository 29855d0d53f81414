import assert from 'node:assert/strict';
import test from 'node:test';
import { joinProcesses, startProblems, type ProcessState } from '../../../src/core/operations/running/processStates.ts';
import type { Instance, RunningProcess, WantedProcess } from '../../../src/core/platform/processes.ts';

const wantedProcess = (name: string, rest: Partial<WantedProcess> = {}): WantedProcess => ({
  name,
  replicas: 1,
  isStarted: true,
  maxReplicas: 5,
  plan: 'default',
  limits: { cpu: '4000m', memory: '1024Mi' },
  isAutoscaling: false,
  ...rest,
});
const runningProcess = (type: string, rest: Partial<RunningProcess> = {}): RunningProcess => ({
  type,
  replicas: 1,
  ready: 1,
  failed: 0,
  release: '12',
  ...rest,
});
const instance = (name: string, rest: Partial<Instance> = {}): Instance => ({
  name,
  shortName: name,
  process: name.split('-')[0] ?? '',
  state: 'Running',
  richStatus: 'Running',
  message: undefined,
  isReady: true,
  restarts: 0,
  startedAt: 0,
  terminated: undefined,
  release: '12',
  ...rest,
});
const crashTermination = { reason: 'Error', exitCode: 1 };
const crashingInstance = {
  state: 'CrashLoopBackOff',
  richStatus: 'CrashLoopBackOff',
  isReady: false,
  restarts: 3,
  terminated: crashTermination,
};

const joinedStates = (instances: Instance[], replicas = 1): ProcessState[] =>
  joinProcesses([wantedProcess('web', { replicas })], { processes: [runningProcess('web', { replicas })], instances });
const statusesOf = (states: readonly ProcessState[]): (string | undefined)[] => states.map(({ status }) => status);

test('wanted and running processes are joined by name, in the platform’s order', () => {
  const states = joinProcesses([wantedProcess('web', { replicas: 2 }), wantedProcess('worker', { plan: '4C1G' })], {
    processes: [runningProcess('worker'), runningProcess('web', { replicas: 2 })],
    instances: [instance('web-1'), instance('worker-1'), instance('web-2', { isReady: false, state: 'Starting' })],
  });
  assert.deepEqual(
    states.map(({ name, plan, wantedReplicas, readyReplicas, status, instances }) => [
      name,
      plan,
      wantedReplicas,
      readyReplicas,
      status,
      instances?.map((each) => each.name),
    ]),
    [
      ['web', 'default', 2, 1, 'starting', ['web-1', 'web-2']],
      ['worker', '4C1G', 1, 1, 'running', ['worker-1']],
    ],
  );
});

test('without the grant for instances, processes are unknown, but a stopped process is stopped', () => {
  const states = joinProcesses([wantedProcess('web'), wantedProcess('worker', { isStarted: false })], undefined);
  assert.deepEqual(statusesOf(states), ['unknown', 'stopped']);
  assert.deepEqual(
    states.map(({ instances, readyReplicas, wantedReplicas }) => [instances, readyReplicas, wantedReplicas]),
    [
      [undefined, undefined, 1],
      [undefined, undefined, 0],
    ],
  );
  assert.deepEqual(startProblems(states), []);
});

test('a process that only one list names is included: without instances, or as stopped', () => {
  const states = joinProcesses([wantedProcess('new')], { processes: [], instances: [instance('old-1')] });
  assert.deepEqual(
    states.map(({ name, status, instances }) => [name, status, instances?.length]),
    [
      ['new', 'starting', 0],
      ['old', 'stopped', 1],
    ],
  );
  const unplanned = joinProcesses(undefined, { processes: [runningProcess('web')], instances: [instance('web-1')] });
  assert.deepEqual(
    unplanned.map(({ name, status, plan }) => [name, status, plan]),
    [['web', 'running', undefined]],
  );
});

test('an autoscaling process wants the number of replicas that the cluster chose', () => {
  const [state] = joinProcesses([wantedProcess('web', { isAutoscaling: true, replicas: 1 })], {
    processes: [runningProcess('web', { replicas: 3 })],
    instances: [instance('web-1')],
  });
  assert.deepEqual([state?.wantedReplicas, state?.status], [3, 'starting']);
});

for (const [what, rest, kind, state] of [
  ['crashes again and again', crashingInstance, 'crashes', 'CrashLoopBackOff'],
  [
    'was killed for its memory',
    { ...crashingInstance, richStatus: 'OOMKilled', state: 'OOMKilled' },
    'crashes',
    'OOMKilled',
  ],
  ['waits after a crash', { ...crashingInstance, state: 'Starting', richStatus: 'Running' }, 'crashes', 'Starting'],
  [
    'has no image',
    { state: 'ImagePullBackOff', richStatus: 'Pending', isReady: false },
    'imageUnavailable',
    'ImagePullBackOff',
  ],
  [
    'has no image yet',
    { state: 'ErrImagePull', richStatus: 'ErrImagePull', isReady: false },
    'imageUnavailable',
    'ErrImagePull',
  ],
  [
    'cannot be created',
    { state: 'Failed', richStatus: 'CreateContainerConfigError', isReady: false },
    'notCreated',
    'CreateContainerConfigError',
  ],
  ['starts', { state: 'Starting', isReady: false }, undefined, undefined],
  ['waits for a place', { state: 'Pending', richStatus: 'Pending', isReady: false }, undefined, undefined],
  ['runs after an old crash', { restarts: 4, terminated: crashTermination }, undefined, undefined],
] as const) {
  test(`an instance that ${what}: ${kind ?? 'no problem'}`, () => {
    const states = joinedStates([instance('web-1', rest)]);
    const problems = startProblems(states);
    assert.deepEqual(
      problems.map((each) => [each.kind, each.process, each.state]),
      kind ? [[kind, 'web', state]] : [],
    );
    assert.equal(statusesOf(states)[0] === 'failing', kind !== undefined);
    assert.equal(problems[0]?.terminated, kind && states[0]?.instances?.[0]?.terminated);
  });
}

test('an instance that waits for its next start counts as crashing, even before the first restart is counted', () => {
  const waiting = instance('web-1', { ...crashingInstance, restarts: 0, terminated: undefined });
  const states = joinedStates([waiting]);
  assert.deepEqual(statusesOf(states), ['failing']);
  assert.deepEqual(
    startProblems(states).map(({ kind }) => kind),
    ['crashes'],
  );
});

test('new restarts are a problem although the instance runs; earlier restarts are not', () => {
  const before = joinedStates([instance('web-1', { restarts: 2 })]);
  const after = (restarts: number): ProcessState[] =>
    joinedStates([instance('web-1', { restarts, terminated: crashTermination })]);
  assert.deepEqual(startProblems(after(2), before), []);
  assert.deepEqual(
    startProblems(after(3), before).map(({ kind }) => kind),
    ['restarts'],
  );
});

test('instances of the previous release do not count', () => {
  const states = joinedStates([instance('web-old', { ...crashingInstance, release: '11' }), instance('web-new')]);
  assert.deepEqual([startProblems(states), statusesOf(states)], [[], ['running']]);
});
