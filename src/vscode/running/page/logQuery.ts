import { isObject, stringOf, type JsonObject } from '../../../core/http/json.ts';
import type { LogQuery } from '../../../core/operations/running/logPages.ts';
import {
  formatLogTime,
  logRangeSeconds,
  parseLogTime,
  type LogRange,
  type LogTime,
} from '../../../core/platform/applicationLog.ts';
import type { LogQueryView, LogSource } from '../../../page/messages.ts';
import type { LogTarget } from '../../deploy/deployServices.ts';

/** Maximum length of a search, in characters. A longer text was probably pasted by mistake. */
const maxSearchLength = 1000;

/** Returns the query with which a page begins: the last hour of the environment, or of one process or instance. */
export function firstQuery({ process, instance }: Pick<LogTarget, 'process' | 'instance'>): LogQuery {
  return { range: '1h', processes: listOf(process), instances: listOf(instance) };
}

/** Converts a query to the values that the page's controls show. */
export function queryView({
  range,
  search = '',
  processes = [],
  instances = [],
  exclude = {},
}: LogQuery): LogQueryView {
  const isCustom = typeof range !== 'string';
  return {
    range: isCustom ? 'custom' : range,
    from: isCustom ? formatInputTime(range.from) : '',
    to: isCustom ? formatInputTime(range.to) : '',
    search,
    source: sourcesOf(processes, instances)[0]?.value ?? '',
    exclude: sourcesOf(exclude.process ?? [], exclude.instance ?? []).map(({ value }) => value),
  };
}

/**
 * Parses a query that the page sent. The query is not trusted. If the ends of a custom range are in the wrong order,
 * swaps them. Returns undefined if a value is invalid.
 */
export function parseLogQuery(json: JsonObject): LogQuery | undefined {
  const query = json['kind'] === 'query' && isObject(json['query']) ? json['query'] : undefined;
  if (!query) return undefined;
  const range = parseRange(query);
  const search = stringOf(query, 'search');
  const source = stringOf(query, 'source');
  const exclude = query['exclude'];
  if (range === undefined || search === undefined || search.length > maxSearchLength || source === undefined)
    return undefined;
  if (!Array.isArray(exclude) || !exclude.every((each) => typeof each === 'string')) return undefined;
  return {
    range,
    search: search.trim(),
    processes: namesIn([source], 'process'),
    instances: namesIn([source], 'instance'),
    exclude: { process: namesIn(exclude, 'process'), instance: namesIn(exclude, 'instance') },
  };
}

/** Converts the names of processes and instances to the entries of the page's list of sources. */
export function sourcesOf(processes: Iterable<string>, instances: Iterable<string>): LogSource[] {
  const of = (kind: LogSource['kind'], names: Iterable<string>): LogSource[] =>
    [...names].map((name) => ({ kind, value: `${kind}:${name}`, name }));
  return [...of('process', processes), ...of('instance', instances)];
}

/** Formats a time of the log as the value of a `datetime-local` input, such as `2026-07-20T12:21:08`. */
export function formatInputTime(time: LogTime): string {
  return formatLogTime(time).replace(' ', 'T');
}

function parseRange(query: JsonObject): LogRange | undefined {
  const range = stringOf(query, 'range') ?? '';
  if (Object.hasOwn(logRangeSeconds, range)) return range as keyof typeof logRangeSeconds;
  if (range !== 'custom') return undefined;
  const [from, to] = [parseInputTime(stringOf(query, 'from')), parseInputTime(stringOf(query, 'to'))];
  return from === undefined || to === undefined ? undefined : { from: Math.min(from, to), to: Math.max(from, to) };
}

/** Parses the value of a `datetime-local` input. The value has no seconds if they are zero. */
function parseInputTime(text = ''): LogTime | undefined {
  return parseLogTime(/T\d\d:\d\d$/.test(text) ? `${text}:00` : text);
}

function namesIn(values: readonly string[], kind: LogSource['kind']): string[] {
  const prefix = `${kind}:`;
  return values.filter((value) => value.startsWith(prefix)).map((value) => value.slice(prefix.length));
}

function listOf(name: string | undefined): string[] {
  return name === undefined ? [] : [name];
}
