import type { TestContext } from 'node:test';
import type { Deploy, DeployOutcome } from '../../../src/core/operations/deploy/deployOutcome.ts';
import type { PlatformAccess } from '../../../src/core/platform/call.ts';
import type { Fault } from '../../platform/faults.ts';
import type { EmbeddedPlatform } from '../../platform/startPlatform.ts';
import { moduleOf } from '../../platform/state.ts';
import { connect } from '../connect.ts';
import { deployAndReconcile, deployOf, type DeployAndReconcileOptions } from './deployAndReconcile.ts';
import { testBedFor, type ClientTestBed } from './deployFixture.ts';

export interface Attempt {
  deploy?: Partial<Record<keyof Deploy, string>>;
  access?: Partial<PlatformAccess>;
  options?: DeployAndReconcileOptions;
}

/** Deploys. If the response is lost, then reconciles. */
export async function deploy(
  testBed: ClientTestBed,
  { deploy, access, options }: Attempt = {},
): Promise<DeployOutcome> {
  const { platform, clock } = testBed;
  return deployAndReconcile(connect(platform, { clock, ...access }).platform, deployOf(deploy), options);
}

export const postRequests = ({ requests }: EmbeddedPlatform) => requests.filter(({ method }) => method === 'POST');
/** Returns the number of deployments of demo-app's default module. */
export const countDeployments = ({ state }: EmbeddedPlatform): number =>
  moduleOf(state, 'demo-app', 'default').deployments.length;
const later = new Date('2099-01-01');

/** Grants these operations to the application of the token `noGrant`. The application has no other grants. */
export function grant({ state }: EmbeddedPlatform, ...operationIds: string[]): void {
  for (const operationId of operationIds) state.grants.push({ appCode: 'my-own-app', operationId, expires: later });
}

/** Creates a test bed whose platform applies the fault to the next POST. */
export async function withFaultOnPost(t: TestContext, fault: Fault): Promise<ClientTestBed> {
  const testBed = await testBedFor(t);
  testBed.platform.faults.next({ method: 'POST', fault });
  return testBed;
}
