import type { Clock } from '../http/clock.ts';
import type { Log } from '../http/log.ts';
import { RepositoryError, type RepositoryCode } from './repositoryError.ts';

/** Milliseconds before the second and the third attempt, as for the platform's own reads. */
const pauses = [400, 1600] as const;

/** Trouble that passes by itself. A wrong password or address will not be right a second later. */
const passing: ReadonlySet<RepositoryCode> = new Set<RepositoryCode>([
  'connectionLost',
  'connectionRefused',
  'unreachable',
  'tooManyRequests',
]);

/** What a gateway says while a service behind it is started anew; a 500 is BK-Repo's own and stays. */
const passingStatuses: ReadonlySet<number | undefined> = new Set([502, 503, 504]);

/**
 * Reads again, up to twice, after what passes by itself. Only for what changes nothing. Throws what the last attempt threw, or
 * `cancelled` when the signal came during a pause.
 */
export async function readAgain<T>(
  read: () => Promise<T>,
  { clock, log, signal }: { clock: Clock; log: Log; signal: AbortSignal | undefined },
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      const pause = pauses[attempt];
      if (!(error instanceof RepositoryError) || pause === undefined || !passes(error)) throw error;
      log.debug(`Reading again in ${pause} ms after ${error.code}`);
      await clock.wait(pause, signal);
      if (signal?.aborted) throw new RepositoryError('cancelled', error.facts, { cause: error });
    }
  }
}

function passes({ code, facts }: RepositoryError): boolean {
  return passing.has(code) || (code === 'bkRepoFailed' && passingStatuses.has(facts.status));
}
