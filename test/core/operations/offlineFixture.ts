import type { Deploy } from '../../../src/core/operations/deploy/deployOutcome.ts';
import {
  takeOffline,
  type OfflineOptions,
  type OfflineOutcome,
} from '../../../src/core/operations/deploy/takeOffline.ts';
import type { PlatformAccess } from '../../../src/core/platform/call.ts';
import { lastOfflineOperation } from '../../platform/deployments/environmentState.ts';
import type { Fault } from '../../platform/faults.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { deployOf } from './deployAndReconcile.ts';
import type { ClientTestBed } from './deployFixture.ts';

export interface OfflineAttempt {
  target?: Partial<Record<keyof Deploy, string>>;
  access?: Partial<PlatformAccess>;
  options?: Partial<OfflineOptions>;
}

/** Takes an environment offline, by default stag of demo-app. */
export async function goOffline(testBed: ClientTestBed, going: OfflineAttempt = {}): Promise<OfflineOutcome> {
  const { platform, clock } = testBed;
  const via = connect(platform, { clock, ...going.access }).platform;
  return takeOffline(via, deployOf(going.target), { timeoutMs: 10_000, ...going.options });
}

export const countPosts = ({ platform }: ClientTestBed): number =>
  platform.requests.filter(({ method }) => method === 'POST').length;

/** Returns whether stag of demo-app is offline on the platform. */
export const isOffline = ({ platform, now }: ClientTestBed): boolean =>
  lastOfflineOperation(moduleOf(platform.state, 'demo-app', 'default'), 'stag', now()) !== undefined;

/** A fault that closes the connection before the request reaches the platform. */
export const neverReached: Fault = { kind: 'dropBeforeHeaders', backend: 'neverReached' };
/** A fault after which the client does not retry a read. */
export const readFault: Fault = { kind: 'gatewayError', codeName: 'INTERNAL_SERVER_ERROR' };
