import type { Log } from '../../core/http/log.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import { PlatformError } from '../../core/platform/platformError.ts';

/** Something of an environment that is read in the background: rows show what is there, whoever needs it waits. */
export interface CacheEntry<T> {
  /** Undefined until it was read. While it is read again it is what was there before, so that rows do not flicker. */
  readonly value: T | undefined;
  readonly error: PlatformError | undefined;
  readonly result: Promise<T>;
}

type Kept<T> = { -readonly [Key in keyof CacheEntry<T>]: CacheEntry<T>[Key] };

/**
 * What was read of environments, each once until it is refreshed. A failure is remembered too: rows are drawn anew when a
 * read ends, and would ask again and again if it were not.
 */
export class EnvironmentCache<T> {
  readonly #read: (target: DeployTarget) => Promise<T>;
  readonly #ended: (target: DeployTarget) => void;
  readonly #log: Log;
  readonly #kept = new Map<string, Kept<T>>();
  readonly #stale = new Set<string>();

  /** `ended` is told of each read that has ended, well or not, and of each value that was replaced. */
  constructor(read: (target: DeployTarget) => Promise<T>, ended: (target: DeployTarget) => void, log: Log) {
    this.#read = read;
    this.#ended = ended;
    this.#log = log;
  }

  /** What is known. Begins nothing. */
  peek(target: DeployTarget): T | undefined {
    return this.#kept.get(keyOf(target))?.value;
  }

  /** What is known, and the read that is under way or has ended; begins one when there was none since the last refresh. */
  look(target: DeployTarget): CacheEntry<T> {
    const kept = this.#kept.get(keyOf(target));
    return kept && !this.#stale.has(keyOf(target)) ? kept : this.#begin(target, kept?.value);
  }

  /** The value, read where it must be, again after a failure. Rejects with `PlatformError`. */
  async value(target: DeployTarget): Promise<T> {
    const known = this.look(target);
    return (known.error ? this.#begin(target, undefined) : known).result;
  }

  /** Puts a value in place of the one of `reading`; nothing when that was refreshed meanwhile. */
  replace(target: DeployTarget, reading: CacheEntry<T>, value: T): void {
    const kept = this.#kept.get(keyOf(target));
    if (!kept || kept !== reading) return;
    kept.value = value;
    kept.result = Promise.resolve(value);
    this.#ended(target);
  }

  /** The next look at this environment, or at any, reads again. */
  refresh(target?: DeployTarget): void {
    for (const key of target ? [keyOf(target)] : this.#kept.keys()) this.#stale.add(key);
  }

  /** Forgets everything, also what is still being read: it belongs to another session. */
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
        kept.error = this.#asPlatformError(error);
        end();
      },
    );
    return kept;
  }

  /** Nobody may be waiting for what a row began to read, so a fault of this extension is logged here. */
  #asPlatformError(error: unknown): PlatformError {
    if (error instanceof PlatformError) return error;
    this.#log.error(
      `Reading an environment: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return new PlatformError('extensionFault', { cause: error });
  }
}

function keyOf({ appCode, module, environment }: DeployTarget): string {
  return `${appCode}/${module}/${environment}`;
}
