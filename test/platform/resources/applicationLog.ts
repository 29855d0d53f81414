import { randomBytes } from 'node:crypto';
import { BackendRefusal, okAnswer } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import { platformDate } from '../backend/dates.ts';
import { linesBetween } from '../running/logLines.ts';
import { hasTerms, parseLogQuery } from '../running/logQuery.ts';
import { parseUploadBody } from '../upload/parseUploadBody.ts';
import { readLogWindow } from './readLogWindow.ts';
import type { BackendAnswer } from '../backend/backendAnswer.ts';
import type { BackendCall, ModuleRoute } from '../route.ts';
import type { Application, LogScroll, Module } from '../state.ts';
import type { StoredLine } from '../running/logLines.ts';

const LOG_LIST_PATH = '/bkapps/applications/{app}/modules/{module}/log/standard_output/list/';

/** How long a scroll exists after its last use, in milliseconds (platform-api.md 4.16). */
const SCROLL_LIFE_MS = 5 * 60_000;

const routeDefaults = {
  path: LOG_LIST_PATH,
  scope: 'module',
  permission: 'basic_develop',
  moduleLookup: 'safe',
} as const;

/** The standard output log, without a search (platform-api.md 4.16). */
export const logWithGetRoute: ModuleRoute = {
  ...routeDefaults,
  operationId: 'search_standard_log_with_get',
  method: 'GET',
  answer: (call, application, module) => answerPage(call, application, module, {}),
};

/** The standard output log, with a search in the body (platform-api.md 4.16). */
export const logWithPostRoute: ModuleRoute = {
  ...routeDefaults,
  operationId: 'search_standard_log_with_post',
  method: 'POST',
  async answer(call, application, module) {
    const { fields } = await parseUploadBody(call);
    return answerPage(call, application, module, Object.fromEntries(fields));
  },
};

function answerPage(
  call: BackendCall,
  application: Application,
  module: Module,
  body: Readonly<Record<string, unknown>>,
): BackendAnswer {
  const { language, state, switches } = call;
  const window = readLogWindow(call);
  if (switches.logStore === 'down') return backendErrors.serverError();
  if (switches.logStore === 'fails') return backendErrors.logQueryFailed(language);
  const now = call.now().getTime();
  const query = requireObject(body['query'] ?? {}, call);
  const scrollId = call.query.get('scroll_id');
  if (scrollId !== null) {
    const scroll = state.logScrolls.get(scrollId);
    const isAlive = scroll !== undefined && scroll.expires > now;
    if (!isAlive && switches.wrong !== 'logScrollForever') return backendErrors.logScrollExpired(language);
    return answerScroll(scrollId, scroll ?? { lines: [], next: 0, limit: window.limit, expires: now }, call);
  }
  const lines = searchedLines(linesBetween(application, module, { ...window, now: call.now() }), query, call);
  if (switches.wrong !== 'logOldestFirst') lines.reverse();
  for (const [old, { expires }] of state.logScrolls) if (expires <= now) state.logScrolls.delete(old);
  const id = `${randomBytes(48).toString('base64url')}==`;
  const scroll = { lines, next: window.offset, limit: window.limit, expires: 0 };
  state.logScrolls.set(id, scroll);
  return answerScroll(id, scroll, call);
}

function answerScroll(id: string, scroll: LogScroll, { now, switches: { wrong } }: BackendCall): BackendAnswer {
  const { lines, next, limit } = scroll;
  scroll.next += limit;
  scroll.expires = now().getTime() + SCROLL_LIFE_MS;
  return okAnswer({
    code: wrong === 'logCodeAsText' ? '0' : 0,
    data: {
      scroll_id: id,
      logs: lines.slice(next, next + limit).map(({ at, environment, process, pod, message }) => ({
        environment,
        process_id: process,
        pod_name: pod,
        message,
        timestamp: platformDate(new Date(at), wrong === 'logTimesWithOffset'),
      })),
      total: lines.length,
      dsl: JSON.stringify({ size: limit, sort: [{ dtEventTimeStamp: { order: 'desc' } }] }),
    },
  });
}

/** Returns the lines that match the query. Marks the matches in the messages of these lines. */
function searchedLines(
  lines: readonly StoredLine[],
  query: Readonly<Record<string, unknown>>,
  call: BackendCall,
): StoredLine[] {
  const text = query['query_string'] ?? '';
  const search = typeof text === 'string' ? parseLogQuery(text) : undefined;
  if (!search) throw new BackendRefusal(backendErrors.logQueryRefused(call.language));
  const terms = requireObject(query['terms'] ?? {}, call);
  const exclude = requireObject(query['exclude'] ?? {}, call);
  const { wrong } = call.switches;
  return lines.flatMap((line) => {
    if (wrong !== 'logTermsIgnored' && !hasTerms(line, terms, 'every')) return [];
    if (hasTerms(line, exclude, 'some')) return [];
    const message = search(line.message);
    if (message === undefined) return [];
    return [{ ...line, message: wrong === 'logMarksMissing' ? line.message : message }];
  });
}

function requireObject(value: unknown, call: BackendCall): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new BackendRefusal(backendErrors.logQueryRefused(call.language));
}
