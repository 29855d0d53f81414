import { createServer, type AddressInfo } from 'node:net';
import test, { mock } from 'node:test';
import type { Platform } from '../../../src/core/platform/platform.ts';
import type { FaultRule } from '../../platform/faults.ts';
import { selfSignedCertificate } from '../../platform/selfSignedCertificate.ts';
import { startPlatform, type EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { connect } from '../connect.ts';
import { fakeClock, type HurriedClock } from '../fakeClock.ts';
import { until } from '../until.ts';
import type { DeployFaultRow } from './deployFaultRows.ts';

/** A time that nothing else waits for. */
export const timeoutMs = 12_345;

/** One platform for all cells of a matrix, on which time passes as it does for the client. */
export interface MatrixTestBed {
  platform: EmbeddedPlatform;
  /** A clock for a cell; waiting on it moves the platform's time, once what the platform had begun is done. */
  clock: (meanwhile?: (now: number) => unknown) => HurriedClock;
  /** What o'clock it is for the platform. */
  now: () => Date;
  /** A cell of the matrix, on a platform of its own. */
  cell: (name: string, body: () => Promise<void>) => void;
  cells: () => number;
  /** The platform, or what is in its place where it is the way that is wrong. */
  behind: (row: DeployFaultRow, clock: HurriedClock) => Platform;
  /** The fault, for one request or for all that match. */
  plan: (row: DeployFaultRow, often: 'once' | 'always', which?: Omit<FaultRule, 'fault'>) => void;
  posts: () => number;
  /** The client's time passes while the platform holds the POST back. */
  timingOut: <T>(start: () => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

export async function startMatrixTestBed(): Promise<MatrixTestBed> {
  const noon = Date.parse('2026-11-22T12:00:00.300Z');
  let current = fakeClock();
  let cells = 0;
  const now = (): Date => new Date(noon + current.now());
  // A request that an earlier cell gave up may still be on its way: on a shared platform it would meet the next cell's fault.
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
      // Watched and not replaced: the platform has timers of its own.
      const timers = mock.method(globalThis, 'setTimeout');
      try {
        const ending = start();
        await until(() => posts() > 0);
        const timer = timers.mock.calls.find((call) => call.arguments[1] === timeoutMs);
        (timer?.arguments[0] as () => void)(); // what sendRequest gave it
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
  const { port } = server.address() as AddressInfo; // a TCP server that listens has a port
  await new Promise((resolve) => server.close(resolve));
  return port;
}
