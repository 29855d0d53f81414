import { okAnswer, MODULE, plainDate } from './deployShapes.ts';
import {
  codedError,
  fieldError,
  fieldRefused,
  forbidden,
  frameworkError,
  gatewayError,
  integer,
  json,
  noApplication,
  noModule,
  object,
  orNull,
  pattern,
  serverError,
  text,
} from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation, Preparation } from './contractCase.ts';
import type { ListMatcher, Matcher } from './matcher.ts';

const LOG_PATH = `${MODULE}/log/standard_output/list/`;
const LAST_HOUR_PATH = `${LOG_PATH}?time_range=1h`;
const ALL_LINES_PATH = `${LAST_HOUR_PATH}&limit=500`;

const line = (keys: Readonly<Record<string, Matcher>> = {}): Matcher =>
  object({
    environment: { is: 'oneOf', of: ['stag', 'prod'] },
    process_id: orNull(text),
    pod_name: text,
    message: text,
    timestamp: plainDate,
    ...keys,
  });
const page = (logs: Omit<ListMatcher, 'is'>, keys: Readonly<Record<string, Matcher>> = {}): Expectation =>
  okAnswer({
    code: 0,
    data: object({ scroll_id: text, total: integer, dsl: text, logs: { is: 'list', ...logs }, ...keys }),
  });
const empty = page({ exactly: [] });

const NEEDS = 'the grant for application logs, and a module that has written 100 lines in the last hour';
/** Requires the grant, and a full page of lines. */
const fullLogPage: Preparation = {
  path: LAST_HOUR_PATH,
  status: 200,
  answers: object({ data: object({ logs: { is: 'list', least: 100 } }) }),
  needs: NEEDS,
};

const reading = (
  id: string,
  standsFor: string,
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({
  id: `log.${id}`,
  statement: standsFor,
  before: [fullLogPage],
  request: { path: LAST_HOUR_PATH, ...request },
  expect,
});

/** Returns a POST with this search. */
const search = (query: Readonly<Record<string, unknown>>, path = ALL_LINES_PATH): ContractRequest => ({
  method: 'POST',
  path,
  body: json({ query }),
});
const searching = (
  id: string,
  standsFor: string,
  query: Readonly<Record<string, unknown>>,
  expect: Expectation,
): ContractCase => reading(id, standsFor, expect, search(query));

/** Returns a case that needs a log line that matches `written`. A real application may never write such a line. */
const lineCase = (written: Matcher, played: ContractCase): ContractCase => {
  const answers = object({ data: object({ logs: { is: 'list', contains: [written] } }) });
  return {
    ...played,
    before: [{ path: ALL_LINES_PATH, status: 200, answers, needs: `${NEEDS}, one of them of this kind` }],
  };
};

/** Returns a case whose request must fail. Such a case does not need the preparation `fullLogPage`. */
const refused = (...of: Parameters<typeof reading>): ContractCase => ({ ...reading(...of), before: [] });

const badQuery = codedError('QUERY_REQUEST_ERROR', -1, '查询日志失败，请检查查询条件');
const queryFailed = codedError('QUERY_LOG_FAILED', -1, pattern('^查询日志失败'));
const ungranted = gatewayError(403, 1640301, 'APP_NO_PERMISSION', 'no permission');

/** Reads a first page of five lines and sets `{scroll}`. */
const firstPage: Preparation = {
  path: `${LAST_HOUR_PATH}&limit=5`,
  status: 200,
  answers: object({ data: object({ logs: { is: 'list', least: 5 } }) }),
  take: { scroll: ['data', 'scroll_id'] },
  needs: NEEDS,
};
const NEXT_PAGE_PATH = `${LAST_HOUR_PATH}&limit=5&scroll_id={scroll}`;

/** The standard output log of a module (platform-api.md 4.16). */
export const casesApplicationLog: readonly ContractCase[] = [
  reading('get', '4.16 body', page({ of: line(), least: 1 })),
  searching('post', '4.16 body, with POST', {}, page({ of: line(), least: 1 })),
  reading('emptyPost', '4.16 POST without a body', page({ of: line(), least: 1 }), { method: 'POST' }),
  reading('code', '4.16 code is the number 0', okAnswer({ code: 0 })),
  reading('newestFirst', '4.16 newest first', page({ descending: 'timestamp', least: 2 }), { path: ALL_LINES_PATH }),
  reading('times', '6.5 times of log lines have no offset', page({ of: object({ timestamp: plainDate }), least: 1 })),
  reading('defaultLimit', '4.16 limit is 100 by default', page({ least: 100, most: 100 })),
  reading('limit', '4.16 limit', page({ least: 3, most: 3 }), { path: `${LAST_HOUR_PATH}&limit=3` }),
  lineCase(
    line({ environment: 'prod' }),
    reading('mixed', '4.16 both environments come mixed', page({ contains: [line({ environment: 'prod' })] }), {
      path: ALL_LINES_PATH,
    }),
  ),
  lineCase(
    line({ environment: 'stag' }),
    searching(
      'environment',
      '4.16 terms with an environment',
      { terms: { environment: ['stag'] } },
      page({ of: line({ environment: 'stag' }), least: 1 }),
    ),
  ),
  lineCase(
    line({ environment: 'stag', process_id: 'worker' }),
    searching(
      'process',
      '4.16 terms with a process',
      { terms: { environment: ['stag'], process_id: ['worker'] } },
      page({ of: line({ process_id: 'worker' }), least: 1 }),
    ),
  ),
  searching('termsUnknown', '4.16 terms that nothing fits', { terms: { process_id: ['no-such-process'] } }, empty),
  {
    ...searching(
      'instance',
      '4.16 terms with an instance',
      { terms: { pod_name: ['{pod}'] } },
      page({
        of: line({ pod_name: '{pod}' }),
        least: 1,
      }),
    ),
    before: [{ path: LAST_HOUR_PATH, status: 200, take: { pod: ['data', 'logs', 0, 'pod_name'] }, needs: NEEDS }],
  },
  lineCase(
    line({ process_id: 'worker' }),
    searching(
      'exclude',
      '4.16 exclude leaves out what fits',
      { exclude: { process_id: ['web'] } },
      page({ lacks: line({ process_id: 'web' }), least: 1 }),
    ),
  ),
  lineCase(
    line({ environment: 'stag', message: 'health check ok' }),
    searching(
      'marks',
      '4.16 matches are wrapped in bk-mark',
      { query_string: 'health', terms: { environment: ['stag'] } },
      page({ of: line({ message: pattern('^\\[bk-mark\\]health\\[/bk-mark\\] check ok$') }), least: 1 }),
    ),
  ),
  searching(
    'noMarks',
    '4.16 no marks without query_string',
    { query_string: '' },
    page({ lacks: line({ message: pattern('\\[bk-mark\\]') }), least: 1 }),
  ),
  lineCase(
    line({ message: 'health check ok' }),
    searching(
      'phrase',
      '4.16 query_string with a phrase',
      { query_string: '"check ok"' },
      page({ of: line({ message: pattern('\\[bk-mark\\]check') }), least: 1 }),
    ),
  ),
  searching('noMatch', '4.16 a search that nothing fits', { query_string: 'nosuchwordanywhere' }, empty),
  ...(
    [
      ['colours', '4.16 ANSI codes pass through', line({ message: pattern('\\u001b\\[') })],
      ['html', '4.16 HTML passes through', line({ message: pattern('<b>') })],
      ['chinese', '4.16 lines in Chinese', line({ message: pattern('订单') })],
      ['emptyLine', '4.16 an empty line', line({ message: '' })],
    ] as const
  ).map(([id, standsFor, written]) =>
    lineCase(written, reading(id, standsFor, page({ contains: [written] }), { path: ALL_LINES_PATH })),
  ),
  ...['5m', '3h', '6h', '12h', '1d', '3d', '7d'].map((range) =>
    reading(`range.${range}`, `4.16 time_range ${range}`, page({ of: line(), least: 1 }), {
      path: `${LOG_PATH}?time_range=${range}`,
    }),
  ),
  {
    ...reading(
      'scroll',
      '4.16 a scroll keeps its id',
      page({ of: line(), least: 5, most: 5 }, { scroll_id: { is: 'asBefore', path: ['data', 'scroll_id'] } }),
      { path: NEXT_PAGE_PATH },
    ),
    before: [firstPage],
  },
  {
    ...reading('scrollLimit', '4.16 a scroll keeps its limit', page({ least: 5, most: 5 }), {
      path: `${LAST_HOUR_PATH}&limit=50&scroll_id={scroll}`,
    }),
    before: [firstPage],
  },
  {
    ...reading('scrollEnd', '4.16 past the end the list is empty', empty, {
      path: `${LOG_PATH}?time_range=5m&limit=5000&scroll_id={scroll}`,
    }),
    before: [{ ...firstPage, path: `${LOG_PATH}?time_range=5m&limit=5000` }],
  },
  reading('scrollUnknown', '4.16 a dead scroll', queryFailed, {
    path: `${LAST_HOUR_PATH}&scroll_id=bm8tc3VjaC1zY3JvbGw=`,
  }),
  {
    ...reading('scrollOver', '4.16 a scroll ends after 5 minutes', queryFailed, {
      path: NEXT_PAGE_PATH,
      fault: { kind: 'clockSkew', ms: 301_000 },
    }),
    before: [firstPage],
  },
  searching('badQuotes', '4.16 a bad query: quotation marks', { query_string: '"open' }, badQuery),
  searching('badOperator', '4.16 a bad query: an operator alone', { query_string: 'AND' }, badQuery),
  searching('badBrackets', '4.16 a bad query: brackets', { query_string: '(a OR b' }, badQuery),
  searching('badTerms', '4.16 terms that are no object', { terms: ['stag'] }, badQuery),
  reading('badJson', '1.11 envelope D, at the log', frameworkError(400, pattern('^JSON parse error - ')), {
    method: 'POST',
    body: { kind: 'raw', type: 'application/json', text: '{' },
  }),
  reading('noRange', '4.16 time_range is required', fieldError('time_range', '该字段是必填项。'), { path: LOG_PATH }),
  reading('badRange', '4.16 time_range has a closed list', fieldRefused('time_range'), {
    path: `${LOG_PATH}?time_range=2h`,
  }),
  reading('customEmpty', '4.16 customized: nothing was written then', empty, {
    path: `${LOG_PATH}?time_range=customized&start_time=2020-01-01 00:00:00&end_time=2020-01-01 01:00:00`,
  }),
  {
    ...reading(
      'customSecond',
      '4.16 customized: both ends belong to the range',
      page({ of: line({ timestamp: '{time}' }), least: 1 }),
      {
        path: `${LOG_PATH}?time_range=customized&start_time={time}&end_time={time}`,
      },
    ),
    before: [{ path: LAST_HOUR_PATH, status: 200, take: { time: ['data', 'logs', 0, 'timestamp'] }, needs: NEEDS }],
  },
  reading('customIncomplete', '4.16 customized without times', fieldRefused('time_range'), {
    path: `${LOG_PATH}?time_range=customized`,
  }),
  reading('customBadTime', '4.16 customized with a bad time', fieldRefused('start_time'), {
    path: `${LOG_PATH}?time_range=customized&start_time=yesterday&end_time=2020-01-01 01:00:00`,
  }),
  reading('limitZero', '4.16 limit is at least 1', fieldRefused('limit'), { path: `${LAST_HOUR_PATH}&limit=0` }),
  reading('limitText', '4.16 limit is a number', fieldRefused('limit'), { path: `${LAST_HOUR_PATH}&limit=x` }),
  reading(
    'window',
    '4.16 offset and limit over 10,000',
    { status: 400, body: object({ code: pattern('^[A-Z_]+$') }) },
    {
      path: `${LAST_HOUR_PATH}&offset=9990&limit=11`,
    },
  ),
  reading('windowEdge', '4.16 offset and limit of 10,000', page({}), {
    path: `${LAST_HOUR_PATH}&offset=9990&limit=10`,
  }),
  { ...refused('storeDown', '4.16 a log store that is down', serverError), switches: { logStore: 'down' } },
  { ...refused('storeFails', '4.16 a search that fails', queryFailed), switches: { logStore: 'fails' } },
  { ...refused('ungranted', '4.0 row 4.16: without a grant', ungranted), switches: { applicationLogsGranted: false } },
  {
    ...refused('ungrantedPost', '4.0 row 4.16: without a grant, with POST', ungranted, search({})),
    switches: { applicationLogsGranted: false },
  },
  {
    ...reading('getOnly', '4.0 row 4.16: GET and POST are two resources', ungranted, search({})),
    switches: { applicationLogsGranted: 'getOnly' },
  },
  refused('operator', '4.0 row 4.16: basic_develop', forbidden, { caller: 'operator' }),
  refused('guest', '1.11 envelope E, at the log', forbidden, { caller: 'guest' }),
  refused('wrongModule', '4.0 wrong module name: the log is a 404', noModule, {
    path: '/bkapps/applications/{app}/modules/no-such-module/log/standard_output/list/?time_range=1h',
  }),
  refused('unknownApplication', '1.10 row "app code unknown", at the log', noApplication, {
    path: '/bkapps/applications/no-such-app-here/modules/default/log/standard_output/list/?time_range=1h',
  }),
];
