import type { TestContext } from 'node:test';
import {
  ApplicationLog,
  type ApplicationLogState,
  type ApplicationLogOptions,
} from '../../../src/core/operations/running/applicationLog.ts';
import type { LinesChange, LogLine } from '../../../src/core/operations/running/logLines.ts';
import type { LogQuery } from '../../../src/core/operations/running/logPages.ts';
import type { DeployTarget } from '../../../src/core/platform/paths.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import type { StoredLine } from '../../platform/running/logLines.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { fakeClock, type FakeClock } from '../fakeClock.ts';
import { targetOf } from './followFixture.ts';

const startTime = Date.parse('2026-11-22T10:00:00Z');

/**
 * An embedded platform whose clock follows the client's fake clock. The log of demo-app has only the lines that the
 * test writes.
 */
export interface LogFixture {
  embedded: EmbeddedPlatform;
  platform: Platform;
  clock: FakeClock;
  target: DeployTarget;
  /** Called at each wait of the client, with the time of `clock` in milliseconds. */
  meanwhile: (now: number) => unknown;
  /** Stores a line that was written `secondsAgo` seconds before the current time. */
  write: (message: string, secondsAgo?: number, rest?: Partial<StoredLine>) => void;
  open: (rest?: Omit<Partial<ApplicationLogOptions>, 'query'> & { query?: Partial<LogQuery> }) => OpenLog;
}

export interface OpenLog {
  log: ApplicationLog;
  states: ApplicationLogState[];
  changes: LinesChange[];
  texts: () => string[];
  /** Returns the lines after all reported changes, applied to an empty list as the page does. */
  replayed: () => LogLine[];
  /** Follows the log until the clock has reached `ms` milliseconds. */
  until: (ms: number) => Promise<ApplicationLogState>;
}

export async function logFixture(t: TestContext, rest: Parameters<typeof connect>[1] = {}): Promise<LogFixture> {
  let stop: { at: number; controller: AbortController } | undefined;
  const clock = fakeClock(async (now) => {
    if (stop && now >= stop.at) stop.controller.abort();
    await fixture.meanwhile(now);
  });
  const embedded = await startPlatformForTest(t, { now: () => new Date(startTime + clock.now()) });
  const lines: StoredLine[] = (moduleOf(embedded.state, 'demo-app', 'default').logLines = []);
  const platform = connect(embedded, { clock, ...rest }).platform;
  const target = targetOf('demo-app', 'default');
  const fixture: LogFixture = {
    embedded,
    platform,
    clock,
    target,
    meanwhile: () => undefined,
    write(message, secondsAgo = 0, others = {}) {
      const at = startTime + clock.now() - secondsAgo * 1000;
      lines.push({ at, environment: 'stag', process: 'web', pod: 'web-1', message, ...others });
      if (at < (lines.at(-2)?.at ?? at)) lines.sort((one, other) => one.at - other.at);
    },
    open({ query, ...reading } = {}) {
      const states: ApplicationLogState[] = [];
      const changes: LinesChange[] = [];
      const log = new ApplicationLog({
        platform,
        target,
        query: { range: '1h', ...query },
        isWatched: () => true,
        onLines: (change) => changes.push(change),
        onState: (state) => states.push(state),
        ...reading,
      });
      return {
        log,
        states,
        changes,
        texts: () => log.lines().map(({ text }) => text),
        replayed() {
          const shown: LogLine[] = [];
          for (const { at, removed, lines: added } of changes) shown.splice(at, removed, ...added);
          return shown;
        },
        until(ms) {
          const controller = new AbortController();
          stop = { at: ms, controller };
          return log.run(controller.signal);
        },
      };
    },
  };
  return fixture;
}
