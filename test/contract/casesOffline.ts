import {
  deployRequest,
  startedDeployment,
  okAnswer,
  MODULE_PATH,
  noRoute,
  NO_SUCH_ID,
  OFFLINE_PATH,
  offsetDate,
  plainDate,
  releasedVersion,
  repo,
  STAG_PATH,
  startedOffline,
  takeOfflineRequest,
  user,
  offlineAccepted,
  deployFields,
} from './deployShapes.ts';
import { absent, codedError, date, forbidden, noModule, object, orNull, pattern, serverError, text } from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation } from './contractCase.ts';
import type { Matcher } from './matcher.ts';
import type { Plans } from './plans.ts';

const OFFLINE_RESULT_PATH = `${MODULE_PATH}/offlines/{offlineOperation}/result/`;
const RESUMABLE_PATH = `${OFFLINE_PATH}resumable/`;
const PROTECTED_OFFLINE_PATH = `${MODULE_PATH}/envs/{protectedEnvironment}/offlines/`;
const UNDEPLOYED_OFFLINE_PATH = '/bkapps/applications/{app}/modules/{undeployedModule}/envs/stag/offlines/';
const cannotOffline = (detail: string): Expectation => codedError('CANNOT_OFFLINE_APP', -1, detail);

const takeOfflineCase = (
  id: string,
  standsFor: string,
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({
  id: `offline.${id}`,
  statement: standsFor,
  writes: true,
  request: takeOfflineRequest(request),
  expect,
});

/** Returns a case that starts an offline operation with this plan and then sends `request`. */
const operationCase = (
  id: string,
  standsFor: string,
  plan: NonNullable<Plans['offline']>[number],
  request: ContractRequest,
  expect: Expectation,
): ContractCase => ({
  id: `offline.${id}`,
  statement: standsFor,
  writes: true,
  plans: { offline: [plan] },
  before: [startedOffline],
  request,
  expect,
});
const pathCase = (id: string, standsFor: string, path: string, expect: Expectation, rest = {}): ContractCase => ({
  id: `offline.${id}`,
  statement: standsFor,
  request: { path, ...rest },
  expect,
});
const operationKeys = (keys: Readonly<Record<string, Matcher>> = {}): Readonly<Record<string, Matcher>> => ({
  id: '{offlineOperation}',
  offline_operation_id: '{offlineOperation}',
  status: { is: 'oneOf', of: ['pending', 'successful', 'failed', 'interrupted'] },
  operator: user,
  created: date,
  log: orNull(text),
  err_detail: orNull(text),
  environment: 'stag',
  repo,
  ...keys,
});

/** The start of an offline operation, its result, and the resumable operation (platform-api.md 4.14). */
export const casesOffline: readonly ContractCase[] = [
  operationCase(
    'result',
    '4.14 result',
    'successful',
    { path: OFFLINE_RESULT_PATH },
    okAnswer(operationKeys({ status: 'successful', log: 'offline succeeded.', err_detail: null })),
  ),
  operationCase(
    'failed',
    '4.14 result: status as 4.9, failed',
    'failing',
    { path: OFFLINE_RESULT_PATH },
    okAnswer(operationKeys({ status: 'failed', err_detail: pattern('.') })),
  ),
  operationCase(
    'running',
    '4.14 result: status as 4.9, pending',
    'neverEnding',
    { path: OFFLINE_RESULT_PATH },
    okAnswer(operationKeys({ status: 'pending', log: null, err_detail: null })),
  ),
  {
    ...operationCase(
      'datesWithOffset',
      '6.5 an offset on 1.7 and later, at offline operations',
      'successful',
      { path: OFFLINE_RESULT_PATH },
      okAnswer({ created: offsetDate }),
    ),
    ages: ['current'],
  },
  {
    ...operationCase(
      'datesWithoutOffset',
      '6.5 without offset before, at offline operations',
      'successful',
      { path: OFFLINE_RESULT_PATH },
      okAnswer({ created: plainDate }),
    ),
    ages: ['1.6', 'oldest'],
  },
  operationCase('again', '4.14 offline already: the same operation again', 'successful', takeOfflineRequest(), {
    status: 201,
    body: object({ offline_operation_id: '{offlineOperation}' }),
  }),
  operationCase(
    'ongoing',
    '4.14 CANNOT_OFFLINE_APP: one is under way',
    'neverEnding',
    takeOfflineRequest(),
    cannotOffline('下线失败: 存在正在进行的下架任务，请勿重复操作'),
  ),
  operationCase(
    'ongoingEnglish',
    '4.14 CANNOT_OFFLINE_APP: one is under way, en',
    'neverEnding',
    takeOfflineRequest({ language: 'en' }),
    cannotOffline('Failed to go offline: There are ongoing downgrading tasks, please do not repeat the operation'),
  ),
  takeOfflineCase(
    'nothing',
    '4.14 CANNOT_OFFLINE_APP: nothing was deployed',
    cannotOffline('下线失败: 没有找到对应的部署记录，不允许下架'),
    { path: UNDEPLOYED_OFFLINE_PATH },
  ),
  takeOfflineCase(
    'nothingEnglish',
    '4.14 CANNOT_OFFLINE_APP: nothing was deployed, en',
    cannotOffline('Failed to go offline: No corresponding deployment record found, archive is not allowed'),
    { path: UNDEPLOYED_OFFLINE_PATH, language: 'en' },
  ),
  {
    ...takeOfflineCase('firstFailed', '4.14 row "the first deployment failed"', offlineAccepted, {
      path: UNDEPLOYED_OFFLINE_PATH,
    }),
    plans: { deploy: ['failsInBuild'], offline: ['successful'] },
    before: [
      {
        ...deployRequest(deployFields('{undeployedVersion}'), {
          path: UNDEPLOYED_OFFLINE_PATH.replace('offlines', 'deployments'),
        }),
        status: 201,
      },
    ],
  },
  {
    ...takeOfflineCase('whileDeploying', '4.14 row "a deployment runs"', offlineAccepted),
    plans: { deploy: ['neverEnding'], offline: ['successful'] },
    before: [startedDeployment],
  },
  takeOfflineCase(
    'restricted',
    '4.14 RESTRICT_ROLE_DEPLOY_ENABLED',
    codedError('RESTRICT_ROLE_DEPLOY_ENABLED', 4311006, '已开启部署权限控制，仅管理员可以操作'),
    { path: PROTECTED_OFFLINE_PATH, caller: 'developer' },
  ),
  takeOfflineCase('operator', '4.0 row 4.14: basic_develop', forbidden, { caller: 'operator' }),
  takeOfflineCase('guest', '1.11 envelope E, at offline', forbidden, { caller: 'guest' }),
  takeOfflineCase('wrongModule', '4.0 wrong module name: offline is a 500 HTML', serverError, {
    path: '/bkapps/applications/{app}/modules/no-such-module/envs/stag/offlines/',
  }),
  takeOfflineCase('wrongEnvironment', '4.0 environment must be stag or prod, at offline', noRoute, {
    path: `${MODULE_PATH}/envs/test/offlines/`,
  }),
  pathCase('unknown', '4.14 unknown id', `${MODULE_PATH}/offlines/${NO_SUCH_ID}/result/`, {
    status: 400,
    headers: { 'bkapi-error-code': 'CANNOT_GET_OFFLINE' },
    body: object({ code: 'CANNOT_GET_OFFLINE', detail: text }),
  }),
  pathCase('noId', '4.9 an id that is none, at offline', `${MODULE_PATH}/offlines/no-such-operation/result/`, noRoute),
  pathCase(
    'resultWrongModule',
    '4.0 wrong module name: the offline result is a 500 HTML',
    `/bkapps/applications/{app}/modules/no-such-module/offlines/${NO_SUCH_ID}/result/`,
    serverError,
  ),
  pathCase(
    'resultOperator',
    '4.0 row 4.14, result: basic_develop',
    `${MODULE_PATH}/offlines/${NO_SUCH_ID}/result/`,
    forbidden,
    {
      caller: 'operator',
    },
  ),
  pathCase('resumable', '4.14 resumable: an object, with or without a result', RESUMABLE_PATH, {
    status: 200,
    body: object({}, { result: object({ id: text, status: 'pending' }) }),
  }),
  operationCase(
    'resumableRunning',
    '4.14 resumable: while one is pending',
    'neverEnding',
    { path: RESUMABLE_PATH },
    {
      status: 200,
      body: object({ result: object(operationKeys({ status: 'pending' })) }),
    },
  ),
  operationCase(
    'resumableOver',
    '4.14 resumable: else {}',
    'successful',
    { path: RESUMABLE_PATH },
    okAnswer({ result: absent }),
  ),
  pathCase(
    'resumableWrongModule',
    '4.0 wrong module name: resumable offline is a 404',
    '/bkapps/applications/{app}/modules/no-such-module/envs/stag/offlines/resumable/',
    noModule,
  ),
  pathCase(
    'resumableWrongEnvironment',
    '4.0 environment must be stag or prod, at resumable',
    `${MODULE_PATH}/envs/test/offlines/resumable/`,
    noRoute,
  ),
  pathCase(
    'resumableOperator',
    '4.0 row 4.14, resumable: basic_develop',
    `${STAG_PATH}/offlines/resumable/`,
    forbidden,
    {
      caller: 'operator',
    },
  ),
  // This case also runs on a real platform, and leaves stag offline. With `--deploy-version`, the last case of the
  // contract deploys to stag again.
  { ...takeOfflineCase('accepted', '4.14 response', offlineAccepted), before: [releasedVersion] },
];
