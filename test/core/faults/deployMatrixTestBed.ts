import { createServer, type AddressInfo } from 'node:net';
import test, { mock } from 'node:test';
import type { Platform } from '../../../src/core/platform/platform.ts';
import type { FaultRule } from '../../platform/faults.ts';
import { selfSignedCertificate } from '../../platform/selfSignedCertificate.ts';
import { startPlatform, type EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { connect } from '../connect.ts';
import { fakeClock, type FakeClock } from '../fakeClock.ts';
import { until } from '../until.ts';
import type { DeployFaultRow } from './deployFaultRows.ts';

/** A unique value, so that the test can find the timer of the POST. */
export const timeoutMs = 12_345;

/** The current cell's platform. Its time passes with the client's. */
export interface MatrixTestBed {
  platform: EmbeddedPlatform;
  /**
   * Returns a cell's clock. A wait advances the platform's time after the platform has finished its work in progress.
   */
  clock: (meanwhile?: (now: number) => unknown) => FakeClock;
  /** The platform's time. */
  now: () => Date;
  /** Defines a cell of the matrix on its own platform. */
  cell: (name: string, body: () => Promise<void>) => void;
  cells: () => number;
  /** Connects to the platform or, for a row with a broken route, to a closed port or an untrusted server. */
  behind: (row: DeployFaultRow, clock: FakeClock) => Platform;
  /** Plans the fault for one request or for all that match. */
  plan: (row: DeployFaultRow, often: 'once' | 'always', which?: Omit<FaultRule, 'fault'>) => void;
  posts: () => number;
  /** Fires the client's timeout while the platform delays its response to the POST. */
  timingOut: <T>(start: () => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

export async function startMatrixTestBed(): Promise<MatrixTestBed> {
  const noon = Date.parse('2026-11-22T12:00:00.300Z');
  let current = fakeClock();
  let cells = 0;
  const now = (): Date => new Date(noon + current.now());
  // Replaced for each cell: a request that an earlier cell gave up can still arrive and would meet the next cell's
  // fault.
  let platform = await startPlatform({ now });
  const untrusted = await startPlatform({ tls: selfSignedCertificate() });
  const refusedUrl = `http://127.0.0.1:${await unusedPort()}/api/bkpaas3/prod`;
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
      // A spy, not a fake: the platform has its own timers.
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

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}
