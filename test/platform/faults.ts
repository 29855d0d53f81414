import type { BackendErrorName } from './backend/backendErrors.ts';
import type { BackendAnswer } from './backend/backendAnswer.ts';

/** Whether the backend completes a request whose response the caller never receives. */
export type BackendOutcome = 'completes' | 'neverReached';

/** A fault that the platform applies to a request. */
export type Fault =
  | { kind: 'delay'; ms: number }
  /**
   * The gateway responds 504 after `ms` milliseconds or when `until` resolves, whichever is first. Without `ms` and
   * `until`, the gateway responds at once. The backend completes the request in any case.
   */
  | { kind: 'hangThen504'; ms?: number; until?: Promise<void> }
  | { kind: 'dropBeforeHeaders'; backend?: BackendOutcome }
  | { kind: 'dropAfterHeaders' }
  | { kind: 'dropMidBody' }
  /** A complete HTTP message whose body stops in the middle of the JSON. */
  | { kind: 'halfJson' }
  /** A company proxy responds with its login page and status 200. By default the request never reaches the backend. */
  | { kind: 'proxyLoginPage'; backend?: BackendOutcome }
  /** Another intermediary responds instead of the platform. By default the request never reaches the backend. */
  | { kind: 'strangeAnswer'; status: number; contentType?: string; body: string; backend?: BackendOutcome }
  | { kind: 'wrongContentType'; contentType?: string }
  | { kind: 'gzip' }
  | { kind: 'hugeBody'; bytes: number }
  /** The body arrives in pieces of `chunkBytes` bytes (1 by default), one piece every `ms` milliseconds. */
  | { kind: 'slowDrip'; ms: number; chunkBytes?: number }
  /**
   * An error of the gateway: a row of platform-api.md 2.5. `code` selects among rows with the same `codeName`. `fields`
   * are added to the message.
   */
  | {
      kind: 'gatewayError';
      codeName: string;
      code?: number;
      fields?: Readonly<Record<string, string>>;
      headers?: Readonly<Record<string, string>>;
      backend?: BackendOutcome;
    }
  /**
   * A response of the backend: an entry of `backendErrors`, or any other response. Only a request that passes the
   * gateway's checks gets this response.
   */
  | { kind: 'backendError'; answer: BackendErrorName | BackendAnswer; backend?: BackendOutcome }
  | { kind: 'redirect'; location: string; status?: number; backend?: BackendOutcome }
  /** Shifts the Date header and every date that the server writes for this request by `ms` milliseconds. */
  | { kind: 'clockSkew'; ms: number };

export interface FaultRule {
  method?: string;
  /** Pattern for the path, without the query. */
  path?: RegExp;
  /**
   * Pattern for the query as sent, without the question mark. The four requests for a list of applications differ only
   * in the query.
   */
  query?: RegExp;
  fault: Fault;
}

/**
 * The planned faults. A request gets the oldest matching fault of `next`, which is then removed, and every matching
 * fault of `always`.
 */
export class FaultScript {
  readonly #queued: FaultRule[] = [];
  readonly #standing: FaultRule[] = [];

  /** Plans a fault for the next matching request. */
  next(rule: FaultRule): void {
    this.#queued.push(rule);
  }

  /** Plans a fault for every matching request until `clear` is called. */
  always(rule: FaultRule): void {
    this.#standing.push(rule);
  }

  clear(): void {
    this.#queued.length = 0;
    this.#standing.length = 0;
  }

  /** Number of faults of `next` that no request has matched yet. */
  get pending(): number {
    return this.#queued.length;
  }

  /**
   * Returns the faults for a request: first the oldest matching fault of `next`, then all matching faults of `always`.
   * Removes the fault of `next`.
   */
  take(method: string, path: string, query: string): Fault[] {
    const isMet = (rule: FaultRule): boolean => matches(rule, method, path, query);
    const index = this.#queued.findIndex(isMet);
    const taken = index < 0 ? [] : this.#queued.splice(index, 1);
    return [...taken, ...this.#standing.filter(isMet)].map((rule) => rule.fault);
  }
}

function matches(rule: FaultRule, method: string, path: string, query: string): boolean {
  return (
    (rule.method === undefined || rule.method === method) &&
    (rule.path === undefined || rule.path.test(path)) &&
    (rule.query === undefined || rule.query.test(query))
  );
}

/** Returns the first fault whose kind is one of `kinds`; undefined if there is no such fault. */
export function faultOf<K extends Fault['kind']>(
  faults: readonly Fault[],
  ...kinds: readonly K[]
): Extract<Fault, { kind: K }> | undefined {
  const names: readonly string[] = kinds;
  return faults.find((fault): fault is Extract<Fault, { kind: K }> => names.includes(fault.kind));
}
