import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { DeploymentLog, type LogChange } from '../../../src/core/operations/deploy/deploymentLog.ts';
import { FollowedDeployment, type FollowState } from '../../../src/core/operations/deploy/followedDeployment.ts';
import { parseDeploymentId, type DeploymentId } from '../../../src/core/platform/deployment.ts';
import type { DeployTarget } from '../../../src/core/platform/paths.ts';
import { parseAppCode, parseModuleName } from '../../../src/core/platform/names.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { deployVersion } from '../../platform/deployClient.ts';
import type { DeployPlan } from '../../platform/deployments/deployScript.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { connect } from '../connect.ts';
import { fakeClock, type FakeClock } from '../fakeClock.ts';

const fixtureStart = Date.parse('2026-11-22T10:00:00Z');

/** The environment stag of demo-app's default module. */
const target: DeployTarget = targetOf('demo-app', 'default');

export function targetOf(app: string, moduleName: string): DeployTarget {
  const [appCode, module] = [parseAppCode(app), parseModuleName(moduleName)];
  if (!appCode || !module) throw new Error(`${app} or ${moduleName} is no name`);
  return { appCode, module, environment: 'stag' };
}

/**
 * An embedded platform, and a client that monitors deployments on the platform. The platform's clock follows the
 * client's fake clock.
 */
export interface FollowFixture {
  embedded: EmbeddedPlatform;
  platform: Platform;
  clock: FakeClock;
  /** The milliseconds by which the platform's clock is ahead of `clock`. A test can increase this value. */
  aheadMs: number;
  /** Called at each wait during the monitoring, with the time of `clock` in milliseconds. */
  meanwhile: (now: number) => unknown;
  /** Starts a deployment that follows the plan. Resolves with the deployment's id. */
  deploy: (plan?: DeployPlan) => Promise<DeploymentId>;
}

export async function followFixture(t: TestContext, rest: Parameters<typeof connect>[1] = {}): Promise<FollowFixture> {
  const clock = fakeClock((now) => fixture.meanwhile(now));
  const now = (): Date => new Date(fixtureStart + clock.now() + fixture.aheadMs);
  const embedded = await startPlatformForTest(t, { now });
  const fixture: FollowFixture = {
    embedded,
    platform: connect(embedded, { clock, ...rest }).platform,
    clock,
    aheadMs: 0,
    meanwhile: () => undefined,
    async deploy(plan) {
      if (plan) embedded.state.deployScripts.push({ plan });
      const id = parseDeploymentId(await deployVersion(embedded));
      if (!id) throw new Error('the platform gave no id');
      embedded.requests.length = 0;
      return id;
    },
  };
  return fixture;
}

/** A monitored deployment and everything that the monitoring has reported to the deployment's page. */
export interface MonitoredDeployment {
  following: FollowedDeployment;
  log: DeploymentLog;
  changes: LogChange[];
  /** The log lines that a page builds from the reported changes alone. */
  page: string[];
  states: FollowState[];
  watched: boolean;
}

export function prepareMonitoring({ platform }: FollowFixture, id: DeploymentId): MonitoredDeployment {
  const changes: LogChange[] = [];
  const page: string[] = [];
  const states: FollowState[] = [];
  const log = new DeploymentLog((change) => {
    changes.push(change);
    if (change.from > page.length) throw new Error(`a hole before line ${change.from}`);
    page.splice(change.from, Infinity, ...change.lines);
  });
  const isWatched = (): boolean => followed.watched;
  const onChange = (state: FollowState): unknown => states.push(state);
  const following = new FollowedDeployment({ platform, target, id, log, isWatched, onChange });
  const followed: MonitoredDeployment = { following, log, changes, page, states, watched: true };
  return followed;
}

/** Returns how many bytes, including headers, this process receives on its client connections during `work`. */
export async function bytesRead(work: () => Promise<unknown>): Promise<number> {
  const sockets = new Set<Socket>();
  const onResponse = (message: unknown): void => {
    sockets.add((message as { response: IncomingMessage }).response.socket); // the type of this channel's messages
  };
  subscribe('http.client.response.finish', onResponse);
  try {
    await work();
  } finally {
    unsubscribe('http.client.response.finish', onResponse);
  }
  return Array.from(sockets, (socket) => socket.bytesRead).reduce((sum, bytes) => sum + bytes, 0);
}

/** Monitors the deployment until the deployment ends or the signal is aborted. */
export const runMonitoring = (
  { following }: MonitoredDeployment,
  signal = new AbortController().signal,
): Promise<FollowState> => following.run(signal);

/** Returns the number of requests to each endpoint, and as `all` the number of all requests. */
export function requestCounts({
  embedded,
}: FollowFixture): Record<'result' | 'events' | 'phases' | 'released' | 'all', number> {
  const paths = embedded.requests.map(({ path }) => path);
  const matching = (pattern: RegExp): number => paths.filter((path) => pattern.test(path)).length;
  return {
    result: matching(/\/deployments\/[0-9a-f-]+\/result\/?$/),
    events: matching(/\/streams\/[0-9a-f-]+\/history_events$/),
    phases: matching(/\/deploy_phases\/[0-9a-f-]+\/?$/),
    released: matching(/\/released_state\/?$/),
    all: paths.length,
  };
}

const lines = Array.from({ length: 60 }, (_, index) => `${index % 9 === 0 ? '\u001b[1G' : ''}\u001b[32mline ${index}`);
/** Options of a deployment that takes one minute and writes one log line per second. */
export const oneMinuteWithLines = { durationMs: 60_000, lines };
