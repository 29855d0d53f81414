import type { BackendErrorName } from './backend/backendErrors.ts';
import type { BackendAnswer } from './backend/backendAnswer.ts';

/** Whether the backend carries out what was asked although the caller never learns of it. */
export type BackendFate = 'completes' | 'neverReached';

/** One thing that goes wrong with one request. */
export type Fault =
  | { kind: 'delay'; ms: number }
  /** The gateway gives up after `ms` (at once by default), or once `until` resolves, and the backend still completes. */
  | { kind: 'hangThen504'; ms?: number; until?: Promise<void> }
  | { kind: 'dropBeforeHeaders'; backend?: BackendFate }
  | { kind: 'dropAfterHeaders' }
  | { kind: 'dropMidBody' }
  /** A complete HTTP message whose body stops in the middle of its JSON. */
  | { kind: 'halfJson' }
  /** A company proxy puts its login page, status 200, in place of the answer. */
  | { kind: 'proxyLoginPage'; backend?: BackendFate }
  /** Some other machine in between answers in place of the platform; before it, unless told that the backend completes. */
  | { kind: 'strangeAnswer'; status: number; contentType?: string; body: string; backend?: BackendFate }
  | { kind: 'wrongContentType'; contentType?: string }
  | { kind: 'gzip' }
  | { kind: 'hugeBody'; bytes: number }
  /** The body arrives `chunkBytes` (1 by default) at a time, `ms` apart. */
  | { kind: 'slowDrip'; ms: number; chunkBytes?: number }
  /** Any row of platform-api.md 2.5; `code` tells rows of the same name apart, `fields` go into the message. */
  | {
      kind: 'gatewayError';
      codeName: string;
      code?: number;
      fields?: Readonly<Record<string, string>>;
      headers?: Readonly<Record<string, string>>;
      backend?: BackendFate;
    }
  /** A row of platform-api.md 1.10 by name, or any answer of the backend; the gateway's own checks come first. */
  | { kind: 'backendError'; answer: BackendErrorName | BackendAnswer; backend?: BackendFate }
  | { kind: 'redirect'; location: string; status?: number; backend?: BackendFate }
  /** Moves the Date header and every date the server writes for this request. */
  | { kind: 'clockSkew'; ms: number };

export interface FaultRule {
  /** Only requests of this method. */
  method?: string;
  /** Only requests whose whole path (no query) matches. */
  path?: RegExp;
  /** Only requests whose query, as sent and without its question mark, matches: four lists differ in nothing else. */
  query?: RegExp;
  fault: Fault;
}

/** What is planned to go wrong. A request meets the oldest matching `next` (used up by it) and every matching `always`. */
export class FaultScript {
  readonly #queued: FaultRule[] = [];
  readonly #standing: FaultRule[] = [];

  /** Plans a fault for the first request to come that matches. */
  next(rule: FaultRule): void {
    this.#queued.push(rule);
  }

  /** Plans a fault for every request that matches, until `clear`. */
  always(rule: FaultRule): void {
    this.#standing.push(rule);
  }

  clear(): void {
    this.#queued.length = 0;
    this.#standing.length = 0;
  }

  /** How many planned `next` faults no request has met yet. */
  get pending(): number {
    return this.#queued.length;
  }

  /** The faults this request meets; the queued one first, and it is used up. */
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

/** The first fault of the given kinds among those a request meets. */
export function faultOf<K extends Fault['kind']>(
  faults: readonly Fault[],
  ...kinds: readonly K[]
): Extract<Fault, { kind: K }> | undefined {
  const names: readonly string[] = kinds;
  return faults.find((fault): fault is Extract<Fault, { kind: K }> => names.includes(fault.kind));
}
