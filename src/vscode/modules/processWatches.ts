import { watchProcesses, type ProcessWatchState } from '../../core/operations/running/processWatch.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { Platform } from '../../core/platform/platform.ts';
import type { SignedIn } from '../session/session.ts';
import type { SessionWork } from '../session/sessionWork.ts';
import type { Catalog } from './catalog.ts';
import { environmentCacheKey } from './environmentCache.ts';

/** The watches of processes after deployments, at most one for each environment. The trees show each change. */
export class ProcessWatches {
  readonly #catalog: Catalog;
  readonly #work: SessionWork;
  readonly #stops = new Map<string, AbortController>();

  constructor(catalog: Catalog, work: SessionWork) {
    this.#catalog = catalog;
    this.#work = work;
  }

  /**
   * Watches the processes of an environment for ten minutes. Ends earlier at a sign-out, when the environment is
   * watched again, and after `stop`.
   */
  async watch(
    session: SignedIn,
    platform: Platform,
    target: DeployTarget,
    onChange: (state: ProcessWatchState) => void,
  ): Promise<void> {
    this.stop(target);
    const stop = new AbortController();
    this.#stops.set(environmentCacheKey(target), stop);
    const show = (state: ProcessWatchState): void => {
      this.#catalog.showProcesses(platform.gatewayUrl, target, state);
      onChange(state);
    };
    await this.#work.run(session, (signal) =>
      watchProcesses({ platform, target, onChange: show }, AbortSignal.any([signal, stop.signal])),
    );
  }

  /**
   * Ends the watch of an environment. Called when a deployment replaces the environment's processes, and after the
   * environment was taken offline. So these changes are not reported as problems.
   */
  stop(target: DeployTarget): void {
    this.#stops.get(environmentCacheKey(target))?.abort();
    this.#stops.delete(environmentCacheKey(target));
  }
}
