import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { LogLines, LogPass } from '../../../src/core/operations/running/logLines.ts';
import { logRangeSeconds } from '../../../src/core/platform/applicationLog.ts';
import type { ToLogPage } from '../../../src/page/messages.ts';
import { LineSender } from '../../../src/vscode/running/page/lineSender.ts';
import { parseLogQuery, queryView } from '../../../src/vscode/running/page/logQuery.ts';
import { property } from '../../properties/property.ts';

interface Step {
  at: number;
  texts: string[];
  /** Whether the page receives one waiting message before the change. */
  takes: boolean;
}

property(
  'whatever changes while the lines are sent, the page has the lines of the log in the end',
  fc.array(
    fc.record({
      at: fc.nat(20),
      texts: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 }),
      takes: fc.boolean(),
    }),
    { maxLength: 12 },
  ),
  async (steps: Step[]) => {
    const page: string[] = [];
    const waiting: (() => void)[] = [];
    const lines = new LogLines(
      (change) => {
        sender.changed(change);
      },
      { lines: 12, characters: 1000 },
    );
    const log = {
      get lineCount() {
        return lines.count;
      },
      lines: (start: number, count: number) => lines.slice(start, count),
    };
    const sender = new LineSender(
      () => log,
      (message: ToLogPage) => {
        assert.ok(message.kind === 'splice');
        page.splice(message.at, message.removed, ...message.lines.map(({ text }) => text));
        return new Promise((resolve) => {
          waiting.push(() => {
            resolve(true);
          });
        });
      },
    );
    const add = (time: number, texts: string[]): void => {
      const entries = texts.map((message) => ({
        environment: 'stag' as const,
        process: 'web',
        instance: 'x',
        message,
        time,
      }));
      lines.add(entries, new LogPass(), false);
    };
    add(10, ['first', 'second']);
    sender.start();
    for (const { at, texts, takes } of steps) {
      if (takes) waiting.shift()?.();
      await Promise.resolve();
      add(at, texts);
    }
    for (let idle = 0; idle < 5; idle += 1) {
      for (const take of waiting.splice(0)) take();
      await new Promise(setImmediate);
    }
    assert.deepEqual(
      page,
      lines.slice().map(({ text }) => text),
    );
  },
  200,
);

test('a large log goes in messages of limited size, the newest lines first, and a stopped sender sends nothing', async () => {
  const lines = new LogLines();
  const entries = Array.from({ length: 2500 }, (_, index) => ({
    ...{ environment: 'stag' as const, process: 'web', instance: 'x', time: 5000 - index },
    message: `${2500 - index}`.padEnd(index < 5 ? 200_000 : 10),
  }));
  lines.add(entries, new LogPass(), false);
  const sizes: number[] = [];
  const sender = new LineSender(
    () => ({ lineCount: lines.count, lines: (start, count) => lines.slice(start, count) }),
    (message) => {
      if (message.kind === 'splice') sizes.push(message.lines.length);
      return Promise.resolve(true);
    },
  );
  sender.start();
  await new Promise(setImmediate);
  assert.equal(
    sizes.reduce((sum, size) => sum + size, 0),
    2500,
  );
  assert.deepEqual(sizes.slice(0, 6), [0, 1, 1, 1, 1, 1000]);
  assert.ok(Math.max(...sizes) <= 1000);
  sizes.length = 0;
  sender.stop();
  sender.changed({ at: 2500, removed: 0, lines: lines.slice(0, 1) });
  assert.deepEqual(sizes, []);
});

property(
  'parseLogQuery: nothing, or a query of the platform that the page has again',
  fc.oneof(
    fc.jsonValue(),
    fc.record({
      kind: fc.constant('query'),
      query: fc.record({
        range: fc.oneof(fc.constantFrom(...Object.keys(logRangeSeconds), 'custom'), fc.string()),
        from: fc.constantFrom('', '2026-07-20T12:21', '2026-07-20T12:21:08', 'x'),
        to: fc.constantFrom('', '2026-07-21T12:21:08'),
        search: fc.string(),
        source: fc.constantFrom('', 'process:web', 'instance:web-1', 'other:x'),
        exclude: fc.array(fc.constantFrom('process:web', 'instance:a:b', 'x')),
      }),
    }),
  ),
  (json) => {
    const query = typeof json === 'object' && json !== null && !Array.isArray(json) ? parseLogQuery(json) : undefined;
    if (query === undefined) return;
    assert.ok(typeof query.range !== 'string' || Object.hasOwn(logRangeSeconds, query.range));
    const view = queryView(query);
    const again = parseLogQuery({ kind: 'query', query: { ...view, exclude: [...view.exclude] } });
    assert.deepEqual(again, query);
  },
);
