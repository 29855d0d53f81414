import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import {
  LogLines,
  LogPass,
  type LinesChange,
  type LinesLimits,
  type LogLine,
} from '../../../src/core/operations/running/logLines.ts';
import { parseMarks } from '../../../src/core/operations/running/logMarks.ts';
import type { LogEntry } from '../../../src/core/platform/applicationLog.ts';
import { property } from '../../properties/property.ts';
import { heapInUse } from '../heapInUse.ts';
import { withinCpuSeconds } from '../withinCpuSeconds.ts';

const entry = (time: number, message: string, instance = 'web-1'): LogEntry => ({
  environment: 'stag',
  process: 'web',
  instance,
  message,
  time,
});

/** Returns empty lines, and `replayed`, which applies the reported changes to an empty list as a page does. */
function recorded(limits?: LinesLimits): { lines: LogLines; replayed: () => LogLine[] } {
  const changes: LinesChange[] = [];
  const lines = new LogLines((change) => changes.push(change), limits);
  return {
    lines,
    replayed() {
      const shown: LogLine[] = [];
      for (const { at, removed, lines: added } of changes) shown.splice(at, removed, ...added);
      return shown;
    },
  };
}

/** Logs of up to 30 lines, sorted by time. There are only a few times, instances and texts, so many lines are equal. */
const entries = fc
  .array(
    fc.record({
      time: fc.integer({ min: 0, max: 4 }),
      pod: fc.constantFrom('a', 'b'),
      text: fc.constantFrom('x', 'y'),
    }),
    {
      maxLength: 30,
    },
  )
  .map((rows) =>
    rows.toSorted((one, other) => one.time - other.time).map(({ time, pod, text }) => entry(time, text, pod)),
  );

const sortedLineKeys = (all: readonly { time: number | undefined; instance: string }[]): string[] =>
  all
    .map((each) => `${each.time} ${each.instance} ${'text' in each ? String(each.text) : (each as LogEntry).message}`)
    .sort();

property(
  'LogLines: after reads of a growing log and a scroll, each line is there as often as it was written, sorted by time',
  fc.tuple(entries, fc.array(fc.nat(30), { maxLength: 4 }), fc.integer({ min: 1, max: 7 })),
  ([log, reads, limit]) => {
    const { lines, replayed } = recorded();
    for (const end of [...reads].sort((one, other) => one - other)) {
      lines.add(log.slice(0, end).toReversed(), new LogPass(), false);
    }
    const newestFirst = log.toReversed();
    const pass = new LogPass();
    for (let at = 0; at < log.length; at += limit) lines.add(newestFirst.slice(at, at + limit), pass, false);
    assert.deepEqual(sortedLineKeys(lines.slice()), sortedLineKeys(log));
    const times = lines.slice().map(({ time }) => time);
    assert.deepEqual(
      times,
      times.toSorted((one, other) => one - other),
    );
    assert.deepEqual(replayed(), lines.slice());
  },
);

test('without other reads, a scroll gives the lines in the order in which they were written', () => {
  const { lines } = recorded();
  const log = Array.from({ length: 50 }, (_, index) => entry(Math.floor(index / 20), `line ${index}`));
  const pass = new LogPass();
  for (let at = 0; at < log.length; at += 7) lines.add(log.toReversed().slice(at, at + 7), pass, false);
  assert.deepEqual(
    lines.slice().map(({ text }) => text),
    log.map(({ message }) => message),
  );
});

test('a line without a time gets the time of its newer neighbour', () => {
  const { lines } = recorded();
  const page = [entry(5, 'c'), { ...entry(0, 'b'), time: undefined }, entry(3, 'a')];
  lines.add(page, new LogPass(), false);
  assert.deepEqual(
    lines.slice().map(({ text, time }) => [text, time]),
    [
      ['a', 3],
      ['b', 5],
      ['c', 5],
    ],
  );
});

test('a line that is longer than the limit for all lines is kept alone', () => {
  const { lines, replayed } = recorded({ lines: 10, characters: 100 });
  lines.add([entry(2, 'x'.repeat(500)), entry(1, 'a')], new LogPass(), false);
  assert.equal(lines.count, 1);
  assert.equal(lines.isFull, true);
  assert.deepEqual(replayed(), lines.slice());
});

for (const [message, text, marks] of [
  ['no match', 'no match', []],
  ['a [bk-mark]b[/bk-mark] c', 'a b c', [[2, 3]]],
  [
    '[bk-mark]a[/bk-mark][bk-mark]b[/bk-mark]',
    'ab',
    [
      [0, 1],
      [1, 2],
    ],
  ],
  ['[bk-mark] and [bk-mark]b[/bk-mark]', '[bk-mark] and b', [[14, 15]]],
  ['end [/bk-mark] alone', 'end [/bk-mark] alone', []],
  ['open [bk-mark] alone', 'open [bk-mark] alone', []],
  ['a[bk-mark][/bk-mark]b', 'ab', []],
  ['\u001b[[bk-mark]31[/bk-mark]m', '\u001b[31m', [[2, 4]]],
] as const) {
  test(`marks of ${JSON.stringify(message)}`, () => {
    const parsed = parseMarks(message);
    assert.equal(parsed.text, text);
    assert.deepEqual(
      parsed.marks.map(({ start, end }) => [start, end]),
      marks,
    );
  });
}

test('the time to parse a line of many unmatched marks grows only with its length', async () => {
  await withinCpuSeconds(1, () => {
    for (const word of ['[bk-mark]', '[/bk-mark]']) parseMarks(word.repeat(100_000));
  });
});

const lineCount = 100_000;
const message = (number: number): string => `${number} `.padEnd(120, 'GET /api/orders?page=1 200 ');

test('100,000 lines that are scrolled back and followed use less than 60 MB, and the newest lines are kept', async () => {
  const before = await heapInUse();
  const lines = new LogLines();
  const pass = new LogPass();
  /** Returns a page as the platform sends it: from JSON, newest first. */
  const page = (newest: number, count: number): LogEntry[] =>
    JSON.parse(
      JSON.stringify(
        Array.from({ length: count }, (_, index) =>
          entry(Math.floor((newest - index) / 20), message(newest - index), `web-${(newest - index) % 3}`),
        ),
      ),
    ) as LogEntry[]; // `stringify` wrote it
  // This takes about 1 s. A search through all lines for each new line would take minutes.
  await withinCpuSeconds(20, () => {
    for (let newest = lineCount; newest > 0; newest -= 500) lines.add(page(newest, 500), pass, false);
    for (let newest = lineCount + 20; newest <= lineCount + 4000; newest += 20)
      lines.add(page(newest, 200), new LogPass(), false);
  });
  assert.equal(lines.count, lineCount);
  assert.equal(lines.slice(-1)[0]?.text, message(lineCount + 4000));
  const megabytes = ((await heapInUse()) - before) / 1024 / 1024;
  assert.ok(megabytes < 60, `${megabytes.toFixed(1)} MB`);
});

test('100,000 long lines in Chinese use less than 60 MB', async () => {
  const before = await heapInUse();
  const lines = new LogLines();
  const pass = new LogPass();
  for (let newest = lineCount; newest > 0; newest -= 500) {
    const given = Array.from({ length: 500 }, (_, index) =>
      entry(newest - index, `${newest - index}订单`.padEnd(400, '已支付')),
    );
    // Texts from `padEnd` share memory, so they use less memory than texts from the platform. The lines are parsed from
    // JSON, as the platform's lines are, so that they use as much.
    lines.add(JSON.parse(JSON.stringify(given)) as LogEntry[], pass, false);
  }
  const megabytes = ((await heapInUse()) - before) / 1024 / 1024;
  assert.ok(megabytes < 60, `${megabytes.toFixed(1)} MB`);
  assert.equal(lines.isFull, true);
});
