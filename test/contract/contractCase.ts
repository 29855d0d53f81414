import type { Fault } from '../platform/faults.ts';
import type { Switches } from '../platform/switches.ts';
import type { CallerKind } from './callers.ts';
import type { Matcher } from './matcher.ts';
import type { Placeholder } from './placeholders.ts';
import type { Plans } from './plans.ts';
import type { PlatformAge } from './platformAges.ts';

/**
 * One statement of docs/platform-api.md about the platform, as data that works with any platform: a request, its
 * preconditions, and the response it must get. `{name}` in any text is one of `placeholders.ts`.
 */
export interface ContractCase {
  id: string;
  /** The line of docs/platform-api.md: its section, then the line in it, as in `1.10 row 'bad JSON'`. */
  standsFor: string;
  /**
   * Set when the case can store, deploy or take offline something, even if only on a platform that deviates from
   * platform-api.md.
   */
  writes?: true;
  /** Only platforms of these ages respond this way; by default all do. */
  ages?: readonly PlatformAge[];
  /** Settings that only the embedded platform supports. */
  switches?: Partial<Switches>;
  /** What happens in future deployments and offline operations. Only the embedded platform supports plans. */
  plans?: Plans;
  /** Requests that prepare the case. */
  before?: readonly Preparation[];
  /** A request that is sent at the same time as the case's own. Its answer does not matter. */
  alongside?: ContractRequest;
  request: ContractRequest;
  expect: Expectation;
}

export interface ContractRequest {
  /** GET by default. */
  method?: 'GET' | 'POST' | 'DELETE';
  /** Below the gateway's address, including the query. A path that begins with a placeholder is a whole address. */
  path: string;
  /** Whose token is sent; `caller` by default. */
  caller?: CallerKind;
  /** The whole identity header instead of a token; `null` sends none. */
  identity?: string | null;
  /** `Accept-Language`, zh-cn by default; `null` sends none. */
  language?: string | null;
  headers?: Readonly<Record<string, string>>;
  body?: RequestBody;
  /** A fault of this request, which only the embedded platform can plan. */
  fault?: Fault;
}

/** A request before the case's own, and the response it must get. */
export interface Preparation extends ContractRequest {
  status: number;
  /** What its body must match. */
  answers?: Matcher;
  /** Values that the rest of the case uses as `{name}`, by their path in the body. */
  take?: Readonly<Partial<Record<Placeholder, readonly (string | number)[]>>>;
  /**
   * What a real platform lacks when it responds otherwise. The case is then skipped, because nothing can be arranged
   * there.
   */
  needs?: string;
}

export type RequestBody =
  | { kind: 'multipart'; fields: Readonly<Record<string, string>> }
  | { kind: 'json'; value: unknown }
  | { kind: 'urlencoded'; fields: Readonly<Record<string, string>> }
  | { kind: 'raw'; type: string; text: string };

export interface Expectation {
  /** Any of these. */
  status: number | readonly number[];
  /** By header name, in any case. */
  headers?: Readonly<Record<string, Matcher>>;
  body: Matcher;
}
