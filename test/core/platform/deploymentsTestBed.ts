import type { TestContext } from 'node:test';
import type { PlatformAccess } from '../../../src/core/platform/call.ts';
import { parseDeploymentId, type DeploymentId } from '../../../src/core/platform/deployment.ts';
import type { LogReceiver } from '../../../src/core/platform/deployments.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { deployVersion, startDeployTestBed, type DeployTestBed } from '../../platform/deployClient.ts';
import type { DeployPlan } from '../../platform/deployments/deployScript.ts';
import type { PlatformOptions } from '../../platform/startPlatform.ts';
import { connect } from '../connect.ts';

export interface DeploymentsTestBed extends DeployTestBed {
  /** Connects a client to the platform through the gateway, by default as `admin` in English. */
  as: (rest?: Partial<PlatformAccess>) => Platform;
  deploy: (plan?: DeployPlan, version?: string) => Promise<DeploymentId>;
}

export async function deploymentsTestBedFor(
  t: TestContext,
  options: Omit<PlatformOptions, 'now'> = {},
): Promise<DeploymentsTestBed> {
  const testBed = await startDeployTestBed(t, options);
  const { platform } = testBed;
  return {
    ...testBed,
    as: (rest = {}) => connect(platform, rest).platform,
    async deploy(plan, version) {
      if (plan) platform.state.deployScripts.push({ plan });
      return idOf(await deployVersion(platform, version));
    },
  };
}

function idOf(text: string): DeploymentId {
  const id = parseDeploymentId(text);
  if (!id) throw new Error(`${text} is no id`);
  return id;
}

/** An id that no deployment has. */
export const unknownId = idOf('36ef5721-7313-48fa-a59a-1dc47c585828');

/** Returns a reader that collects the text of a log. `begun` returns the number of `begin` calls. */
export function collector(): LogReceiver & { text: () => string; begun: () => number } {
  let text = '';
  let begun = 0;
  return {
    begin: () => {
      text = '';
      begun += 1;
    },
    piece: (piece) => (text += piece),
    text: () => text,
    begun: () => begun,
  };
}
