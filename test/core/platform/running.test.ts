import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { formatLogTime, parseLogTime } from '../../../src/core/platform/applicationLog.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { connect } from '../connect.ts';
import { failureOf } from '../failureOf.ts';
import { targetOf } from '../operations/followFixture.ts';
import { serverFor, type SeenRequest } from '../serverFor.ts';
import { deploymentsTestBedFor } from './deploymentsTestBed.ts';

const target = targetOf('demo-app', 'default');

/** Returns a client of a server that gives every request this response, and the requests that the server has seen. */
async function connectToAnswer(
  t: TestContext,
  json: unknown,
  status = 200,
): Promise<{ via: Platform; seen: SeenRequest[] }> {
  const server = await serverFor(t, (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  return { via: connect(server).platform, seen: server.seen };
}

const page = (logs: unknown): unknown => ({ code: 0, data: { scroll_id: 'next', logs, total: 10_299, dsl: '{}' } });
const bodyOf = ({ body }: SeenRequest): unknown => JSON.parse(body.toString()) as unknown;

test('a search is one POST with the range in the query and the search in the body', async (t) => {
  const { via, seen } = await connectToAnswer(t, page([]));
  await via.applicationLog.search(target, {
    range: { from: parseLogTime('2026-07-20 12:00:00') ?? 0, to: parseLogTime('2026-07-20 13:00:00') ?? 0 },
    limit: 500,
    scrollId: 'a+b/c=',
    queryString: '订单 AND "a b"',
    terms: { environment: ['stag'], process: ['web'], instance: [] },
    exclude: { instance: ['web-1'] },
  });
  const [request] = seen;
  assert.ok(request);
  const url = new URL(request.path, 'http://x.invalid');
  assert.equal(request.method, 'POST');
  assert.match(url.pathname, /\/bkapps\/applications\/demo-app\/modules\/default\/log\/standard_output\/list$/);
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    time_range: 'customized',
    start_time: '2026-07-20 12:00:00',
    end_time: '2026-07-20 13:00:00',
    limit: '500',
    scroll_id: 'a+b/c=',
  });
  assert.deepEqual(bodyOf(request), {
    query: {
      query_string: '订单 AND "a b"',
      terms: { environment: ['stag'], process_id: ['web'] },
      exclude: { pod_name: ['web-1'] },
    },
  });
});

test('after a lost connection, a search is not sent again, and a read without a search is retried', async (t) => {
  const { platform, as } = await deploymentsTestBedFor(t);
  platform.faults.always({ fault: { kind: 'dropBeforeHeaders' } });
  const window = { range: '1h', limit: 100 } as const;
  assert.equal((await failureOf(as().applicationLog.search(target, window))).code, 'connectionLost');
  assert.equal(platform.requests.length, 1);
  assert.equal((await failureOf(as().applicationLog.list(target, window))).code, 'connectionLost');
  assert.equal(platform.requests.length, 4);
});

test('the valid members of a line are read, despite nulls, unknown environments and other types', async (t) => {
  const { via } = await connectToAnswer(
    t,
    page([
      { environment: 'stag', process_id: null, pod_name: 'p', message: 'a', timestamp: '2026-07-20 12:21:08 +0800' },
      { environment: 'other', message: 5, timestamp: 1 },
      'no line',
      null,
    ]),
  );
  const { entries, scrollId, total } = await via.applicationLog.list(target, { range: '1h', limit: 1 });
  assert.deepEqual(entries, [
    { environment: 'stag', process: '', instance: 'p', message: 'a', time: parseLogTime('2026-07-20 12:21:08') },
    { environment: undefined, process: '', instance: '', message: '', time: undefined },
  ]);
  assert.deepEqual([scrollId, total], ['next', 10_299]);
});

test('times of the log are the platform’s wall clock, whatever the zone of this computer', () => {
  assert.equal(formatLogTime(parseLogTime('2026-07-20 12:21:08') ?? 0), '2026-07-20 12:21:08');
  assert.equal(parseLogTime('2026-13-40 12:21:08'), undefined);
  assert.equal(parseLogTime(null), undefined);
});

test('errors of the log have codes, and an expired scroll has its own code', async (t) => {
  const { platform, as } = await deploymentsTestBedFor(t);
  const search = (rest: { scrollId?: string; queryString?: string } = {}): Promise<unknown> =>
    as().applicationLog.search(target, { range: '1h', limit: 100, ...rest });
  assert.equal((await failureOf(search({ queryString: '"open' }))).code, 'logQueryRefused');
  assert.equal((await failureOf(search({ scrollId: 'dead' }))).code, 'logScrollExpired');
  platform.switches.logStore = 'fails';
  assert.equal((await failureOf(search())).code, 'logQueryFailed');
  platform.switches.logStore = 'down';
  assert.equal((await failureOf(search())).code, 'platformFailed');
  platform.switches.applicationLogsGranted = platform.switches.processesGranted = false;
  assert.equal((await failureOf(search())).code, 'appNotPermitted');
  assert.equal((await failureOf(as().processes.running(target))).code, 'appNotPermitted');
});

test('JSON of another shape is unreadable as a log and as processes', async (t) => {
  for (const json of [{}, [], 5, { data: {} }, { data: { logs: {} } }, { processes: {}, instances: {} }]) {
    const { via } = await connectToAnswer(t, json);
    const reads = [
      via.applicationLog.search(target, { range: '1h', limit: 1 }),
      via.applicationLog.list(target, { range: '1h', limit: 1 }),
      via.processes.running(target),
      via.processes.wanted(target),
      via.runtime(target),
    ];
    for (const read of reads) assert.equal((await failureOf(read)).code, 'answerUnreadable', JSON.stringify(json));
  }
});

test('processes and instances are read, even if members are missing', async (t) => {
  const { via } = await connectToAnswer(t, {
    processes: { items: [{ type: 'web', replicas: 2, success: 1, failed: 1, version: 12 }, { replicas: 1 }] },
    instances: {
      items: [
        {
          name: 'web-1',
          process_type: 'web',
          display_name: '1',
          start_time: '2026-07-20T02:01:55Z',
          state: 'CrashLoopBackOff',
          state_message: null,
          rich_status: 'CrashLoopBackOff',
          ready: false,
          restart_count: 3,
          terminated_info: { exit_code: 137, reason: 'OOMKilled' },
          version: '12',
        },
        { name: 'web-2', restart_count: -1, start_time: null, terminated_info: { exit_code: null, reason: null } },
        { process_type: 'web' },
      ],
    },
  });
  const { processes, instances } = await via.processes.running(target);
  assert.deepEqual(processes, [{ type: 'web', replicas: 2, ready: 1, failed: 1, release: '12' }]);
  assert.deepEqual(instances, [
    {
      name: 'web-1',
      shortName: '1',
      process: 'web',
      state: 'CrashLoopBackOff',
      richStatus: 'CrashLoopBackOff',
      message: undefined,
      isReady: false,
      restarts: 3,
      startedAt: Date.parse('2026-07-20T02:01:55Z'),
      terminated: { reason: 'OOMKilled', exitCode: 137 },
      release: '12',
    },
    {
      name: 'web-2',
      shortName: 'web-2',
      process: '',
      state: '',
      richStatus: '',
      message: undefined,
      isReady: false,
      restarts: 0,
      startedAt: undefined,
      terminated: undefined,
      release: undefined,
    },
  ]);
});

test('wanted processes and the runtime are read from the embedded platform', async (t) => {
  const { as } = await deploymentsTestBedFor(t);
  const [web, worker] = await as().processes.wanted(target);
  assert.deepEqual(web, {
    name: 'web',
    replicas: 2,
    isStarted: true,
    maxReplicas: 5,
    plan: 'default',
    limits: { cpu: '4000m', memory: '1024Mi' },
    isAutoscaling: false,
  });
  assert.equal(worker?.plan, '4C1G');
  assert.deepEqual(await as().processes.wanted(targetOf('demo-app', 'api')), []);
  assert.deepEqual(await as().runtime(target), {
    language: 'NodeJS',
    stack: 'Ubuntu 22.04 (heroku-22)',
    image: 'blueking-heroku-22',
    buildpacks: ['Node.js 构建工具'],
  });
});
