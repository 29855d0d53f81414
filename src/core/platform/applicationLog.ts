import type { CancelOptions } from '../http/clock.ts';
import { isObject, numberOf, objectsIn, stringOf, type JsonObject } from '../http/json.ts';
import { jsonBody, type Call, type CallOptions } from './call.ts';
import { parseEnvironment, type Environment } from './names.ts';
import { modulePath, type ModuleTarget } from './paths.ts';
import { PlatformError, unexpectedShapeError } from './platformError.ts';

/** The platform's time ranges and their lengths in seconds (platform-api.md 4.16). Each range ends now. */
export const logRangeSeconds = {
  '5m': 300,
  '1h': 3600,
  '3h': 10_800,
  '6h': 21_600,
  '12h': 43_200,
  '1d': 86_400,
  '3d': 259_200,
  '7d': 604_800,
} as const;

/**
 * A time on the platform's wall clock, in seconds since 1970 as if that clock showed UTC. The timestamps of the log
 * have no offset (platform-api.md 6.5), so compare these times only with each other, never with another clock.
 */
export type LogTime = number;

/** A range that ends now, or a range between two times of the log. Both ends are included, to the whole second. */
export type LogRange = keyof typeof logRangeSeconds | { from: LogTime; to: LogTime };

/** The part of a module's log to read. */
export interface LogPageOptions extends CancelOptions {
  range: LogRange;
  /**
   * Maximum lines in the response. The platform rejects more than 10,000. With a `scrollId`, the platform ignores this
   * limit and uses the limit of the first request (platform-api.md 4.16).
   */
  limit: number;
  /**
   * The `scrollId` of the previous page. The next page continues with older lines. A scroll ID expires 5 minutes after
   * its last use (platform-api.md 4.16).
   */
  scrollId?: string | undefined;
}

/** Values of the fields of log lines. A missing or empty list means no condition for the field. */
export interface LogTerms {
  environment?: readonly Environment[] | undefined;
  process?: readonly string[] | undefined;
  instance?: readonly string[] | undefined;
}

export interface LogSearch extends LogPageOptions {
  /** A query in the Lucene syntax of the platform's log store. The platform searches for plain words in the message. */
  queryString?: string | undefined;
  /** A line is returned only if each of these fields has one of its listed values. */
  terms?: LogTerms | undefined;
  /** A line is left out if any of these fields has one of the listed values. */
  exclude?: LogTerms | undefined;
}

export interface LogEntry {
  environment: Environment | undefined;
  /** Name of the process; empty if the platform sent none. */
  process: string;
  /** Name of the instance, which is the pod's name. */
  instance: string;
  /**
   * The line as the application wrote it, with its ANSI codes. After a search with `queryString`, `[bk-mark]` and
   * `[/bk-mark]` surround each match.
   */
  message: string;
  /** Undefined if the platform sent no valid time. */
  time: LogTime | undefined;
}

export interface LogPage {
  /** Newest first. */
  entries: LogEntry[];
  /** The `scrollId` of the request for the next page. */
  scrollId: string | undefined;
  /** Number of all matching lines, on all pages. */
  total: number;
}

/**
 * Maximum bytes of a page. Parsing a larger page would block the editor for more than 50 ms. A request for a larger
 * page rejects with `answerTooLarge`. The caller can then request fewer lines.
 */
const maxPageBytes = 4 * 1024 * 1024;

/** Reads a page of a module's log, newest first. The log contains the lines of both environments. */
export function listLog(call: Call, target: ModuleTarget, window: LogPageOptions): Promise<LogPage> {
  return readPage(call, target, window, {});
}

/**
 * Reads a page of the log lines that match a search, newest first. Sends a POST, because the platform filters lines
 * only for a POST. Unlike `listLog`, `searchLog` never retries, because only a GET is retried.
 */
export function searchLog(call: Call, target: ModuleTarget, search: LogSearch): Promise<LogPage> {
  const { queryString = '', terms = {}, exclude = {} } = search;
  const query = { query_string: queryString, terms: fieldsOf(terms), exclude: fieldsOf(exclude) };
  return readPage(call, target, search, { method: 'POST', body: jsonBody({ query }) });
}

/** Formats a time of the log as the platform does, such as `2026-07-20 12:21:08`. */
export function formatLogTime(time: LogTime): string {
  return new Date(time * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Parses a time of the log. Ignores an offset; see `LogTime`. Returns undefined if the value is not a valid time. */
export function parseLogTime(value: unknown): LogTime | undefined {
  const match = typeof value === 'string' && /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(value);
  if (!match) return undefined;
  const milliseconds = Date.parse(`${match[1] ?? ''}T${match[2] ?? ''}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

async function readPage(
  call: Call,
  target: ModuleTarget,
  { range, limit, scrollId, signal }: LogPageOptions,
  options: CallOptions,
): Promise<LogPage> {
  const query = {
    ...(typeof range === 'string'
      ? { time_range: range }
      : { time_range: 'customized', start_time: formatLogTime(range.from), end_time: formatLogTime(range.to) }),
    limit: String(limit),
    ...(scrollId === undefined ? {} : { scroll_id: scrollId }),
  };
  const path = modulePath(target, 'log', 'standard_output', 'list');
  const { json, requestId } = await call(path, { ...options, query, maxBytes: maxPageBytes, signal }).catch(
    (error: unknown) => {
      // The platform sends the same code for an expired scroll ID and for a failed search (platform-api.md 4.16). In a
      // request with a scroll ID, treat this code as an expired scroll ID.
      const isScroll = scrollId !== undefined && error instanceof PlatformError && error.code === 'logQueryFailed';
      throw isScroll ? new PlatformError('logScrollExpired', { ...error.facts, cause: error }) : error;
    },
  );
  const data = isObject(json) && isObject(json['data']) ? json['data'] : {};
  if (!Array.isArray(data['logs'])) throw unexpectedShapeError(requestId);
  return {
    entries: objectsIn(data['logs']).map(parseEntry),
    scrollId: stringOf(data, 'scroll_id') || undefined,
    total: numberOf(data, 'total') ?? data['logs'].length,
  };
}

function parseEntry(json: JsonObject): LogEntry {
  return {
    environment: parseEnvironment(stringOf(json, 'environment')),
    process: stringOf(json, 'process_id') ?? '',
    instance: stringOf(json, 'pod_name') ?? '',
    message: stringOf(json, 'message') ?? '',
    time: parseLogTime(json['timestamp']),
  };
}

function fieldsOf({ environment, process, instance }: LogTerms): JsonObject {
  const fields = { environment, process_id: process, pod_name: instance };
  return Object.fromEntries(Object.entries(fields).filter(([, values]) => values !== undefined && values.length > 0));
}
