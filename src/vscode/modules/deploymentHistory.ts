import type { Deployment } from '../../core/platform/deployment.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { Platform } from '../../core/platform/platform.ts';
import { PlatformError } from '../../core/platform/platformError.ts';

/** The platform's default page size (platform-api.md 4.10). */
const pageSize = 12;

/** The part of an environment's deployment history that has been read. */
export interface DeploymentHistory {
  /** Newest first, without duplicates. */
  deployments: readonly Deployment[];
  /** The number of deployments on the platform. */
  count: number;
  /** The offset of the next page. If the offset has reached `count`, there is no next page. */
  nextOffset: number;
  /** The error of the last attempt to read the next page; undefined if the attempt succeeded. */
  moreFailed: PlatformError | undefined;
}

/** Reads the newest deployments with one request. Rejects with `PlatformError`. */
export async function readFirstPage(platform: Platform, target: DeployTarget): Promise<DeploymentHistory> {
  const { count, deployments } = await platform.deployments.list(target, { limit: pageSize });
  return { deployments, count, nextOffset: pageSize, moreFailed: undefined };
}

/**
 * Returns the history with one more page. Each deployment that was started since the last read has increased the
 * offsets of the older deployments by one. So the page can begin with known deployments, which are left out. If the
 * read fails with a `PlatformError`, returns the known history with this error.
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

/**
 * Returns the newest deployment if it is in progress. Ignores older deployments that never ended, because they do not
 * block a new deployment.
 */
export function deploymentInProgress({
  deployments: [newest],
}: Pick<DeploymentHistory, 'deployments'>): Deployment | undefined {
  return newest?.status === 'pending' ? newest : undefined;
}
