import { HttpError } from '../../http/httpError.ts';

/** Why a step of the connection check was left out. */
export type SkipReason =
  // Names and ports behind a proxy are the proxy's to find, and may be unknown here.
  | 'throughProxy'
  | 'isAddress'
  | 'notReached'
  // The token is for the gateway: where something else answered it is not sent.
  | 'somebodyElseAnswered'
  | 'signedOut';

/**
 * One step: what was found, the code of what went wrong (Node's own, or of the closed list), or why not. `said` has Node's own
 * words for the failure of a request, such as what is wrong with a certificate.
 */
export type Step<Found extends object = object> =
  | ({ state: 'ok'; milliseconds: number } & Found)
  | {
      state: 'failed';
      code: string;
      milliseconds: number;
      requestId?: string | undefined;
      said?: string | undefined;
    }
  | { state: 'skipped'; reason: SkipReason };

/** A failure of a step that has its code already. */
export class StepFailure extends Error {
  readonly code: string;
  readonly requestId: string | undefined;

  constructor(code: string, requestId?: string) {
    super(code);
    this.code = code;
    this.requestId = requestId;
  }
}

/**
 * Runs one step, never rejects, and stops waiting after `limitMs` (`timedOut`) or when the signal is aborted
 * (`cancelled`), also for what cannot be stopped, such as the system's lookup of a name.
 */
export async function runStep<Found extends object>(
  limitMs: number,
  signal: AbortSignal | undefined,
  run: (stop: AbortSignal) => Promise<Found>,
): Promise<Step<Found>> {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  const stopping = new AbortController();
  const inTime = new Promise<never>((_, reject) => {
    stopping.signal.addEventListener('abort', () => {
      reject(stopping.signal.reason as StepFailure); // every abort below gives one
    });
  });
  const onAbort = (): void => {
    stopping.abort(new StepFailure('cancelled'));
  };
  const timer = setTimeout(() => {
    stopping.abort(new StepFailure('timedOut'));
  }, limitMs);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal?.aborted) throw new StepFailure('cancelled');
    const found = await Promise.race([inTime, run(stopping.signal)]);
    return { state: 'ok', milliseconds: elapsed(), ...found };
  } catch (error) {
    const requestId = error instanceof StepFailure ? error.requestId : undefined;
    const said = error instanceof HttpError ? error.message : undefined;
    return { state: 'failed', code: codeOf(error), milliseconds: elapsed(), requestId, said };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

export function skipped(reason: SkipReason): { state: 'skipped'; reason: SkipReason } {
  return { state: 'skipped', reason };
}

function codeOf(error: unknown): string {
  if (error instanceof HttpError) return error.kind === 'answerUndecodable' ? 'answerUnreadable' : error.kind;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return 'unknown';
}
