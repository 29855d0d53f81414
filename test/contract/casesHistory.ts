import {
  startedDeployment,
  deploymentKeys,
  okAnswer,
  HISTORY_PATH,
  offsetDate,
  plainDate,
  newestDeployment,
} from './deployShapes.ts';
import { anyFieldError, forbidden, integer, object, orNull, pattern, serverError } from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation, Preparation } from './contractCase.ts';
import type { ListMatcher, Matcher } from './matcher.ts';
import type { Plans } from './plans.ts';

const historyAnswer = (results: Omit<ListMatcher, 'is'>, links: Readonly<Record<string, Matcher>> = {}): Expectation =>
  okAnswer({ count: integer, results: { is: 'list', ...results }, ...links });
const historyCase = (
  id: string,
  standsFor: string,
  query: string,
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({
  id: `history.${id}`,
  statement: standsFor,
  request: { path: `${HISTORY_PATH}${query}`, ...request },
  expect,
});
const emptyHistoryAnswer: Expectation = okAnswer({ count: 0, results: { is: 'list', exactly: [] } });
const atLeastTwoDeployments: Preparation = {
  path: `${HISTORY_PATH}?limit=1&offset=1`,
  status: 200,
  answers: object({ results: { is: 'list', least: 1 } }),
  needs: 'two deployments in the history of the module',
};
const plannedCase = (
  id: string,
  standsFor: string,
  plan: NonNullable<Plans['deploy']>[number],
  row: Readonly<Record<string, Matcher>>,
): ContractCase => ({
  ...historyCase(
    id,
    standsFor,
    '?limit=1',
    historyAnswer({ exactly: [object({ deployment_id: '{deployment}', ...row })] }),
  ),
  writes: true,
  plans: { deploy: [plan] },
  before: [startedDeployment],
});

/** GET deployments/lists (platform-api.md 4.10). */
export const casesHistory: readonly ContractCase[] = [
  historyCase('rows', '4.10 body', '', historyAnswer({ of: object(deploymentKeys) })),
  historyCase('newestFirst', '4.10 newest first', '?limit=100', historyAnswer({ descending: 'created' })),
  historyCase('defaultLimit', '4.10 limit (default 12)', '', historyAnswer({ most: 12 }, { previous: null })),
  historyCase('limit', '4.10 query limit', '?limit=1', historyAnswer({ most: 1 })),
  historyCase(
    'noNumbers',
    '4.0 pagination: values that are no numbers count as not given',
    '?limit=x&offset=-1',
    historyAnswer({ most: 12 }, { previous: null }),
  ),
  {
    ...historyCase(
      'limitZero',
      '4.0 pagination: a limit of 0 counts as not given',
      '?limit=0',
      historyAnswer({ least: 1, most: 12 }, { previous: null }),
    ),
    before: [atLeastTwoDeployments],
  },
  {
    ...historyCase(
      'limitNegative',
      '4.0 pagination: a negative limit too',
      '?limit=-1',
      historyAnswer({ least: 1, most: 12 }, { previous: null }),
    ),
    before: [atLeastTwoDeployments],
  },
  historyCase('slash', '2.1 a trailing slash never matters, at the history', '', historyAnswer({}), {
    path: HISTORY_PATH.replace(/\/$/, ''),
  }),
  {
    ...historyCase(
      'next',
      '4.0 pagination: next while there are more',
      '?limit=1',
      historyAnswer(
        { least: 1 },
        { next: pattern('^https?://[^/]+/.*deployments/lists/.*[?&]offset=1(&|$)'), previous: null },
      ),
    ),
    before: [atLeastTwoDeployments],
  },
  {
    ...historyCase(
      'previous',
      '4.0 pagination: previous',
      '?limit=1&offset=1',
      historyAnswer({ least: 1 }, { previous: pattern('^https?://[^/]+/.*deployments/lists/') }),
    ),
    before: [atLeastTwoDeployments],
  },
  {
    ...historyCase(
      'offset',
      '4.10 query offset',
      '?environment=stag&limit=1&offset=1',
      historyAnswer({ lacks: object({ deployment_id: '{deployment}' }) }),
    ),
    before: [newestDeployment],
  },
  historyCase(
    'pastTheEnd',
    '4.0 pagination: nothing past the end',
    '?offset=100000',
    historyAnswer({ exactly: [] }, { next: null, previous: orNull(pattern('^https?://')) }),
  ),
  {
    ...historyCase(
      'ids',
      '4.10 id and deployment_id are the same',
      '?environment=stag&limit=1',
      historyAnswer({ first: object({ id: '{deployment}' }) }),
    ),
    before: [newestDeployment],
  },
  historyCase(
    'staging',
    '4.10 query environment: stag',
    '?environment=stag&limit=100',
    historyAnswer({ of: object({ environment: 'stag' }) }),
  ),
  historyCase(
    'production',
    '4.10 query environment: prod',
    '?environment=prod&limit=100',
    historyAnswer({ of: object({ environment: 'prod' }) }),
  ),
  historyCase(
    'environmentRefused',
    '4.10 query environment (stag/prod), nothing else',
    '?environment=test',
    anyFieldError('environment'),
  ),
  historyCase(
    'user',
    '4.10 query operator (user name)',
    '?operator={user}&limit=100',
    historyAnswer({ least: 1, of: object({ operator: object({ username: '{user}' }) }) }),
  ),
  historyCase(
    'nobody',
    '4.10 query operator: one who never deployed',
    '?operator=no-such-user-here',
    emptyHistoryAnswer,
  ),
  historyCase(
    'both',
    '4.10 query environment and operator together',
    '?environment=prod&operator={user}',
    historyAnswer({ of: object({ environment: 'prod', operator: object({ username: '{user}' }) }) }),
  ),
  historyCase('neverDeployed', '4.10 a module that was never deployed', '', emptyHistoryAnswer, {
    path: '/bkapps/applications/{app}/modules/{undeployedModule}/deployments/lists/',
  }),
  {
    ...historyCase(
      'datesWithOffset',
      '6.5 an offset on 1.7 and later, at deployments',
      '?limit=100',
      historyAnswer({
        of: object({ created: offsetDate, start_time: orNull(offsetDate), complete_time: orNull(offsetDate) }),
      }),
    ),
    ages: ['current'],
  },
  {
    ...historyCase(
      'datesWithoutOffset',
      '6.5 without offset before, at deployments',
      '?limit=100',
      historyAnswer({
        of: object({ created: plainDate, start_time: orNull(plainDate), complete_time: orNull(plainDate) }),
      }),
    ),
    ages: ['1.6', 'oldest'],
  },
  plannedCase('running', '4.10 complete_time is set while the deployment runs: use status', 'neverEnding', {
    status: 'pending',
    complete_time: { is: 'date', offset: 'either' },
    finished_status: 'preparation',
  }),
  plannedCase('failed', '4.10 finished_status is a type of phase, despite its name', 'failsInBuild', {
    status: 'failed',
    finished_status: 'build',
  }),
  plannedCase('failedInPreparation', '4.10 finished_status after a failed preparation', 'failsInPreparation', {
    status: 'failed',
    finished_status: 'build',
  }),
  plannedCase('interrupted', '4.10 status interrupted', 'interrupted', { status: 'interrupted' }),
  plannedCase('successful', '4.10 which version is deployed: repo', 'successful', {
    status: 'successful',
    finished_status: 'release',
    repo: object({ type: 'package', name: '{deployVersion}', revision: '{deployVersion}' }),
  }),
  historyCase('wrongModule', '4.0 wrong module name: deployments/lists is a 500 HTML', '', serverError, {
    path: '/bkapps/applications/{app}/modules/no-such-module/deployments/lists/',
  }),
  historyCase('developer', '4.0 roles: a developer sees the history', '', historyAnswer({}), { caller: 'developer' }),
  historyCase('operator', '4.0 row 4.10: basic_develop', '', forbidden, { caller: 'operator' }),
  historyCase('guest', '1.11 envelope E, at the history', '', forbidden, { caller: 'guest' }),
];
