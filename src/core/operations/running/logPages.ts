import {
  logRangeSeconds,
  type LogPage,
  type LogRange,
  type LogTerms,
  type LogTime,
  type LogPageOptions,
} from '../../platform/applicationLog.ts';
import type { DeployTarget } from '../../platform/paths.ts';
import type { Platform } from '../../platform/platform.ts';
import { requirePlatformError } from '../../platform/platformError.ts';

/** Which lines of an environment's log to show. */
export interface LogQuery {
  range: LogRange;
  /** A search in the platform's query language; empty or undefined for all lines. */
  search?: string | undefined;
  /** Only the lines of these processes. */
  processes?: readonly string[] | undefined;
  /** Only the lines of these instances. */
  instances?: readonly string[] | undefined;
  exclude?: Pick<LogTerms, 'process' | 'instance'> | undefined;
}

/** A page of the log without the lines that do not match the query. */
export interface FilteredPage extends LogPage {
  /** Number of lines in the response, including the lines that do not match the query. */
  received: number;
}

/** Minimum number of lines to request after a page that was too large. */
const minLinesPerPage = 10;

/**
 * Reads pages of one query. Requests fewer lines after a page that was too large. Sends a POST, which can filter and
 * search. The gateway grants GET and POST separately (platform-api.md 4.16). If the application of the token has no
 * grant for POST, and the query needs no search, sends a GET instead.
 */
export class LogPages {
  readonly #platform: Platform;
  readonly #target: DeployTarget;
  readonly query: LogQuery;
  #isGetOnly = false;
  #most = Infinity;

  constructor(platform: Platform, target: DeployTarget, query: LogQuery) {
    this.#platform = platform;
    this.#target = target;
    this.query = query;
  }

  get isSearch(): boolean {
    return (this.query.search ?? '').trim() !== '';
  }

  /**
   * Returns the start of the query's range. A range that ends now is counted back from `newest`, the time of the newest
   * line.
   */
  startOf(newest: LogTime): LogTime {
    const { range } = this.query;
    return typeof range === 'string' ? newest - logRangeSeconds[range] : range.from;
  }

  /**
   * Reads a page. Removes the lines that do not match the query.
   * @throws PlatformError with the code `logScrollExpired` if the scroll has expired.
   */
  async read(window: LogPageOptions): Promise<FilteredPage & { limit: number }> {
    for (;;) {
      const limit = Math.min(window.limit, this.#most);
      try {
        const page = await this.#readOnce({ ...window, limit });
        const entries = page.entries.filter((entry) => this.#fits(entry));
        return { ...page, entries, received: page.entries.length, limit };
      } catch (error) {
        const { code } = requirePlatformError(error);
        // A scroll keeps the size of its first page, so a smaller page cannot be requested.
        if (code !== 'answerTooLarge' || window.scrollId !== undefined || limit <= minLinesPerPage) throw error;
        this.#most = Math.max(minLinesPerPage, Math.trunc(limit / 4));
      }
    }
  }

  async #readOnce(window: LogPageOptions): Promise<LogPage> {
    const { applicationLog, log } = this.#platform;
    if (this.#isGetOnly) return applicationLog.list(this.#target, window);
    const { search, processes, instances, exclude } = this.query;
    const terms = { environment: [this.#target.environment], process: processes, instance: instances };
    try {
      const queryString = this.isSearch ? search : undefined;
      return await applicationLog.search(this.#target, { ...window, queryString, terms, exclude });
    } catch (error) {
      if (requirePlatformError(error).code !== 'appNotPermitted' || this.isSearch) throw error;
      log.debug('The app of this token may not search the application log, so the log is read without a search.');
      const page = await applicationLog.list(this.#target, window);
      this.#isGetOnly = true;
      return page;
    }
  }

  /**
   * Returns whether a line matches the query. The check is needed because a GET returns the lines of all environments
   * and processes.
   */
  #fits({ environment, process, instance }: LogPage['entries'][number]): boolean {
    const { processes, instances, exclude } = this.query;
    return (
      environment === this.#target.environment &&
      matchesFilter(processes, process) &&
      matchesFilter(instances, instance) &&
      !exclude?.process?.includes(process) &&
      !exclude?.instance?.includes(instance)
    );
  }
}

function matchesFilter(names: readonly string[] | undefined, name: string): boolean {
  return names === undefined || names.length === 0 || names.includes(name);
}
