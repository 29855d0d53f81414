import type { BackendErrorName } from './backend/backendErrors.ts';
import type { BackendAnswer } from './backend/backendAnswer.ts';

/** Whether the backend completes the request although the caller never receives the response. */
export type BackendFate = 'completes' | 'neverReached';

/** One fault of one request. */
export type Fault =
  | { kind: 'delay'; ms: number }
  /**
   * The gateway times out after `ms` (at once by default), or once `until` resolves, and the backend still completes.
   */
  | { kind: 'hangThen504'; ms?: number; until?: Promise<void> }
  | { kind: 'dropBeforeHeaders'; backend?: BackendFate }
  | { kind: 'dropAfterHeaders' }
  | { kind: 'dropMidBody' }
  /** A complete HTTP message whose body stops in the middle of its JSON. */
  | { kind: 'halfJson' }
  /** A company proxy replaces the response with its login page, status 200. */
  | { kind: 'proxyLoginPage'; backend?: BackendFate }
  /** An intermediary responds instead of the platform. By default the request never reaches the backend. */
  | { kind: 'strangeAnswer'; status: number; contentType?: string; body: string; backend?: BackendFate }
  | { kind: 'wrongContentType'; contentType?: string }
  | { kind: 'gzip' }
  | { kind: 'hugeBody'; bytes: number }
  /** The body arrives in pieces of `chunkBytes` (1 by default), `ms` apart. */
  | { kind: 'slowDrip'; ms: number; chunkBytes?: number }
  /** Any row of platform-api.md 2.5; `code` distinguishes rows of the same name, `fields` are added to the message. */
  | {
      kind: 'gatewayError';
      codeName: string;
      code?: number;
      fields?: Readonly<Record<string, string>>;
      headers?: Readonly<Record<string, string>>;
      backend?: BackendFate;
    }
  /** A row of platform-api.md 1.10 by name, or any response of the backend; the gateway's checks run first. */
  | { kind: 'backendError'; answer: BackendErrorName | BackendAnswer; backend?: BackendFate }
  | { kind: 'redirect'; location: string; status?: number; backend?: BackendFate }
  /** Shifts the Date header and every date that the server writes for this request. */
  | { kind: 'clockSkew'; ms: number };

export interface FaultRule {
  method?: string;
  /** Matches the whole path, without the query. */
  path?: RegExp;
  /** Matches the query as sent, without its question mark: four lists differ in nothing else. */
  query?: RegExp;
  fault: Fault;
}

/** The planned faults. A request gets the oldest matching `next` (used up by it) and every matching `always`. */
export class FaultScript {
  readonly #queued: FaultRule[] = [];
  readonly #standing: FaultRule[] = [];

  /** Plans a fault for the next matching request. */
  next(rule: FaultRule): void {
    this.#queued.push(rule);
  }

  /** Plans a fault for every matching request, until `clear`. */
  always(rule: FaultRule): void {
    this.#standing.push(rule);
  }

  clear(): void {
    this.#queued.length = 0;
    this.#standing.length = 0;
  }

  /** Number of `next` faults that no request has met yet. */
  get pending(): number {
    return this.#queued.length;
  }

  /** Returns the faults of this request, the queued one first, and uses up the queued one. */
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

/** Returns the first of these faults that is of one of the given kinds. */
export function faultOf<K extends Fault['kind']>(
  faults: readonly Fault[],
  ...kinds: readonly K[]
): Extract<Fault, { kind: K }> | undefined {
  const names: readonly string[] = kinds;
  return faults.find((fault): fault is Extract<Fault, { kind: K }> => names.includes(fault.kind));
}
