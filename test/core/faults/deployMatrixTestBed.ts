import test, { mock } from 'node:test';
import { refusedPort } from '../refusedPort.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import type { FaultRule } from '../../platform/faults.ts';
import { selfSignedCertificate } from '../../platform/selfSignedCertificate.ts';
import { startPlatform, type EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { connect } from '../connect.ts';
import { fakeClock, type FakeClock } from '../fakeClock.ts';
import { until } from '../until.ts';
import type { DeployFaultRow } from './deployFaultRows.ts';

/** The timeout of the POST. No other timer has this length, so the test can identify the timer of the POST. */
export const timeoutMs = 12_345;

/**
 * The setup that the fault matrices of deployments share. Each cell has a new platform. The platform's clock follows
 * the client's clock.
 */
export interface MatrixTestBed {
  platform: EmbeddedPlatform;
  /**
   * Creates the fake clock of the current cell. The platform's clock then follows this fake clock. During each wait,
   * the platform first finishes its work in progress. Then `meanwhile` runs with the new time.
   */
  clock: (meanwhile?: (now: number) => unknown) => FakeClock;
  /** Returns the platform's current time. */
  now: () => Date;
  /** Defines a cell of the matrix as a test with a new platform. */
  cell: (name: string, body: () => Promise<void>) => void;
  cells: () => number;
  /**
   * Connects a client to the platform. If the row breaks the route, this connects the client to a closed port or to a
   * server with an untrusted certificate instead.
   */
  behind: (row: DeployFaultRow, clock: FakeClock) => Platform;
  /**
   * Makes the row's fault occur in the next request that matches `which`, or in every such request. Also sets the row's
   * switches. If the row times out, this also delays the next POST.
   */
  plan: (row: DeployFaultRow, often: 'once' | 'always', which?: Omit<FaultRule, 'fault'>) => void;
  posts: () => number;
  /** Runs `start` and fires the client's timeout of the POST while the platform delays the response to the POST. */
  timingOut: <T>(start: () => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

export async function startMatrixTestBed(): Promise<MatrixTestBed> {
  const noon = Date.parse('2026-11-22T12:00:00.300Z');
  let current = fakeClock();
  let cells = 0;
  const now = (): Date => new Date(noon + current.now());
  // Each cell gets a new platform, because a request that an earlier cell abandoned can still arrive and would meet the
  // fault of the next cell.
  let platform = await startPlatform({ now });
  const untrusted = await startPlatform({ tls: selfSignedCertificate() });
  const refusedUrl = `http://127.0.0.1:${refusedPort}/api/bkpaas3/prod`;
  const posts = (): number => platform.requests.filter(({ method }) => method === 'POST').length;
  return {
    get platform() {
      return platform;
    },
    now,
    cells: () => cells,
    posts,
    clock(meanwhile) {
      return (current = fakeClock(async (time) => {
        await platform.settled();
        await meanwhile?.(time);
      }));
    },
    cell(name, body) {
      cells += 1;
      test(name, async () => {
        await platform.close();
        platform = await startPlatform({ now });
        await body();
      });
    },
    behind({ way }, clock) {
      const { gatewayUrl } = way === 'untrusted' ? untrusted : platform;
      return connect({ gatewayUrl: way === 'refused' ? refusedUrl : gatewayUrl }, { clock }).platform;
    },
    plan({ fault, switches, timesOut }, often, which = {}) {
      Object.assign(platform.switches, switches);
      if (timesOut) platform.faults.next({ method: 'POST', fault: { kind: 'delay', ms: 20 } });
      if (!fault) return;
      if (often === 'once') platform.faults.next({ ...which, fault });
      else platform.faults.always({ ...which, fault });
    },
    async timingOut(start) {
      // This spy only records the timers. They must still run, because the platform in this process needs them.
      const timers = mock.method(globalThis, 'setTimeout');
      try {
        const ending = start();
        await until(() => posts() > 0);
        const timer = timers.mock.calls.find((call) => call.arguments[1] === timeoutMs);
        (timer?.arguments[0] as () => void)(); // the callback that sendRequest passed
        return await ending;
      } finally {
        timers.mock.restore();
      }
    },
    async close() {
      await Promise.all([platform.close(), untrusted.close()]);
    },
  };
}
