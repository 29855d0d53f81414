import type { Fault } from '../platform/faults.ts';
import type { Switches } from '../platform/switches.ts';
import type { CallerKind } from './callers.ts';
import type { Matcher } from './matcher.ts';
import type { Placeholder } from './placeholders.ts';
import type { Plans } from './plans.ts';
import type { PlatformAge } from './platformAges.ts';

/**
 * One statement of docs/platform-api.md, as data that can be checked on any platform: a request, its preconditions, and
 * the expected response. `{name}` in any text is a placeholder (placeholders.ts).
 */
export interface ContractCase {
  id: string;
  /**
   * The statement of docs/platform-api.md: the number of the section, then the line in the section, such as `1.10 row
   * 'bad JSON'`.
   */
  statement: string;
  /**
   * Set if the case can store a package, deploy, or take something offline, even if only on a platform that deviates
   * from platform-api.md.
   */
  writes?: true;
  /** The releases of the platform that respond as `expect` says (see platformAges.ts); by default all of them. */
  ages?: readonly PlatformAge[];
  /** Switches of the embedded platform for this case. On a real platform, a case with switches is skipped. */
  switches?: Partial<Switches>;
  /** Plans for the deployments and offline operations of the case. On a real platform, a case with plans is skipped. */
  plans?: Plans;
  /** Requests that are sent before `request`, in this order. */
  before?: readonly Preparation[];
  /** A second request, sent at the same time as `request`. The response to the second request is not checked. */
  alongside?: ContractRequest;
  request: ContractRequest;
  expect: Expectation;
}

export interface ContractRequest {
  /** GET by default. */
  method?: 'GET' | 'POST' | 'DELETE';
  /** Path below the gateway's address, including the query. A path that begins with a placeholder is a whole URL. */
  path: string;
  /** The kind of token that is sent; `caller` by default. */
  caller?: CallerKind;
  /** Value of the header `X-Bkapi-Authorization`, sent instead of a token. `null` sends no such header. */
  identity?: string | null;
  /** Value of `Accept-Language`; zh-cn by default. `null` sends no such header. */
  language?: string | null;
  headers?: Readonly<Record<string, string>>;
  body?: RequestBody;
  /** A fault for this request. On a real platform, a case with a fault is skipped. */
  fault?: Fault;
}

/** A request that is sent before the request of the case, and the response that this first request must get. */
export interface Preparation extends ContractRequest {
  status: number;
  /** What the body of the response must match. */
  answers?: Matcher;
  /** The placeholders that get their value from the response, each with the path of the value in the body. */
  take?: Readonly<Partial<Record<Placeholder, readonly (string | number)[]>>>;
  /**
   * What a real platform lacks if the response is not as required. On a real platform, the case is then skipped,
   * because only the embedded platform can be prepared for a case.
   */
  needs?: string;
}

export type RequestBody =
  | { kind: 'multipart'; fields: Readonly<Record<string, string>> }
  | { kind: 'json'; value: unknown }
  | { kind: 'urlencoded'; fields: Readonly<Record<string, string>> }
  | { kind: 'raw'; type: string; text: string };

export interface Expectation {
  /** The expected status, or the list of accepted statuses. */
  status: number | readonly number[];
  /** Keyed by header name, in upper or lower case. */
  headers?: Readonly<Record<string, Matcher>>;
  body: Matcher;
}
