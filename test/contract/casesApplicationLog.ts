import { okAnswer, MODULE_PATH, plainDate } from './deployShapes.ts';
import {
  codedError,
  fieldError,
  anyFieldError,
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

const LOG_PATH = `${MODULE_PATH}/log/standard_output/list/`;
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
const logAnswer = (logs: Omit<ListMatcher, 'is'>, keys: Readonly<Record<string, Matcher>> = {}): Expectation =>
  okAnswer({
    code: 0,
    data: object({ scroll_id: text, total: integer, dsl: text, logs: { is: 'list', ...logs }, ...keys }),
  });
const emptyLogAnswer = logAnswer({ exactly: [] });

const LOG_NEEDS = 'the grant for application logs, and a module that has written 100 lines in the last hour';
/** Requires the grant, and a full page of lines. */
const fullLogPage: Preparation = {
  path: LAST_HOUR_PATH,
  status: 200,
  answers: object({ data: object({ logs: { is: 'list', least: 100 } }) }),
  needs: LOG_NEEDS,
};

const logCase = (
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
const searchRequest = (query: Readonly<Record<string, unknown>>, path = ALL_LINES_PATH): ContractRequest => ({
  method: 'POST',
  path,
  body: json({ query }),
});
const searchCase = (
  id: string,
  standsFor: string,
  query: Readonly<Record<string, unknown>>,
  expect: Expectation,
): ContractCase => logCase(id, standsFor, expect, searchRequest(query));

/** Returns a case that needs a log line that matches `written`. A real application may never write such a line. */
const lineCase = (written: Matcher, played: ContractCase): ContractCase => {
  const answers = object({ data: object({ logs: { is: 'list', contains: [written] } }) });
  return {
    ...played,
    before: [{ path: ALL_LINES_PATH, status: 200, answers, needs: `${LOG_NEEDS}, one of them of this kind` }],
  };
};

/** Returns a case whose request must fail. Such a case does not need the preparation `fullLogPage`. */
const refusedCase = (...of: Parameters<typeof logCase>): ContractCase => ({ ...logCase(...of), before: [] });

const badQuery = codedError('QUERY_REQUEST_ERROR', -1, '查询日志失败，请检查查询条件');
const queryFailed = codedError('QUERY_LOG_FAILED', -1, pattern('^查询日志失败'));
const noGrantError = gatewayError(403, 1640301, 'APP_NO_PERMISSION', 'no permission');

/** Reads a first page of five lines and sets `{scroll}`. */
const firstPage: Preparation = {
  path: `${LAST_HOUR_PATH}&limit=5`,
  status: 200,
  answers: object({ data: object({ logs: { is: 'list', least: 5 } }) }),
  take: { scroll: ['data', 'scroll_id'] },
  needs: LOG_NEEDS,
};
const NEXT_PAGE_PATH = `${LAST_HOUR_PATH}&limit=5&scroll_id={scroll}`;

/** The standard output log of a module (platform-api.md 4.16). */
export const casesApplicationLog: readonly ContractCase[] = [
  logCase('get', '4.16 body', logAnswer({ of: line(), least: 1 })),
  searchCase('post', '4.16 body, with POST', {}, logAnswer({ of: line(), least: 1 })),
  logCase('emptyPost', '4.16 POST without a body', logAnswer({ of: line(), least: 1 }), { method: 'POST' }),
  logCase('code', '4.16 code is the number 0', okAnswer({ code: 0 })),
  logCase('newestFirst', '4.16 newest first', logAnswer({ descending: 'timestamp', least: 2 }), {
    path: ALL_LINES_PATH,
  }),
  logCase(
    'times',
    '6.5 times of log lines have no offset',
    logAnswer({ of: object({ timestamp: plainDate }), least: 1 }),
  ),
  logCase('defaultLimit', '4.16 limit is 100 by default', logAnswer({ least: 100, most: 100 })),
  logCase('limit', '4.16 limit', logAnswer({ least: 3, most: 3 }), { path: `${LAST_HOUR_PATH}&limit=3` }),
  lineCase(
    line({ environment: 'prod' }),
    logCase('mixed', '4.16 both environments come mixed', logAnswer({ contains: [line({ environment: 'prod' })] }), {
      path: ALL_LINES_PATH,
    }),
  ),
  lineCase(
    line({ environment: 'stag' }),
    searchCase(
      'environment',
      '4.16 terms with an environment',
      { terms: { environment: ['stag'] } },
      logAnswer({ of: line({ environment: 'stag' }), least: 1 }),
    ),
  ),
  lineCase(
    line({ environment: 'stag', process_id: 'worker' }),
    searchCase(
      'process',
      '4.16 terms with a process',
      { terms: { environment: ['stag'], process_id: ['worker'] } },
      logAnswer({ of: line({ process_id: 'worker' }), least: 1 }),
    ),
  ),
  searchCase(
    'termsUnknown',
    '4.16 terms that nothing fits',
    { terms: { process_id: ['no-such-process'] } },
    emptyLogAnswer,
  ),
  {
    ...searchCase(
      'instance',
      '4.16 terms with an instance',
      { terms: { pod_name: ['{pod}'] } },
      logAnswer({
        of: line({ pod_name: '{pod}' }),
        least: 1,
      }),
    ),
    before: [{ path: LAST_HOUR_PATH, status: 200, take: { pod: ['data', 'logs', 0, 'pod_name'] }, needs: LOG_NEEDS }],
  },
  lineCase(
    line({ process_id: 'worker' }),
    searchCase(
      'exclude',
      '4.16 exclude leaves out what fits',
      { exclude: { process_id: ['web'] } },
      logAnswer({ lacks: line({ process_id: 'web' }), least: 1 }),
    ),
  ),
  lineCase(
    line({ environment: 'stag', message: 'health check ok' }),
    searchCase(
      'marks',
      '4.16 matches are wrapped in bk-mark',
      { query_string: 'health', terms: { environment: ['stag'] } },
      logAnswer({ of: line({ message: pattern('^\\[bk-mark\\]health\\[/bk-mark\\] check ok$') }), least: 1 }),
    ),
  ),
  searchCase(
    'noMarks',
    '4.16 no marks without query_string',
    { query_string: '' },
    logAnswer({ lacks: line({ message: pattern('\\[bk-mark\\]') }), least: 1 }),
  ),
  lineCase(
    line({ message: 'health check ok' }),
    searchCase(
      'phrase',
      '4.16 query_string with a phrase',
      { query_string: '"check ok"' },
      logAnswer({ of: line({ message: pattern('\\[bk-mark\\]check') }), least: 1 }),
    ),
  ),
  searchCase('noMatch', '4.16 a search that nothing fits', { query_string: 'nosuchwordanywhere' }, emptyLogAnswer),
  ...(
    [
      ['colours', '4.16 ANSI codes pass through', line({ message: pattern('\\u001b\\[') })],
      ['html', '4.16 HTML passes through', line({ message: pattern('<b>') })],
      ['chinese', '4.16 lines in Chinese', line({ message: pattern('订单') })],
      ['emptyLine', '4.16 an empty line', line({ message: '' })],
    ] as const
  ).map(([id, standsFor, written]) =>
    lineCase(written, logCase(id, standsFor, logAnswer({ contains: [written] }), { path: ALL_LINES_PATH })),
  ),
  ...['5m', '3h', '6h', '12h', '1d', '3d', '7d'].map((range) =>
    logCase(`range.${range}`, `4.16 time_range ${range}`, logAnswer({ of: line(), least: 1 }), {
      path: `${LOG_PATH}?time_range=${range}`,
    }),
  ),
  {
    ...logCase(
      'scroll',
      '4.16 a scroll keeps its id',
      logAnswer({ of: line(), least: 5, most: 5 }, { scroll_id: { is: 'asBefore', path: ['data', 'scroll_id'] } }),
      { path: NEXT_PAGE_PATH },
    ),
    before: [firstPage],
  },
  {
    ...logCase('scrollLimit', '4.16 a scroll keeps its limit', logAnswer({ least: 5, most: 5 }), {
      path: `${LAST_HOUR_PATH}&limit=50&scroll_id={scroll}`,
    }),
    before: [firstPage],
  },
  {
    ...logCase('scrollEnd', '4.16 past the end the list is empty', emptyLogAnswer, {
      path: `${LOG_PATH}?time_range=5m&limit=5000&scroll_id={scroll}`,
    }),
    before: [{ ...firstPage, path: `${LOG_PATH}?time_range=5m&limit=5000` }],
  },
  logCase('scrollUnknown', '4.16 a dead scroll', queryFailed, {
    path: `${LAST_HOUR_PATH}&scroll_id=bm8tc3VjaC1zY3JvbGw=`,
  }),
  {
    ...logCase('scrollOver', '4.16 a scroll ends after 5 minutes', queryFailed, {
      path: NEXT_PAGE_PATH,
      fault: { kind: 'clockSkew', ms: 301_000 },
    }),
    before: [firstPage],
  },
  searchCase('badQuotes', '4.16 a bad query: quotation marks', { query_string: '"open' }, badQuery),
  searchCase('badOperator', '4.16 a bad query: an operator alone', { query_string: 'AND' }, badQuery),
  searchCase('badBrackets', '4.16 a bad query: brackets', { query_string: '(a OR b' }, badQuery),
  searchCase('badTerms', '4.16 terms that are no object', { terms: ['stag'] }, badQuery),
  logCase('badJson', '1.11 envelope D, at the log', frameworkError(400, pattern('^JSON parse error - ')), {
    method: 'POST',
    body: { kind: 'raw', type: 'application/json', text: '{' },
  }),
  logCase('noRange', '4.16 time_range is required', fieldError('time_range', '该字段是必填项。'), { path: LOG_PATH }),
  logCase('badRange', '4.16 time_range has a closed list', anyFieldError('time_range'), {
    path: `${LOG_PATH}?time_range=2h`,
  }),
  logCase('customEmpty', '4.16 customized: nothing was written then', emptyLogAnswer, {
    path: `${LOG_PATH}?time_range=customized&start_time=2020-01-01 00:00:00&end_time=2020-01-01 01:00:00`,
  }),
  {
    ...logCase(
      'customSecond',
      '4.16 customized: both ends belong to the range',
      logAnswer({ of: line({ timestamp: '{time}' }), least: 1 }),
      {
        path: `${LOG_PATH}?time_range=customized&start_time={time}&end_time={time}`,
      },
    ),
    before: [{ path: LAST_HOUR_PATH, status: 200, take: { time: ['data', 'logs', 0, 'timestamp'] }, needs: LOG_NEEDS }],
  },
  logCase('customIncomplete', '4.16 customized without times', anyFieldError('time_range'), {
    path: `${LOG_PATH}?time_range=customized`,
  }),
  logCase('customBadTime', '4.16 customized with a bad time', anyFieldError('start_time'), {
    path: `${LOG_PATH}?time_range=customized&start_time=yesterday&end_time=2020-01-01 01:00:00`,
  }),
  logCase('limitZero', '4.16 limit is at least 1', anyFieldError('limit'), { path: `${LAST_HOUR_PATH}&limit=0` }),
  logCase('limitText', '4.16 limit is a number', anyFieldError('limit'), { path: `${LAST_HOUR_PATH}&limit=x` }),
  logCase(
    'window',
    '4.16 offset and limit over 10,000',
    { status: 400, body: object({ code: pattern('^[A-Z_]+$') }) },
    {
      path: `${LAST_HOUR_PATH}&offset=9990&limit=11`,
    },
  ),
  logCase('windowEdge', '4.16 offset and limit of 10,000', logAnswer({}), {
    path: `${LAST_HOUR_PATH}&offset=9990&limit=10`,
  }),
  { ...refusedCase('storeDown', '4.16 a log store that is down', serverError), switches: { logStore: 'down' } },
  { ...refusedCase('storeFails', '4.16 a search that fails', queryFailed), switches: { logStore: 'fails' } },
  {
    ...refusedCase('ungranted', '4.0 row 4.16: without a grant', noGrantError),
    switches: { applicationLogsGranted: false },
  },
  {
    ...refusedCase('ungrantedPost', '4.0 row 4.16: without a grant, with POST', noGrantError, searchRequest({})),
    switches: { applicationLogsGranted: false },
  },
  {
    ...logCase('getOnly', '4.0 row 4.16: GET and POST are two resources', noGrantError, searchRequest({})),
    switches: { applicationLogsGranted: 'getOnly' },
  },
  refusedCase('operator', '4.0 row 4.16: basic_develop', forbidden, { caller: 'operator' }),
  refusedCase('guest', '1.11 envelope E, at the log', forbidden, { caller: 'guest' }),
  refusedCase('wrongModule', '4.0 wrong module name: the log is a 404', noModule, {
    path: '/bkapps/applications/{app}/modules/no-such-module/log/standard_output/list/?time_range=1h',
  }),
  refusedCase('unknownApplication', '1.10 row "app code unknown", at the log', noApplication, {
    path: '/bkapps/applications/no-such-app-here/modules/default/log/standard_output/list/?time_range=1h',
  }),
];
