import type { Deployment } from '../../core/platform/deployment.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { Platform } from '../../core/platform/platform.ts';
import { PlatformError } from '../../core/platform/platformError.ts';

/** As many rows as the platform sends when it is not told (platform-api.md 4.10). */
const pageSize = 12;

/** The deployments to one environment, as far as they were read. */
export interface DeploymentHistory {
  /** Newest first, each once. */
  deployments: readonly Deployment[];
  /** How many there are in all. */
  count: number;
  /** Where the next page begins; there is none when this has reached `count`. */
  nextOffset: number;
  /** Why the next page could not be read when it was asked for last. */
  moreFailed: PlatformError | undefined;
}

/** The newest deployments: one request. Rejects with `PlatformError`. */
export async function firstPage(platform: Platform, target: DeployTarget): Promise<DeploymentHistory> {
  const { count, deployments } = await platform.deployments.list(target, { limit: pageSize });
  return { deployments, count, nextOffset: pageSize, moreFailed: undefined };
}

/**
 * The history with one more page. Deployments that were begun since then push the rest back, so the page can begin with
 * rows that are known. A failure is part of what is returned; what is known is kept.
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

/** The deployment that is under way; an older one that never ended blocks nothing and says nothing. */
export function underWay({ deployments: [newest] }: Pick<DeploymentHistory, 'deployments'>): Deployment | undefined {
  return newest?.status === 'pending' ? newest : undefined;
}
