import { HttpError } from '../../http/httpError.ts';

/** Why a step of the connection check was skipped. */
export type SkipReason =
  // With a proxy, the proxy resolves the gateway's name and connects to the gateway. This computer may be unable to
  // resolve the name or to connect.
  | 'throughProxy'
  | 'isAddress'
  | 'notReached'
  // The response came from neither the gateway nor the platform, so the token is not sent to that server.
  | 'intermediaryAnswered'
  | 'signedOut';

/**
 * Result of one step of the connection check. `code` is an error code of Node or an `ErrorCode`. `said` is Node's
 * message for a failed request, for example the message about an invalid certificate.
 */
export type StepResult<Found extends object = object> =
  | ({ state: 'ok'; milliseconds: number } & Found)
  | { state: 'failed'; code: string; milliseconds: number; requestId?: string | undefined; said?: string | undefined }
  | { state: 'skipped'; reason: SkipReason };

/** An error that a step throws in order to fail. `code` becomes the code of the step's result. */
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
 * Runs one step. Never rejects. Stops waiting after `limitMs` (code `timedOut`) or when the signal is aborted (code
 * `cancelled`). The step itself may continue if it cannot be cancelled, such as the system's name lookup.
 */
export async function runStep<Found extends object>(
  limitMs: number,
  signal: AbortSignal | undefined,
  run: (stop: AbortSignal) => Promise<Found>,
): Promise<StepResult<Found>> {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round(performance.now() - startedAt);
  const stopping = new AbortController();
  const inTime = new Promise<never>((_, reject) => {
    stopping.signal.addEventListener('abort', () => {
      reject(stopping.signal.reason as StepFailure); // each call of `abort` has a StepFailure
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

export function skippedStep(reason: SkipReason): { state: 'skipped'; reason: SkipReason } {
  return { state: 'skipped', reason };
}

function codeOf(error: unknown): string {
  if (error instanceof HttpError) return error.kind === 'answerUndecodable' ? 'answerUnreadable' : error.kind;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return 'unknown';
}
