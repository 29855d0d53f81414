import type { Log } from '../../core/http/log.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import { asPlatformError } from '../session/presentError.ts';

/**
 * Data of an environment, which is read in the background. Rows show `value`. Callers that need the data await
 * `result`.
 */
export interface CacheEntry<T> {
  /** Undefined until the data has been read. During a refresh this is the old value, so that rows do not flicker. */
  readonly value: T | undefined;
  readonly error: PlatformError | undefined;
  readonly result: Promise<T>;
}

type MutableCacheEntry<T> = { -readonly [Key in keyof CacheEntry<T>]: CacheEntry<T>[Key] };

/**
 * Caches one kind of data for each environment. The data is read once, and again after a refresh. A failure is cached
 * too, because rows are redrawn when a read ends, and each redraw would otherwise start another read.
 */
export class EnvironmentCache<T> {
  readonly #read: (target: DeployTarget) => Promise<T>;
  readonly #ended: (target: DeployTarget) => void;
  readonly #log: Log;
  readonly #kept = new Map<string, MutableCacheEntry<T>>();
  readonly #stale = new Set<string>();

  /** `ended` is called after each read, successful or not, and after a value was stored by `replace` or `put`. */
  constructor(read: (target: DeployTarget) => Promise<T>, ended: (target: DeployTarget) => void, log: Log) {
    this.#read = read;
    this.#ended = ended;
    this.#log = log;
  }

  /** Returns the cached value. Starts no read. */
  cachedValue(target: DeployTarget): T | undefined {
    return this.#kept.get(environmentCacheKey(target))?.value;
  }

  /** Returns the entry of the last read. Starts a read if the environment was not read since the last refresh. */
  entry(target: DeployTarget): CacheEntry<T> {
    const kept = this.#kept.get(environmentCacheKey(target));
    return kept && !this.#stale.has(environmentCacheKey(target)) ? kept : this.#begin(target, kept?.value);
  }

  /**
   * Resolves to the value. Reads the value if it is not cached or the last read failed. Rejects with `PlatformError`.
   */
  async value(target: DeployTarget): Promise<T> {
    const known = this.entry(target);
    return (known.error ? this.#begin(target, undefined) : known).result;
  }

  /** Replaces the value of the entry `reading`. Does nothing if the environment was read again meanwhile. */
  replace(target: DeployTarget, reading: CacheEntry<T>, value: T): void {
    const kept = this.#kept.get(environmentCacheKey(target));
    if (!kept || kept !== reading) return;
    kept.value = value;
    kept.result = Promise.resolve(value);
    this.#ended(target);
  }

  /** Stores a value that another part of the extension has read. */
  put(target: DeployTarget, value: T): void {
    this.#kept.set(environmentCacheKey(target), { value, error: undefined, result: Promise.resolve(value) });
    this.#stale.delete(environmentCacheKey(target));
    this.#ended(target);
  }

  /**
   * Marks the data of an environment as outdated, so that the next call of `entry` starts a read. Without a target,
   * marks all environments.
   */
  refresh(target?: DeployTarget): void {
    for (const key of target ? [environmentCacheKey(target)] : this.#kept.keys()) this.#stale.add(key);
  }

  /** Forgets all entries. The results of reads in progress are discarded, because they belong to another session. */
  clear(): void {
    this.#kept.clear();
    this.#stale.clear();
  }

  #begin(target: DeployTarget, last: T | undefined): CacheEntry<T> {
    const key = environmentCacheKey(target);
    const kept: MutableCacheEntry<T> = { value: last, error: undefined, result: this.#read(target) };
    this.#kept.set(key, kept);
    this.#stale.delete(key);
    const end = (): void => {
      if (this.#kept.get(key) === kept) this.#ended(target);
    };
    kept.result.then(
      (value) => {
        kept.value = value;
        end();
      },
      (error: unknown) => {
        kept.value = undefined;
        // If a row started the read, no caller awaits the result. So an error that is a fault of this extension is
        // logged here.
        kept.error = asPlatformError({ log: this.#log }, 'Reading an environment', error);
        end();
      },
    );
    return kept;
  }
}

export function environmentCacheKey({ appCode, module, environment }: DeployTarget): string {
  return `${appCode}/${module}/${environment}`;
}
