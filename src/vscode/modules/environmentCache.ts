import type { Log } from '../../core/http/log.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import { asPlatformError } from '../session/presentError.ts';

/** Data of an environment, read in the background. Rows show `value`; callers that need the data await `result`. */
export interface CacheEntry<T> {
  /** Undefined until it is read. During a refresh it is the old value, so that rows do not flicker. */
  readonly value: T | undefined;
  readonly error: PlatformError | undefined;
  readonly result: Promise<T>;
}

type Kept<T> = { -readonly [Key in keyof CacheEntry<T>]: CacheEntry<T>[Key] };

/**
 * A cache of data of environments, each read once until it is refreshed. Failures are cached too: rows are redrawn when
 * a read ends, and would otherwise read again endlessly.
 */
export class EnvironmentCache<T> {
  readonly #read: (target: DeployTarget) => Promise<T>;
  readonly #ended: (target: DeployTarget) => void;
  readonly #log: Log;
  readonly #kept = new Map<string, Kept<T>>();
  readonly #stale = new Set<string>();

  /** `ended` is called after each read, successful or not, and after each replaced value. */
  constructor(read: (target: DeployTarget) => Promise<T>, ended: (target: DeployTarget) => void, log: Log) {
    this.#read = read;
    this.#ended = ended;
    this.#log = log;
  }

  /** Returns the cached value, but starts no read. */
  peek(target: DeployTarget): T | undefined {
    return this.#kept.get(keyOf(target))?.value;
  }

  /** Returns the entry of the last read. Starts a read if there was none since the last refresh. */
  look(target: DeployTarget): CacheEntry<T> {
    const kept = this.#kept.get(keyOf(target));
    return kept && !this.#stale.has(keyOf(target)) ? kept : this.#begin(target, kept?.value);
  }

  /** Returns the value. Reads it if necessary, and again after a failure. Rejects with `PlatformError`. */
  async value(target: DeployTarget): Promise<T> {
    const known = this.look(target);
    return (known.error ? this.#begin(target, undefined) : known).result;
  }

  /** Replaces the value of `reading`, unless that was refreshed meanwhile. */
  replace(target: DeployTarget, reading: CacheEntry<T>, value: T): void {
    const kept = this.#kept.get(keyOf(target));
    if (!kept || kept !== reading) return;
    kept.value = value;
    kept.result = Promise.resolve(value);
    this.#ended(target);
  }

  /** Makes the next `look` at this environment, or at any, read again. */
  refresh(target?: DeployTarget): void {
    for (const key of target ? [keyOf(target)] : this.#kept.keys()) this.#stale.add(key);
  }

  /** Forgets everything, including reads in progress, because they belong to another session. */
  clear(): void {
    this.#kept.clear();
    this.#stale.clear();
  }

  #begin(target: DeployTarget, last: T | undefined): CacheEntry<T> {
    const key = keyOf(target);
    const kept: Kept<T> = { value: last, error: undefined, result: this.#read(target) };
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
        // A read that a row started can have no caller that awaits it, so a fault of this extension is logged here.
        kept.error = asPlatformError({ log: this.#log }, 'Reading an environment', error);
        end();
      },
    );
    return kept;
  }
}

export function keyOf({ appCode, module, environment }: DeployTarget): string {
  return `${appCode}/${module}/${environment}`;
}
