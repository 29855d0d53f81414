import {
  DEPLOY_PATH,
  deployRequest,
  startedDeployment,
  EVENTS_PATH,
  newestDeployment,
  NO_SUCH_ID,
  noRoute,
  plainDate,
  deployFields,
} from './deployShapes.ts';
import {
  absent,
  apiNotFound,
  codedError,
  anyFieldError,
  forbidden,
  integer,
  object,
  pattern,
  text,
  uuid,
} from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation } from './contractCase.ts';
import type { ListMatcher, Matcher } from './matcher.ts';
import type { Plans } from './plans.ts';

const jsonText = (inner: Matcher): Matcher => ({ is: 'hiddenJson', inner });
const eventListAnswer = (events: Omit<ListMatcher, 'is'>): Expectation => ({
  status: 200,
  body: { is: 'list', ...events },
});
const eventMatcher = (kind: string, keys: Readonly<Record<string, Matcher>>): Matcher =>
  object({ event: kind, data: jsonText(object(keys)) });
const KINDS = ['init', 'title', 'msg', 'phase', 'step', 'close', 'internal'];
const anyEvent = object({ id: integer, event: { is: 'oneOf', of: KINDS }, data: text });
const outputStream = pattern('^STD(OUT|ERR)$');
const SMART_DEPLOY_PATH = DEPLOY_PATH.replace('{app}', '{sMartApp}').replace('{module}', 'default');
const noChannel = (detail: string): Expectation => ({
  ...codedError('CHANNEL_NOT_FOUND', 4311007, detail),
  status: 404,
});
const NO_CHANNEL_ZH = '日志流管道不存在';

/**
 * Returns a case that starts a deployment and reads the deployment's events. With the default plan, all events exist at
 * once.
 */
const plannedCase = (
  id: string,
  standsFor: string,
  expect: Expectation,
  { plan = 'successful', query = '', ...request }: PlannedRequest = {},
): ContractCase => ({
  id: `events.${id}`,
  statement: standsFor,
  writes: true,
  plans: { deploy: [plan] },
  before: [startedDeployment],
  request: { path: `${EVENTS_PATH}${query}`, ...request },
  expect,
});
type PlannedRequest = Partial<ContractRequest> & { plan?: NonNullable<Plans['deploy']>[number]; query?: string };

/** Returns a case that reads the events of the newest deployment to stag in the history. */
const existingDeploymentCase = (
  id: string,
  standsFor: string,
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({
  id: `events.${id}`,
  statement: standsFor,
  before: [newestDeployment],
  request: { path: EVENTS_PATH, ...request },
  expect,
});

const phaseEvent = (name: string, status: string): Matcher => eventMatcher('phase', { name, status });

/** Event history (platform-api.md 4.12). */
export const casesEvents: readonly ContractCase[] = [
  existingDeploymentCase('any', '4.12 events, no channel, or no endpoint: all three are known answers', {
    status: [200, 404],
    body: {
      is: 'oneOf',
      of: [{ is: 'list', of: anyEvent }, object({ code: 'CHANNEL_NOT_FOUND' }), { is: 'page', title: 'Not Found' }],
    },
  }),
  plannedCase('whole', '4.12 an array, not an object', eventListAnswer({ least: 3, of: anyEvent })),
  plannedCase('init', '4.12 event init', eventListAnswer({ first: object({ id: 1, event: 'init', data: '' }) })),
  plannedCase(
    'close',
    '4.12 close means the deployment is over',
    eventListAnswer({
      contains: [object({ event: 'init' }), phaseEvent('release', 'successful'), object({ event: 'close', data: '' })],
    }),
  ),
  plannedCase(
    'phases',
    '4.12 event phase: each begins pending and ends',
    eventListAnswer({
      contains: [
        eventMatcher('phase', { name: 'preparation', status: 'pending', start_time: plainDate, complete_time: null }),
        eventMatcher('phase', { name: 'preparation', status: 'successful', complete_time: plainDate }),
        phaseEvent('build', 'pending'),
        phaseEvent('build', 'successful'),
        phaseEvent('release', 'successful'),
      ],
      lacks: phaseEvent('release', 'pending'),
    }),
  ),
  {
    ...plannedCase(
      'phasesOfDefaultType',
      '4.12 an application of type default announces its release',
      eventListAnswer({
        contains: [phaseEvent('release', 'pending'), eventMatcher('step', { name: '检测部署结果', release_id: uuid })],
      }),
    ),
    before: [{ ...startedDeployment, ...deployRequest(deployFields('{sMartVersion}'), { path: SMART_DEPLOY_PATH }) }],
  },
  plannedCase(
    'failedInPreparation',
    '4.12 a failed preparation sends two failed phases',
    eventListAnswer({ contains: [phaseEvent('preparation', 'failed'), phaseEvent('build', 'failed')] }),
    { plan: 'failsInPreparation' },
  ),
  plannedCase(
    'steps',
    '4.12 event step',
    eventListAnswer({
      contains: [
        eventMatcher('step', {
          phase: 'preparation',
          name: '解析应用进程信息',
          status: 'pending',
          complete_time: null,
        }),
        eventMatcher('step', { phase: 'preparation', name: '解析应用进程信息', status: 'successful' }),
      ],
    }),
  ),
  plannedCase(
    'noOffset',
    '4.12 times inside phase and step have no offset',
    eventListAnswer({
      contains: [eventMatcher('step', { start_time: plainDate, complete_time: plainDate })],
      lacks: eventMatcher('step', { start_time: { is: 'date', offset: 'required' } }),
    }),
  ),
  plannedCase(
    'release',
    '4.12 the pending step 检测部署结果 carries bkapp_release_id as text',
    eventListAnswer({
      contains: [
        eventMatcher('step', { name: '检测部署结果', status: 'pending', bkapp_release_id: pattern('^\\d+$') }),
        eventMatcher('step', { name: '检测部署结果', status: 'successful', bkapp_release_id: absent }),
      ],
    }),
  ),
  plannedCase(
    'title',
    '4.12 event title',
    eventListAnswer({ contains: [object({ event: 'title', data: pattern('.') })] }),
  ),
  plannedCase(
    'lines',
    '4.12 event msg',
    eventListAnswer({
      contains: [eventMatcher('msg', { line: pattern('^Preparing to build '), stream: outputStream })],
    }),
  ),
  plannedCase(
    'streams',
    '4.12 stream is STDOUT or STDERR',
    eventListAnswer({
      contains: [eventMatcher('msg', { stream: 'STDOUT' }), eventMatcher('msg', { stream: 'STDERR' })],
    }),
    { plan: 'failsInBuild' },
  ),
  plannedCase(
    'colours',
    '4.12 line may hold ANSI colour codes',
    eventListAnswer({ contains: [eventMatcher('msg', { line: pattern(String.raw`\u001b\[31mred`) })] }),
    { plan: 'coloured' },
  ),
  plannedCase(
    'longLine',
    '4.12 a line is cut after 4096 characters',
    eventListAnswer({
      contains: [eventMatcher('msg', { line: pattern(String.raw`^长{4096}\.\.\.\(content too long, truncated\)$`) })],
    }),
    { plan: 'longLine' },
  ),
  plannedCase(
    'unseenStep',
    '4.11 a step never seen has no event',
    eventListAnswer({ least: 3, lacks: eventMatcher('step', { name: '检测构建工具' }) }),
    { plan: 'unseenStep' },
  ),
  plannedCase('fromStart', '4.12 last_event_id: default 0 = all', eventListAnswer({ first: object({ id: 1 }) }), {
    query: '?last_event_id=0',
  }),
  plannedCase(
    'after',
    '4.12 last_event_id: events with id > N',
    eventListAnswer({ first: object({ id: 3 }), lacks: object({ id: { is: 'oneOf', of: [1, 2] } }) }),
    { query: '?last_event_id=2' },
  ),
  plannedCase('afterAll', '4.12 last_event_id: nothing after the last', eventListAnswer({ exactly: [] }), {
    query: '?last_event_id=100000',
  }),
  plannedCase('slash', '2.1 a trailing slash never matters, at the events', eventListAnswer({ least: 3 }), {
    query: '/',
  }),
  plannedCase(
    'json',
    '4.12 send Accept: application/json',
    { ...eventListAnswer({ least: 3 }), headers: { 'Content-Type': pattern('^application/json') } },
    { headers: { Accept: 'application/json' } },
  ),
  plannedCase(
    'failed',
    '4.12 event phase: failed, then close',
    eventListAnswer({
      contains: [phaseEvent('build', 'failed'), object({ event: 'close' })],
      lacks: phaseEvent('release', 'pending'),
    }),
    { plan: 'failsInBuild' },
  ),
  plannedCase(
    'running',
    '4.12 no close while the deployment runs',
    eventListAnswer({ contains: [phaseEvent('build', 'pending')], lacks: object({ event: 'close' }) }),
    { plan: 'neverEnding' },
  ),
  plannedCase(
    'notYet',
    '4.12 the channel exists only from when the background worker starts',
    noChannel(NO_CHANNEL_ZH),
    {
      plan: 'notBegun',
    },
  ),
  plannedCase('notYetEnglish', '4.12 CHANNEL_NOT_FOUND, en', noChannel('Log flow pipeline does not exist'), {
    plan: 'notBegun',
    language: 'en',
  }),
  {
    ...plannedCase(
      'neverAppears',
      '4.12 a background worker that was killed opens no channel',
      noChannel(NO_CHANNEL_ZH),
    ),
    switches: { eventChannel: 'neverAppears' },
  },
  {
    ...existingDeploymentCase('expired', '4.12 the channel exists until 24 h after creation', noChannel(NO_CHANNEL_ZH)),
    // The switch restricts this case to the embedded platform. Only there, the newest deployment is certain to be older
    // than 24 hours.
    switches: { eventChannel: 'works' },
  },
  {
    ...existingDeploymentCase('noEndpoint', '0.1 some releases lack the endpoint: Django 404 HTML', noRoute),
    switches: { streamEndpoint: false },
  },
  {
    id: 'events.unknown',
    statement: '4.12 unknown id',
    request: { path: `/streams/${NO_SUCH_ID}/history_events` },
    expect: codedError('CANNOT_GET_DEPLOYMENT', 4311001, text),
  },
  plannedCase('badNumber', '4.12 last_event_id=N is a number', anyFieldError('last_event_id'), {
    query: '?last_event_id=x',
  }),
  existingDeploymentCase('operator', '4.12 no permission: 403 shape E', forbidden, { caller: 'operator' }),
  existingDeploymentCase('guest', '4.0 row 4.12: basic_develop', forbidden, { caller: 'guest' }),
  {
    id: 'events.live',
    statement: '4.0 row 4.12, live stream: not on the gateway',
    request: { path: `/streams/${NO_SUCH_ID}` },
    expect: apiNotFound('GET', `/streams/${NO_SUCH_ID}/?`),
  },
];
