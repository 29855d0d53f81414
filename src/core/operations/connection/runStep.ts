import { HttpError } from '../../http/httpError.ts';

/** Why a step of the connection check was skipped. */
export type SkipReason =
  // The proxy resolves names and connects to ports behind it. They may be unknown here.
  | 'throughProxy'
  | 'isAddress'
  | 'notReached'
  // The token is for the gateway, so it is not sent when something else answered.
  | 'somebodyElseAnswered'
  | 'signedOut';

/**
 * Result of one step: what was found, an error code (Node's or an `ErrorCode`), or why it was skipped. `said` is Node's
 * message for a failed request, such as what is wrong with a certificate.
 */
export type Step<Found extends object = object> =
  | ({ state: 'ok'; milliseconds: number } & Found)
  | { state: 'failed'; code: string; milliseconds: number; requestId?: string | undefined; said?: string | undefined }
  | { state: 'skipped'; reason: SkipReason };

/** A failure of a step whose code is already known. */
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
 * Runs one step. Never rejects. Stops waiting after `limitMs` (`timedOut`) or when the signal is aborted (`cancelled`),
 * even for what cannot be cancelled, such as the system's name lookup.
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
  const stopAs = (code: string) => (): void => {
    stopping.abort(new StepFailure(code));
  };
  const onAbort = stopAs('cancelled');
  const timer = setTimeout(stopAs('timedOut'), limitMs);
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
