import assert from 'node:assert/strict';
import test from 'node:test';
import { demoTokens } from '../../platform/seedDemo.ts';
import { logFixture } from './logFixture.ts';

const LOG_PATH = '/log/standard_output/list';

/** Returns the texts `line {from}` to `line {to}`. */
const numbered = (from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => `line ${from + index}`);

test('the log is read with the newest line last, and only for its own environment', async (t) => {
  const { write, open } = await logFixture(t);
  write('first', 30);
  write('in production', 20, { environment: 'prod' });
  write('second', 10, { process: 'worker', pod: 'worker-1' });
  write('too old', 3700);
  const { texts, until, log, replayed } = open();
  await until(1);
  assert.deepEqual(texts(), ['first', 'second']);
  assert.deepEqual(replayed(), log.lines());
  assert.deepEqual(log.state, {
    isLoaded: true,
    older: 'none',
    olderError: undefined,
    transientError: undefined,
    fatalError: undefined,
  });
  const [first] = log.lines();
  assert.deepEqual(first, {
    time: Date.parse('2026-11-22T17:59:30Z') / 1000,
    process: 'web',
    instance: 'web-1',
    text: 'first',
    marks: [],
    gapBefore: false,
  });
});

test('new lines are added, and equal lines of several instances or of one second are all kept', async (t) => {
  const fixture = await logFixture(t);
  const { write, open } = fixture;
  for (const pod of ['web-1', 'web-1', 'web-2']) write('ok', 5, { pod });
  const { texts, until, changes } = open();
  fixture.meanwhile = (now) => {
    if (now === 3000) for (const pod of ['web-1', 'web-2', 'web-2']) write('ok', 0, { pod });
  };
  await until(60_000);
  assert.deepEqual(texts(), Array(6).fill('ok'));
  assert.equal(changes.length, 2);
});

test('a late line is inserted at its place, and another equal line of a known second is added', async (t) => {
  const fixture = await logFixture(t);
  const { write, open } = fixture;
  for (const [text, ago] of [
    ['a', 30],
    ['b', 20],
    ['c', 10],
  ] as const)
    write(text, ago);
  const { texts, until, replayed, log } = open();
  fixture.meanwhile = (now) => {
    if (now !== 3000) return;
    write('late', 25 + 3, { pod: 'web-2' });
    write('b', 20 + 3);
  };
  await until(9000);
  assert.deepEqual(texts(), ['a', 'late', 'b', 'b', 'c']);
  assert.deepEqual(replayed(), log.lines());
});

test('older lines are loaded page by page until there are none, each line once', async (t) => {
  const { write, open } = await logFixture(t);
  for (let number = 1; number <= 1230; number += 1) write(`line ${number}`, 1300 - number);
  const { texts, until, log, replayed } = open();
  await until(1);
  assert.deepEqual(texts(), numbered(731, 1230));
  assert.equal(log.state.older, 'more');
  await log.loadOlder();
  assert.deepEqual(texts(), numbered(231, 1230));
  await log.loadOlder();
  await log.loadOlder();
  assert.deepEqual(texts(), numbered(1, 1230));
  assert.equal(log.state.older, 'none');
  assert.deepEqual(replayed(), log.lines());
});

test('equal lines of one second that two pages share are all loaded', async (t) => {
  const { write, open } = await logFixture(t);
  for (let number = 0; number < 1200; number += 1) write('same', 60);
  const { until, log } = open();
  await until(1);
  await log.loadOlder();
  await log.loadOlder();
  assert.equal(log.lineCount, 1200);
});

test('after a scroll has expired, a new one starts at the oldest known line, and no line is repeated or missing', async (t) => {
  const { write, open, clock, embedded } = await logFixture(t);
  for (let number = 1; number <= 1230; number += 1) write(`line ${number}`, 1300 - Math.floor(number / 7));
  for (const restart of ['unknown to the platform', 'too old'] as const) {
    const { texts, until, log } = open();
    await until(clock.now() + 1);
    if (restart === 'too old') await clock.wait(301_000);
    else embedded.state.logScrolls.clear();
    embedded.requests.length = 0;
    while (log.state.older === 'more') await log.loadOlder();
    assert.equal(log.state.olderError, undefined, restart);
    assert.deepEqual(texts(), numbered(1, 1230), restart);
    const ranges = embedded.requests.map(({ query }) => query.get('time_range'));
    assert.ok(ranges.includes('customized'), restart);
    assert.equal(
      embedded.requests.some(({ status }) => status === 400),
      restart === 'unknown to the platform',
    );
  }
});

test('if a log grows by more than a page, the gap is marked until its lines are read', async (t) => {
  const fixture = await logFixture(t);
  const { write, open } = fixture;
  write('line 1', 1);
  const { texts, until, log, states, changes, replayed } = open();
  fixture.meanwhile = (now) => {
    if (now === 3000) for (let number = 2; number <= 700; number += 1) write(`line ${number}`, 2 - number / 350);
  };
  await until(3001);
  assert.ok(changes.some(({ lines }) => lines[0]?.gapBefore));
  assert.equal(log.lines().filter(({ gapBefore }) => gapBefore).length, 1);
  await until(30_000);
  assert.deepEqual(texts(), numbered(1, 700));
  assert.equal(
    log.lines().some(({ gapBefore }) => gapBefore),
    false,
  );
  assert.equal(states.at(-1)?.transientError, undefined);
  assert.deepEqual(replayed(), log.lines());
});

test('a log that always grows too fast keeps its gaps marked, and shows the newest lines', async (t) => {
  const fixture = await logFixture(t);
  const { write, open } = fixture;
  write('line 0', 1);
  let number = 0;
  const { until, log, texts } = open();
  fixture.meanwhile = () => {
    for (let count = 0; count < 1300; count += 1) write(`line ${(number += 1)}`, 0);
  };
  await until(60_000);
  assert.ok(log.lines().some(({ gapBefore }) => gapBefore));
  assert.ok(new Set(texts()).size === texts().length);
});

test('requests: at most one in 3 s, and every 30 s while the log is quiet or hidden', async (t) => {
  const fixture = await logFixture(t);
  const { write, open, clock, embedded } = fixture;
  const times: number[] = [];
  const count = (from: number, to: number): number => times.filter((at) => at >= from && at < to).length;
  let seen = 0;
  let isBusy = true;
  let isWatched = true;
  let most = Infinity;
  const { until, log } = open({
    isWatched() {
      // `ApplicationLog` calls this just before each pause, so `hurry` ends every pause at once.
      if (most < Infinity) log.hurry();
      if (embedded.requests.length > most) throw new Error('hurrying sends more than one request in 3 s');
      return isWatched;
    },
  });
  fixture.meanwhile = (now) => {
    for (; seen < embedded.requests.length; seen += 1) times.push(now);
    if (isBusy) write(`at ${now}`);
  };
  await until(60_000);
  assert.equal(
    clock.waits.every((ms) => ms >= 3000),
    true,
  );
  assert.ok(count(0, 60_000) <= 20, `${count(0, 60_000)} requests in a busy minute`);
  isBusy = false;
  await until(400_000);
  assert.ok(count(200_000, 400_000) <= 7, `${count(200_000, 400_000)} requests in 200 quiet seconds`);
  isWatched = false;
  isBusy = true;
  await until(600_000);
  assert.ok(count(410_000, 600_000) <= 7, `${count(410_000, 600_000)} requests while hidden`);
  isWatched = true;
  most = embedded.requests.length + 11;
  await until(clock.now() + 30_000);
  assert.ok(embedded.requests.length > most - 5, 'hurrying ends long pauses');
});

test('a failure is reported and the log continues; after the failure no line is missing or repeated', async (t) => {
  const fixture = await logFixture(t);
  const { write, open, embedded } = fixture;
  write('before', 1);
  const { until, texts, states, log } = open();
  fixture.meanwhile = (now) => {
    if (now === 3000) {
      write('meanwhile');
      embedded.switches.logStore = 'down';
    }
    if (now > 60_000) embedded.switches.logStore = 'ok';
  };
  await until(200_000);
  assert.ok(states.some(({ transientError }) => transientError?.code === 'platformFailed'));
  assert.equal(log.state.transientError, undefined);
  assert.deepEqual(texts(), ['before', 'meanwhile']);
});

test('a missing grant, a refused search and a missing role each end the reading', async (t) => {
  const rows = [
    ['appNotPermitted', demoTokens.admin, {}],
    ['logQueryRefused', demoTokens.admin, { search: '"open' }],
    ['developRoleMissing', demoTokens.operator, {}],
  ] as const;
  for (const [code, accessToken, query] of rows) {
    const { open, embedded } = await logFixture(t, { accessToken });
    if (code === 'appNotPermitted') embedded.switches.applicationLogsGranted = false;
    const { until, log, texts } = open({ query });
    await until(600_000);
    assert.equal(log.state.fatalError?.code, code);
    assert.deepEqual(texts(), []);
    assert.ok(embedded.requests.length <= 2, code);
  }
});

test('with only the grant for GET, the log is read and filtered on this computer, and a search is not permitted', async (t) => {
  const { write, open, embedded } = await logFixture(t);
  embedded.switches.applicationLogsGranted = 'getOnly';
  write('web', 3);
  write('worker', 2, { process: 'worker' });
  write('prod', 1, { environment: 'prod' });
  const { until, texts, log } = open({ query: { processes: ['web'] } });
  await until(10_000);
  assert.deepEqual(texts(), ['web']);
  assert.equal(log.state.fatalError, undefined);
  assert.equal(embedded.requests.filter(({ method }) => method === 'POST').length, 1);
  const searching = open({ query: { search: 'web' } });
  await searching.until(20_000);
  assert.equal(searching.log.state.fatalError?.code, 'appNotPermitted');
});

test('a search returns the matches and excludes processes; without a search, a mark is part of the text', async (t) => {
  const { write, open, clock } = await logFixture(t);
  const coloured = '\u001b[31mERROR\u001b[0m [bk-mark]';
  write(coloured, 3);
  write('error in the worker', 2, { process: 'worker' });
  write('fine', 1);
  const all = open();
  await all.until(clock.now() + 1);
  assert.deepEqual(all.texts(), [coloured, 'error in the worker', 'fine']);
  const found = open({ query: { search: 'error', exclude: { process: ['worker'] } } });
  await found.until(clock.now() + 1);
  assert.deepEqual(found.texts(), [coloured]);
  assert.deepEqual(found.log.lines()[0]?.marks, [{ start: 5, end: 10 }]);
});

test('a range with an end is read once, and its older lines can be loaded', async (t) => {
  const { write, open, embedded, clock } = await logFixture(t);
  for (let number = 1; number <= 700; number += 1) write(`line ${number}`, 800 - number);
  const from = Date.parse('2026-11-22T17:46:41Z') / 1000;
  const { until, texts, log } = open({ query: { range: { from, to: from + 650 } } });
  assert.equal(log.follows, false);
  await until(600_000);
  assert.equal(embedded.requests.filter(({ path }) => path.endsWith(LOG_PATH)).length, 1);
  embedded.state.logScrolls.clear();
  await log.loadOlder();
  assert.deepEqual(texts(), numbered(1, 651));
  assert.equal(clock.now() < 600_000, true);
});

test('if long lines make a page too large, smaller pages are read', async (t) => {
  const { write, open } = await logFixture(t);
  for (let number = 1; number <= 40; number += 1) write(`${'x'.repeat(200_000)}${number}`, 100 - number);
  const { until, log } = open();
  await until(1);
  assert.equal(log.state.fatalError, undefined);
  assert.equal(log.state.transientError, undefined);
  assert.ok(log.lineCount > 0);
  while (log.state.older === 'more') await log.loadOlder();
  assert.equal(log.lineCount, 40);
});

test('a failure to load older lines is reported and can be retried; two simultaneous loads are one', async (t) => {
  const { write, open, embedded } = await logFixture(t);
  for (let number = 1; number <= 700; number += 1) write(`line ${number}`, 800 - number);
  const { until, log, texts } = open();
  await until(1);
  embedded.switches.logStore = 'down';
  await log.loadOlder();
  assert.deepEqual([log.state.older, log.state.olderError?.code], ['more', 'platformFailed']);
  embedded.switches.logStore = 'ok';
  embedded.requests.length = 0;
  await Promise.all([log.loadOlder(), log.loadOlder()]);
  assert.equal(embedded.requests.length, 1);
  assert.deepEqual([log.state.olderError, texts().length], [undefined, 700]);
});

test('at the limit, the newest lines are kept and no older lines are loaded', async (t) => {
  const fixture = await logFixture(t);
  const { write, open } = fixture;
  for (let number = 1; number <= 900; number += 1) write(`line ${number}`, 1000 - number);
  const { until, log, texts, replayed } = open({ limits: { lines: 600, characters: 1_000_000 } });
  await until(1);
  await log.loadOlder();
  assert.deepEqual([log.state.older, texts()], ['full', numbered(301, 900)]);
  fixture.meanwhile = () => {
    write('line 901');
    fixture.meanwhile = () => undefined;
  };
  await until(10_000);
  await log.loadOlder();
  assert.deepEqual(texts(), numbered(302, 901));
  assert.deepEqual(replayed(), log.lines());
});
