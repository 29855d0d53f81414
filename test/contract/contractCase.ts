import type { Fault } from '../platform/faults.ts';
import type { Switches } from '../platform/switches.ts';
import type { CallerKind } from './callers.ts';
import type { Matcher } from './matcher.ts';
import type { Placeholder } from './placeholders.ts';
import type { Plans } from './plans.ts';
import type { PlatformAge } from './platformAges.ts';

/**
 * One thing docs/platform-api.md says about the platform, as data that can be asked of any platform: a request, what
 * must be there before it, and what the answer must look like. `{name}` in any text is one of `placeholders.ts`.
 */
export interface ContractCase {
  id: string;
  /** The line of docs/platform-api.md: its section first, then which line of it, as in `1.10 row 'bad JSON'`. */
  standsFor: string;
  /** It may store, deploy or take offline something, be it only because the platform is not as platform-api.md says. */
  writes?: true;
  /** Only platforms of these ages answer so; left out, all do. */
  ages?: readonly PlatformAge[];
  /** What only the embedded platform can be told to be. */
  switches?: Partial<Switches>;
  /** What becomes of the deployments and offline operations to come, which only the embedded platform can be told. */
  plans?: Plans;
  /** Requests that lead to where the case begins. */
  before?: readonly Preparation[];
  request: ContractRequest;
  expect: Expectation;
}

export interface ContractRequest {
  /** GET when left out. */
  method?: 'GET' | 'POST' | 'DELETE';
  /** Below the gateway's address, query included; one that begins with a placeholder is a whole address. */
  path: string;
  /** Whose token; `caller` when left out. */
  caller?: CallerKind;
  /** The whole identity header in place of a token; `null` sends none. */
  identity?: string | null;
  /** `Accept-Language`, zh-cn when left out; `null` sends none. */
  language?: string | null;
  headers?: Readonly<Record<string, string>>;
  body?: RequestBody;
  /** What goes wrong with this request, which only the embedded platform can plan. */
  fault?: Fault;
}

/** A request before the case's own, with the answer it must get. */
export interface Preparation extends ContractRequest {
  status: number;
  /** What its body must be like besides. */
  answers?: Matcher;
  /** What the rest of the case writes as `{name}`, by where it stands in the body. */
  take?: Readonly<Partial<Record<Placeholder, readonly (string | number)[]>>>;
  /** What a real platform lacks that answers otherwise: there the case is skipped, since nothing can be arranged. */
  needs?: string;
}

export type RequestBody =
  | { kind: 'multipart'; fields: Readonly<Record<string, string>> }
  | { kind: 'json'; value: unknown }
  | { kind: 'urlencoded'; fields: Readonly<Record<string, string>> }
  | { kind: 'raw'; type: string; text: string };

export interface Expectation {
  /** One of these. */
  status: number | readonly number[];
  /** By header name, whatever its case. */
  headers?: Readonly<Record<string, Matcher>>;
  body: Matcher;
}
