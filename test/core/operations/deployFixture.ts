import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type {
  Deploy,
  DeployBaseline,
  DeployOutcome,
  PendingDeploy,
} from '../../../src/core/operations/deploy/deployOutcome.ts';
import type { Interruption } from '../../../src/core/operations/interruption.ts';
import { reconcileDeploy, type ReconcileDeployOptions } from '../../../src/core/operations/deploy/reconcileDeploy.ts';
import { PlatformError } from '../../../src/core/platform/platformError.ts';
import { successfulDeployment } from '../../platform/deployments/readyPlans.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { addPastDeployment, type PastDeployment } from '../../platform/seedDeployments.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import type { Deployment } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { fakeClock, type FakeClock } from '../fakeClock.ts';
import { deployOf } from './deployAndReconcile.ts';

/**
 * The platform's time at the start of every fixture, in milliseconds since 1970. The platform's clock advances with the
 * client's fake clock.
 */
const fixtureStart = Date.parse('2026-11-22T10:00:00Z');

export const lostAnswer: Interruption = {
  kind: 'answerLost',
  error: new PlatformError('gatewayTimedOut', { status: 504 }),
};
export const serverError: Interruption = { kind: 'serverError', error: new PlatformError('platformFailed') };

/** An embedded platform whose clock advances with the waits of the client's fake clock. */
export interface ClientTestBed {
  platform: EmbeddedPlatform;
  clock: FakeClock;
  now: () => Date;
}

export async function testBedFor(t: TestContext, meanwhile?: (now: number) => unknown): Promise<ClientTestBed> {
  const clock = fakeClock((now) => meanwhile?.(now));
  const now = (): Date => new Date(fixtureStart + clock.now());
  return { platform: await startPlatformForTest(t, { now }), clock, now };
}

export interface DeployFixture extends ClientTestBed {
  pending: PendingDeploy & { baseline: DeployBaseline };
  /** Returns the time of `clock` at each poll so far, in milliseconds. */
  polls: () => number[];
  /** Adds a deployment that starts now, as if another client had requested the deployment. */
  begin: (differing?: Partial<PastDeployment>) => Deployment;
  settle: (
    interruption?: Interruption,
    options?: Partial<ReconcileDeployOptions> & { pending?: PendingDeploy },
  ) => Promise<DeployOutcome>;
}

export interface DeployFixtureOptions {
  deploy?: Partial<Record<keyof Deploy, string>>;
  /**
   * Deployments to add during the test. Each has the time of `clock` in milliseconds at which it is added, and its
   * differences from the requested deployment.
   */
  begins?: readonly (readonly [atMs: number, differing?: Partial<PastDeployment>])[];
  /**
   * Every request fails until `clock` has reached this time, in milliseconds. The baseline is read before the requests
   * start to fail.
   */
  unreadableUntil?: number;
  meanwhile?: (fixture: DeployFixture, now: number) => unknown;
}

/**
 * Creates a fixture in which the client has read the baseline and sent a deployment, whose response was lost. By
 * default, the deployment is of version 1.0.2 to stag of demo-app.
 */
export async function deployFixtureFor(t: TestContext, options: DeployFixtureOptions = {}): Promise<DeployFixture> {
  const { begins = [], unreadableUntil, meanwhile } = options;
  const deploy = deployOf(options.deploy);
  const left = [...begins];
  const pass = (now: number): void => {
    if (unreadableUntil !== undefined && now >= unreadableUntil) testBed.platform.faults.clear();
    while ((left[0]?.[0] ?? Infinity) <= now) begin(left.shift()?.[1]);
  };
  const testBed = await testBedFor(t, (now) => {
    pass(now);
    meanwhile?.(fixture, now);
  });
  const { platform, clock, now } = testBed;
  const begin = (differing: Partial<PastDeployment> = {}): Deployment => {
    const application = platform.state.applications.get(deploy.appCode) ?? assert.fail();
    const module = application.modules.find(({ name }) => name === deploy.module) ?? assert.fail();
    const { environment, version } = deploy;
    const plan = successfulDeployment();
    const created = now().getTime();
    return addPastDeployment(
      platform.state,
      { application, module },
      { environment, version, plan, created, ...differing },
    );
  };
  const connected = connect(platform, { clock }).platform;
  const page = await connected.deployments.list(deploy, { limit: 1 });
  platform.requests.length = 0;
  const baseline = { newest: page.deployments[0]?.id, answeredAt: page.answeredAt };
  const polls: number[] = [];
  const list: typeof connected.deployments.list = (target, part) => {
    if ((part.offset ?? 0) === 0) polls.push(clock.now());
    return connected.deployments.list(target, part);
  };
  const watched = { ...connected, deployments: { ...connected.deployments, list } };
  const fixture: DeployFixture = {
    ...testBed,
    pending: { deploy, userName: 'admin', baseline },
    polls: () => polls,
    begin,
    settle: (interruption = lostAnswer, { pending = fixture.pending, ...rest } = {}) =>
      reconcileDeploy(watched, pending, interruption, { sent: { clock: 0 }, ...rest }),
  };
  if (unreadableUntil !== undefined)
    platform.faults.always({ fault: { kind: 'gatewayError', codeName: 'INTERNAL_SERVER_ERROR' } });
  pass(0);
  return fixture;
}
