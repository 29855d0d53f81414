import assert from 'node:assert/strict';
import test from 'node:test';
import { deploymentStatuses } from '../../../src/core/platform/deployment.ts';
import type { ErrorCode } from '../../../src/core/platform/errorCode.ts';
import type { BackendErrorName } from '../../platform/backend/backendErrors.ts';
import { buildFailure, neverEndingDeployment, successfulDeployment } from '../../platform/deployments/readyPlans.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { failureOf } from '../failureOf.ts';
import { serverFor } from '../serverFor.ts';
import { targetOf } from '../operations/followFixture.ts';
import { collector, deploymentsTestBedFor, unknownId } from './deploymentsTestBed.ts';

const target = targetOf('demo-app', 'default');
const timeoutMs = 10_000;

test('a deployment is started with one request, which has the version as name and as revision', async (t) => {
  const { platform, as } = await deploymentsTestBedFor(t);
  const { id } = await as().deployments.start(target, '1.0.2', { timeoutMs });
  const [request, ...others] = platform.requests;
  assert.deepEqual([request?.method, others.length], ['POST', 0]);
  assert.match(request?.path ?? '', /\/applications\/demo-app\/modules\/default\/envs\/stag\/deployments\/?$/);
  assert.deepEqual(JSON.parse(String(request?.body)), {
    url: '',
    version_type: 'package',
    version_name: '1.0.2',
    revision: '1.0.2',
  });
  assert.equal(moduleOf(platform.state, 'demo-app', 'default').deployments.at(-1)?.id, id);
});

const refusals: readonly (readonly [BackendErrorName, ErrorCode])[] = [
  ['roleRestricted', 'environmentProtected'],
  ['deployOngoing', 'deploymentOngoing'],
  ['noRevision', 'versionNotFound'],
  ['cannotDeploy', 'deploymentNotTaken'],
  ['cannotDeployStore', 'deploymentNotTaken'],
  ['badDeployDescription', 'descriptionInvalid'],
  ['forbidden', 'developRoleMissing'],
  ['serverError', 'platformFailed'],
];
for (const language of ['en', 'zh-cn'] as const) {
  for (const [answer, code] of refusals) {
    test(`starting, rejected as ${answer} in ${language}: ${code}, and the request is not sent again`, async (t) => {
      const { platform, as } = await deploymentsTestBedFor(t);
      platform.faults.always({ fault: { kind: 'backendError', answer } });
      const error = await failureOf(as({ language }).deployments.start(target, '1.0.2', { timeoutMs }));
      assert.deepEqual([error.code, platform.requests.length], [code, 1]);
      const said = error.facts.said ?? '';
      if (answer !== 'forbidden' && answer !== 'serverError')
        assert.equal(/[一-鿿]/.test(said), language === 'zh-cn' || answer === 'badDeployDescription', said);
    });
  }
}

test('the platform rejects a start: protected environment, deployment in progress, unknown version', async (t) => {
  const { platform, as, deploy } = await deploymentsTestBedFor(t);
  const start = (version: string, accessToken: string = demoTokens.admin): Promise<unknown> =>
    as({ accessToken }).deployments.start(target, version, { timeoutMs });
  assert.equal((await failureOf(start('9.9.9'))).code, 'deploymentNotTaken');
  await deploy(neverEndingDeployment());
  assert.equal((await failureOf(start('1.0.2'))).code, 'deploymentOngoing');
  moduleOf(platform.state, 'demo-app', 'default').protectedEnvironments.push('stag');
  assert.equal((await failureOf(start('1.0.2', demoTokens.developer))).code, 'environmentProtected');
});

test('an answer without a usable id is unreadable', async (t) => {
  for (const body of ['{}', '[]', '{"deployment_id": "../x"}', '{"deployment_id": 5}']) {
    const server = await serverFor(t, (_, response) => response.writeHead(201).end(body));
    const error = await failureOf(connect(server).platform.deployments.start(target, '1', { timeoutMs }));
    assert.equal(error.code, 'answerUnreadable');
  }
});

test('the history is newest first, its pages are requested by offset, and its links are never followed', async (t) => {
  const { platform, as, deploy, jumpTo } = await deploymentsTestBedFor(t);
  moduleOf(platform.state, 'demo-app', 'default').deployments.length = 0;
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    ids.unshift(await deploy(successfulDeployment({ durationMs: 1000 })));
    jumpTo((count + 1) * 2000);
  }
  platform.requests.length = 0;
  const first = await as().deployments.list(target, { limit: 2 });
  const last = await as().deployments.list(target, { limit: 2, offset: 4 });
  assert.deepEqual([first.count, first.deployments.map(({ id }) => id)], [5, ids.slice(0, 2)]);
  assert.deepEqual([last.count, last.deployments.map(({ id }) => id)], [5, ids.slice(4)]);
  assert.deepEqual(
    platform.requests.map(({ query }) => query.toString()),
    ['environment=stag&limit=2&offset=0', 'environment=stag&limit=2&offset=4'],
  );
  assert.deepEqual((await as().deployments.list({ ...target, environment: 'prod' }, { limit: 2 })).count, 0);
});

for (const [dateOffset, text] of [
  [true, 'with offset'],
  [false, 'without offset'],
] as const) {
  test(`a row of the history has its version, operator and dates, which are sent ${text}`, async (t) => {
    const { as, deploy } = await deploymentsTestBedFor(t, { switches: { dateOffset } });
    const id = await deploy(neverEndingDeployment());
    const [row] = (await as().deployments.list(target, { limit: 1 })).deployments;
    assert.deepEqual(
      { ...row, created: row?.created?.time },
      {
        id,
        status: 'pending',
        environment: 'stag',
        version: '1.0.2',
        operator: 'admin',
        created: Date.parse('2026-08-01T02:00:00Z'),
        started: undefined,
        lastPhaseEnded: undefined,
      },
    );
  });
}

test('the history of an unknown module is platformFailed', async (t) => {
  const { as } = await deploymentsTestBedFor(t);
  const error = await failureOf(as().deployments.list(targetOf('demo-app', 'nosuch'), { limit: 1 }));
  assert.equal(error.code, 'platformFailed');
});

test('invalid rows are left out, and a response without a list is unreadable', async (t) => {
  const rows = [null, 5, {}, { id: 'x' }, { id: unknownId, status: 'strange', repo: 'none', operator: 'somebody' }];
  const answers = [JSON.stringify({ results: rows }), '{"results": {}}', '[]'];
  const server = await serverFor(t, (_, response) => response.writeHead(200).end(answers.shift()));
  const list = () => connect(server).platform.deployments.list(target, { limit: 9 });
  const { count, deployments } = await list();
  assert.deepEqual(
    [count, deployments.map(({ id, status, version, operator }) => [id, status, version, operator])],
    [1, [[unknownId, 'pending', '', 'somebody']]],
  );
  for (let left = 2; left > 0; left -= 1) assert.equal((await failureOf(list())).code, 'answerUnreadable');
});

test('a result has the log with its colours, and has tips only after a failure', async (t) => {
  const { platform, as, deploy, jumpTo } = await deploymentsTestBedFor(t);
  const id = await deploy(buildFailure({ lines: ['\u001b[31mred\u001b[0m', '好 😀 "x" \\'] }));
  jumpTo(2000);
  const running = await as().deployments.result(target, id, collector());
  assert.deepEqual(running, { status: 'pending', errorDetail: undefined, tips: undefined });
  jumpTo(3000);
  const log = collector();
  const { status, errorDetail, tips } = await as().deployments.result(target, id, log);
  assert.deepEqual([status, tips?.matched, tips?.links.length], ['failed', true, 1]);
  assert.match(errorDetail ?? '', /^Building failed/);
  assert.match(log.text(), /\u001b\[31mred\u001b\[0m\n好 😀 "x" \\\n[^]*\nBuilding failed, please check/);
  assert.equal(platform.requests.at(-1)?.query.toString(), 'include_ansi_codes=true');
  assert.equal(log.begun(), 1);
});

test('after a lost connection, the result is read again from the beginning of the log', async (t) => {
  const { platform, as, deploy, jumpTo } = await deploymentsTestBedFor(t);
  const id = await deploy(successfulDeployment());
  jumpTo(4000);
  const [whole, twice] = [collector(), collector()];
  await as().deployments.result(target, id, whole);
  platform.faults.next({ fault: { kind: 'dropMidBody' } });
  await as().deployments.result(target, id, twice);
  assert.deepEqual([twice.text(), twice.begun()], [whole.text(), 2]);
});

test('only web addresses are links of a tip', async (t) => {
  const helpers = [
    { text: 'a', link: 'javascript:alert(1)' },
    { text: 'b', link: '', location: 'https://e.com/b' },
    { title: 'c', location: 'http://e.com/c', short_description: 'short' },
    { link: 'https://e.com/d', description: 'long' },
    { text: 'e', link: 'file:///etc/passwd' },
    null,
    'https://e.com',
  ];
  const body = JSON.stringify({ status: 'failed', logs: '', error_tips: { possible_reason: 'why', helpers } });
  const server = await serverFor(t, (_, response) => response.writeHead(200).end(body));
  const { tips } = await connect(server).platform.deployments.result(target, unknownId, collector());
  assert.deepEqual(tips, {
    matched: false,
    reason: 'why',
    links: [
      { text: 'b', description: undefined, url: 'https://e.com/b' },
      { text: 'c', description: 'short', url: 'http://e.com/c' },
      { text: 'https://e.com/d', description: 'long', url: 'https://e.com/d' },
    ],
  });
});

for (const status of [...deploymentStatuses, 'strange', null, 5]) {
  test(`a result whose status is ${String(status)} is ${deploymentStatuses.includes(status as never) ? 'read' : 'unreadable'}`, async (t) => {
    const server = await serverFor(t, (_, response) => response.writeHead(200).end(JSON.stringify({ status })));
    const result = connect(server).platform.deployments.result(target, unknownId, collector());
    if (deploymentStatuses.includes(status as never)) assert.equal((await result).status, status);
    else assert.equal((await failureOf(result)).code, 'answerUnreadable');
  });
}

test('the result of an unknown deployment, or of another module’s, is not found', async (t) => {
  const { as, deploy } = await deploymentsTestBedFor(t);
  const id = await deploy();
  for (const [place, asked] of [
    [target, unknownId],
    [targetOf('demo-app', 'web'), id],
  ] as const) {
    const { code } = await failureOf(as().deployments.result(place, asked, collector()));
    assert.ok(code === 'deploymentNotFound' || (place !== target && code === 'moduleNotFound'), code);
  }
});

test('phases have steps, names in the language of the request, and no status before they begin', async (t) => {
  const { platform, as, deploy, jumpTo } = await deploymentsTestBedFor(t);
  const id = await deploy(neverEndingDeployment());
  jumpTo(2000);
  const english = await as().deployments.phases(target, id);
  const chinese = await as({ language: 'zh-cn' }).deployments.phases(target, id);
  assert.deepEqual(
    english.map(({ type, name }) => [type, name]),
    [
      ['preparation', 'Preparation Phase'],
      ['build', 'Build Phase'],
      ['release', 'Deploy Phase'],
    ],
  );
  assert.equal(chinese[0]?.name, '准备阶段');
  assert.equal(english[0]?.steps[0]?.name, 'Parse app process');
  assert.equal(english[0].status, 'successful');
  assert.match(new Date(english[0].started?.time ?? 0).toISOString(), /^2026-08-01T02:00:0\d/);
  assert.deepEqual([english[2]?.status, english[2]?.started, english[2]?.completed], [undefined, undefined, undefined]);
  assert.ok(platform.requests.slice(-2).every(({ path }) => path.includes(id)));
  const { code } = await failureOf(as().deployments.phases({ ...target, environment: 'prod' }, id));
  assert.equal(code, 'deploymentNotFound');
});

test('the valid parts of unusual phases are read, and anything but a list is unreadable', async (t) => {
  const answers = ['[null, 5, {}, {"type": "build", "steps": [{"name": "s", "status": "odd"}, 5]}]', '{}'];
  const server = await serverFor(t, (_, response) => response.writeHead(200).end(answers.shift()));
  const phases = () => connect(server).platform.deployments.phases(target, unknownId);
  const read = await phases();
  assert.deepEqual(
    read.map(({ type, name, steps }) => [type, name, steps.map((step) => [step.name, step.status])]),
    [
      ['', '', []],
      ['build', 'build', [['s', undefined]]],
    ],
  );
  assert.equal((await failureOf(phases())).code, 'answerUnreadable');
});
