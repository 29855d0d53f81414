import type { Cancellable } from '../http/clock.ts';
import { isObject, numberOf, objectsIn, stringOf, type JsonObject } from '../http/json.ts';
import { jsonBody, type Call, type CallOptions } from './call.ts';
import { parseEnvironment, type Environment } from './names.ts';
import { modulePath, type ModuleTarget } from './paths.ts';
import { PlatformError, unexpectedShape } from './platformError.ts';

/** Time ranges that the platform offers, each ending now, with their length in seconds (platform-api.md 4.16). */
export const logRanges = {
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
 * A time on the platform's wall clock, in seconds since 1970 as if that clock showed UTC. The timestamps of the log have
 * no offset (platform-api.md 6.5), so only compare these times with each other, never with another clock.
 */
export type LogTime = number;

/** A range that ends now, or a range between two times of the log. Both ends are included, to the whole second. */
export type LogRange = keyof typeof logRanges | { from: LogTime; to: LogTime };

/** The part of a module's log to read. */
export interface LogWindow extends Cancellable {
  range: LogRange;
  /** Lines in the response. The platform refuses more than 10,000. A scroll keeps the limit of its first request. */
  limit: number;
  /** Continues an earlier read with older lines. A scroll lives for 5 minutes (platform-api.md 4.16). */
  scrollId?: string | undefined;
}

/** Values of a line's fields. A line fits if it has one of the values of each field. */
export interface LogTerms {
  environment?: readonly Environment[] | undefined;
  process?: readonly string[] | undefined;
  instance?: readonly string[] | undefined;
}

export interface LogSearch extends LogWindow {
  /** A query in the platform's language, in which words are searched in the message. */
  queryString?: string | undefined;
  terms?: LogTerms | undefined;
  /** Lines that fit these terms are left out. */
  exclude?: LogTerms | undefined;
}

export interface LogEntry {
  environment: Environment | undefined;
  /** Name of the process; empty if the platform does not know it. */
  process: string;
  /** Name of the instance, which is the pod's name. */
  instance: string;
  /**
   * The line as the application wrote it, with its ANSI codes. After a search with `queryString`, matches are wrapped in
   * `[bk-mark]` and `[/bk-mark]`.
   */
  message: string;
  /** Undefined if the platform sent no valid time. */
  time: LogTime | undefined;
}

export interface LogPage {
  /** Newest first. */
  entries: LogEntry[];
  scrollId: string | undefined;
  /** Number of all lines that fit. */
  total: number;
}

/**
 * Maximum bytes of a page. Parsing a larger page would block the editor for more than 50 ms, so a caller reads fewer
 * lines instead.
 */
const maxPageBytes = 4 * 1024 * 1024;

/** Reads a page of a module's log, of both environments, newest first. */
export function listLog(call: Call, target: ModuleTarget, window: LogWindow): Promise<LogPage> {
  return readPage(call, target, window, {});
}

/**
 * Reads a page of the lines that fit, newest first. Sends a POST, because only a POST can filter, and sends it once:
 * requests that are not a GET are never retried.
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

/** Parses a time of the log. Ignores an offset, because both ends of a range are sent without one. */
export function parseLogTime(value: unknown): LogTime | undefined {
  const match = typeof value === 'string' && /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(value);
  if (!match) return undefined;
  const milliseconds = Date.parse(`${match[1] ?? ''}T${match[2] ?? ''}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

async function readPage(
  call: Call,
  target: ModuleTarget,
  { range, limit, scrollId, signal }: LogWindow,
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
      // The platform has one code for a dead scroll and for a failed search (platform-api.md 4.16).
      const isScroll = scrollId !== undefined && error instanceof PlatformError && error.code === 'logQueryFailed';
      throw isScroll ? new PlatformError('logScrollExpired', { ...error.facts, cause: error }) : error;
    },
  );
  const data = isObject(json) && isObject(json['data']) ? json['data'] : {};
  if (!Array.isArray(data['logs'])) throw unexpectedShape(requestId);
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
