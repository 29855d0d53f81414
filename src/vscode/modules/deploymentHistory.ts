import type { Deployment } from '../../core/platform/deployment.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { Platform } from '../../core/platform/platform.ts';
import { PlatformError } from '../../core/platform/platformError.ts';

/** The platform's default page size (platform-api.md 4.10). */
const pageSize = 12;

/** The deployments to an environment, as far as they were read. */
export interface DeploymentHistory {
  /** Newest first, without duplicates. */
  deployments: readonly Deployment[];
  count: number;
  /** The offset of the next page; there is no next page when it has reached `count`. */
  nextOffset: number;
  /** Why the next page could not be read at the last attempt. */
  moreFailed: PlatformError | undefined;
}

/** Reads the newest deployments with one request. Rejects with `PlatformError`. */
export async function firstPage(platform: Platform, target: DeployTarget): Promise<DeploymentHistory> {
  const { count, deployments } = await platform.deployments.list(target, { limit: pageSize });
  return { deployments, count, nextOffset: pageSize, moreFailed: undefined };
}

/**
 * Returns the history with one more page. Deployments started since then push the rest back, so the page can begin with
 * known rows. A `PlatformError` becomes part of the history, which keeps what is known.
 */
export async function withNextPage(
  platform: () => Promise<Platform>,
  target: DeployTarget,
  known: DeploymentHistory,
): Promise<DeploymentHistory> {
  try {
    const { deployments } = await platform();
    const page = await deployments.list(target, { limit: pageSize, offset: known.nextOffset });
    const ids = new Set(known.deployments.map(({ id }) => id));
    const others = page.deployments.filter(({ id }) => !ids.has(id));
    return {
      deployments: [...known.deployments, ...others],
      count: page.count,
      nextOffset: known.nextOffset + pageSize,
      moreFailed: undefined,
    };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return { ...known, moreFailed: error };
  }
}

/** Returns the deployment in progress. Ignores an older one that never ended, because it blocks nothing. */
export function underWay({ deployments: [newest] }: Pick<DeploymentHistory, 'deployments'>): Deployment | undefined {
  return newest?.status === 'pending' ? newest : undefined;
}
