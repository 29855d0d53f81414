import {
  deployRequest,
  startedDeployment,
  deploymentKeys,
  okAnswer,
  MODULE_PATH,
  noRoute,
  offsetDate,
  plainDate,
  releasedVersion,
  repo,
  RELEASED_STATE_PATH,
  startedOffline,
  user,
  deployFields,
} from './deployShapes.ts';
import {
  absent,
  codedError,
  date,
  forbidden,
  multipart,
  noApplication,
  noModule,
  object,
  orNull,
  pattern,
  uploadRequest,
  uuid,
} from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation, Preparation } from './contractCase.ts';
import type { Plans } from './plans.ts';

const link = object({ url: orNull(pattern('^https?://')) });
const notReleasedError = (detail: string): Expectation => codedError('APP_NOT_RELEASED', 4311005, detail);
const NOT_RELEASED_ZH = '应用尚未在该环境发布过';
const NOT_RELEASED_EN = 'The APP has not been released in this environment';
const environmentPath = (module: string, view: string): string =>
  `/bkapps/applications/{app}/modules/${module}/envs/stag/${view}/`;

const releasedCase = (
  id: string,
  standsFor: string,
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({
  id: `released.${id}`,
  statement: standsFor,
  request: { path: RELEASED_STATE_PATH, ...request },
  expect,
});

/** Returns a case that needs a version released to stag. */
const runningCase = (...of: Parameters<typeof releasedCase>): ContractCase => ({
  ...releasedCase(...of),
  before: [releasedVersion],
});

/** Returns a case with its own plans and preparations. */
const plannedCase = (
  id: string,
  standsFor: string,
  plans: Plans,
  before: readonly Preparation[],
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({ ...releasedCase(id, standsFor, expect, request), writes: true, plans, before });

/** Sets `{deployment}` to the id of the released deployment, before another deployment starts. */
const savedReleaseId: Preparation = {
  path: RELEASED_STATE_PATH,
  status: 200,
  take: { deployment: ['deployment', 'id'] },
};
const secondDeployment: Preparation = { ...deployRequest(), status: 201 };
const releasedDeploymentAnswer = okAnswer({ is_offlined: false, deployment: object({ id: '{deployment}' }) });

/** What is released (platform-api.md 4.13). */
export const casesReleased: readonly ContractCase[] = [
  runningCase(
    'state',
    '4.13 body',
    okAnswer({
      is_offlined: false,
      deployment: object(deploymentKeys),
      offline: null,
      exposed_link: link,
      default_access_entrance: orNull(link),
    }),
  ),
  runningCase(
    'success',
    '4.13 deployment is the last successful one',
    okAnswer({ deployment: object({ status: 'successful' }) }),
  ),
  runningCase('withoutProcesses', '4.13 without with_processes', okAnswer({ processes: absent })),
  runningCase(
    'withProcesses',
    '4.13 with_processes adds processes',
    okAnswer({ processes: { is: 'list', of: object({}) } }),
    {
      path: `${RELEASED_STATE_PATH}?with_processes=true`,
    },
  ),
  runningCase('noProcesses', '4.13 with_processes=false', okAnswer({ processes: absent }), {
    path: `${RELEASED_STATE_PATH}?with_processes=false`,
  }),
  {
    ...runningCase(
      'datesWithOffset',
      '6.5 an offset on 1.7 and later, at what is released',
      okAnswer({ deployment: object({ created: offsetDate }) }),
    ),
    ages: ['current'],
  },
  {
    ...runningCase(
      'datesWithoutOffset',
      '6.5 without offset before, at what is released',
      okAnswer({ deployment: object({ created: plainDate }) }),
    ),
    ages: ['1.6', 'oldest'],
  },
  releasedCase(
    'otherEnvironment',
    '4.13 each environment has a state of its own',
    okAnswer({
      deployment: object({ environment: '{protectedEnvironment}', repo: object({ revision: '{knownVersion}' }) }),
    }),
    { path: `${MODULE_PATH}/envs/{protectedEnvironment}/released_state/` },
  ),
  releasedCase('never', '4.13 never deployed: 400 and not 404', notReleasedError(NOT_RELEASED_ZH), {
    path: environmentPath('{undeployedModule}', 'released_state'),
  }),
  releasedCase('neverEnglish', '4.13 never deployed, en', notReleasedError(NOT_RELEASED_EN), {
    path: environmentPath('{undeployedModule}', 'released_state'),
    language: 'en',
  }),
  releasedCase(
    'offline',
    '4.13 offlined',
    okAnswer({
      is_offlined: true,
      deployment: null,
      offline: object({
        id: uuid,
        status: 'successful',
        operator: user,
        created: date,
        log: 'offline succeeded.',
        err_detail: null,
        offline_operation_id: uuid,
        repo,
        start_time: absent,
        complete_time: absent,
      }),
      exposed_link: object({ url: null }),
    }),
    { path: '/bkapps/applications/{takenOfflineApp}/modules/default/envs/stag/released_state/' },
  ),
  plannedCase(
    'firstRunning',
    '8 point 24: 400 before the first success',
    { deploy: ['neverEnding'] },
    [
      {
        ...deployRequest(
          { version_type: 'package', version_name: '{undeployedVersion}', revision: '{undeployedVersion}' },
          { path: environmentPath('{undeployedModule}', 'deployments') },
        ),
        status: 201,
      },
    ],
    notReleasedError(NOT_RELEASED_ZH),
    { path: environmentPath('{undeployedModule}', 'released_state') },
  ),
  plannedCase(
    'whileRunning',
    '8 point 24: a running deployment does not change it',
    { deploy: ['neverEnding'] },
    [savedReleaseId, secondDeployment],
    releasedDeploymentAnswer,
  ),
  plannedCase(
    'afterFailure',
    '4.13 a failed deployment does not change it',
    { deploy: ['failsInRelease'] },
    [savedReleaseId, secondDeployment],
    releasedDeploymentAnswer,
  ),
  {
    ...plannedCase(
      'noAddress',
      '4.13 exposed_link.url can be null while default_access_entrance.url is set',
      {},
      [
        {
          ...uploadRequest(multipart({ package_url: '{packages}/no-services.tar.gz', version: '{version}' })),
          status: 200,
        },
        { ...deployRequest(deployFields('{version}')), status: 201 },
      ],
      okAnswer({
        is_offlined: false,
        exposed_link: object({ url: null }),
        default_access_entrance: object({ url: pattern('^https?://') }),
      }),
    ),
    switches: { deploySeconds: 0 },
  },
  plannedCase(
    'afterSuccess',
    '4.13 a success changes it',
    { deploy: ['successful'] },
    [startedDeployment],
    releasedDeploymentAnswer,
  ),
  plannedCase(
    'takenOffline',
    '4.13 offlined: offline names the operation',
    { offline: ['successful'] },
    [startedOffline],
    okAnswer({
      is_offlined: true,
      deployment: null,
      offline: object({ id: '{offlineOperation}', offline_operation_id: '{offlineOperation}' }),
    }),
  ),
  plannedCase(
    'backAgain',
    '4.13 a success after an offline',
    { deploy: ['successful'], offline: ['successful'] },
    [startedOffline, startedDeployment],
    releasedDeploymentAnswer,
  ),
  plannedCase(
    'offlineFailed',
    '4.13 a failed offline does not change it',
    { offline: ['failing'] },
    [savedReleaseId, startedOffline],
    releasedDeploymentAnswer,
  ),
  runningCase('operator', '4.0 row 4.13: view_basic_info', okAnswer({ is_offlined: false }), { caller: 'operator' }),
  releasedCase('guest', '1.11 envelope E, at what is released', forbidden, { caller: 'guest' }),
  releasedCase('wrongModule', '4.0 wrong module name: released_state is a 404', noModule, {
    path: environmentPath('no-such-module', 'released_state'),
  }),
  releasedCase('wrongEnvironment', '4.0 environment must be stag or prod, at what is released', noRoute, {
    path: `${MODULE_PATH}/envs/test/released_state/`,
  }),
  releasedCase('wrongEnvironmentFirst', '4.0 environment must be stag or prod, before all else', noRoute, {
    path: '/bkapps/applications/no-such-app-here/modules/default/envs/test/released_state/',
  }),
  releasedCase('unknownApplication', '1.10 row "app code unknown", at what is released', noApplication, {
    path: '/bkapps/applications/no-such-app-here/modules/default/envs/stag/released_state/',
  }),
];
