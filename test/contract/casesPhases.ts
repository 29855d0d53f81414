import {
  startedDeployment,
  newestDeployment,
  MODULE,
  NO_SUCH_ID,
  noRoute,
  offsetDate,
  PHASES,
  phaseType,
  plainDate,
  status,
} from './deployShapes.ts';
import {
  absent,
  anything,
  boolean,
  codedError,
  date,
  forbidden,
  noModule,
  object,
  orNull,
  text,
  uuid,
} from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation } from './contractCase.ts';
import type { ListMatcher, Matcher } from './matcher.ts';
import type { Plans } from './plans.ts';

const INSTANCE = `${PHASES}{deployment}/`;
const stepKeys = { name: text, display_name: text, skipped: boolean } as const;
const phaseKeys = { display_name: text, type: phaseType, display_blocks: anything } as const;
const outcomeKeys = {
  uuid,
  status: orNull(status),
  start_time: orNull(date),
  complete_time: orNull(date),
} as const;
const list = (phases: Omit<ListMatcher, 'is'>): Expectation => ({ status: 200, body: { is: 'list', ...phases } });
const steps = (rest: Omit<ListMatcher, 'is'>): Matcher => ({ is: 'list', ...rest });
const named = (...names: string[]): Matcher => steps({ exactly: names.map((name) => object({ name })) });
const inOrder = (key: 'type' | 'display_name', ...values: string[]): Expectation =>
  list({ contains: values.map((value) => object({ [key]: value })) });
const outcomes = (...of: readonly (readonly [type: string, outcome: string | null])[]): Expectation =>
  list({ contains: of.map(([type, outcome]) => object({ type, status: outcome })) });

const framework = (
  id: string,
  standsFor: string,
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({ id: `phases.${id}`, statement: standsFor, request: { path: PHASES, ...request }, expect });

/** Returns a case that reads the phases of the newest deployment to stag in the history. */
const instance = (
  id: string,
  standsFor: string,
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({
  ...framework(`of.${id}`, standsFor, expect, { path: INSTANCE, ...request }),
  before: [newestDeployment],
});

/** Returns a case that starts a deployment with this plan and reads the deployment's phases. */
const plannedCase = (
  id: string,
  standsFor: string,
  plan: NonNullable<Plans['deploy']>[number],
  expect: Expectation,
): ContractCase => ({
  ...instance(id, standsFor, expect),
  writes: true,
  plans: { deploy: [plan] },
  before: [startedDeployment],
});
const noDeployment = codedError('CANNOT_GET_DEPLOYMENT', 4311001, text);

/** The phases of a future deployment, and of a deployment that exists (platform-api.md 4.11). */
export const casesPhases: readonly ContractCase[] = [
  framework(
    'framework',
    '4.11 body of the framework: no results yet',
    list({
      least: 1,
      of: object({ ...phaseKeys, steps: steps({ least: 1, of: object(stepKeys) }), uuid: absent, status: absent }),
    }),
  ),
  framework('order', '4.11 type is the stable key', inOrder('type', 'preparation', 'build', 'release')),
  framework('chinese', '4.11 display_name', inOrder('display_name', '准备阶段', '构建阶段', '部署阶段')),
  framework(
    'english',
    '4.11 display_name follows the language',
    inOrder('display_name', 'Preparation Phase', 'Build Phase', 'Deploy Phase'),
    { language: 'en' },
  ),
  framework(
    'stepNames',
    '4.11 step name is Chinese always; display_name is translated',
    list({
      first: object({
        steps: steps({ contains: [object({ name: '解析应用进程信息', display_name: 'Parse app process' })] }),
      }),
    }),
    { language: 'en' },
  ),
  framework(
    'cloudNative',
    '4.11 steps of a cloud-native buildpack module',
    list({
      exactly: [
        object({ steps: named('解析应用进程信息', '上传仓库代码', '配置资源实例') }),
        object({ steps: named('初始化构建环境', '分析构建方案', '检测构建工具', '构建应用', '上传镜像') }),
        object({ steps: named('部署应用', '执行部署前置命令', '检测部署结果') }),
      ],
    }),
    { path: '/bkapps/applications/{cloudNativeApp}/modules/default/envs/stag/deploy_phases/' },
  ),
  framework(
    'defaultType',
    '4.11 steps of a default-type app',
    list({
      exactly: [
        object({ steps: named('解析应用进程信息', '上传仓库代码', '配置资源实例') }),
        object({
          steps: named('下载代码', '加载缓存', '构建应用', '检测进程类型', '制作打包构件', '上传缓存'),
        }),
        object({ steps: named('执行部署前置命令', '部署应用', '检测部署结果') }),
      ],
    }),
    { path: '/bkapps/applications/{sMartApp}/modules/default/envs/stag/deploy_phases/' },
  ),
  framework(
    'imageModule',
    '4.11 image-only modules have no build',
    list({ least: 1, of: object({ type: phaseType }), lacks: object({ type: 'build' }) }),
    { path: '/bkapps/applications/{app}/modules/{imageModule}/envs/stag/deploy_phases/' },
  ),
  framework('wrongModule', '4.0 wrong module name: deploy_phases is a 404', noModule, {
    path: '/bkapps/applications/{app}/modules/no-such-module/envs/stag/deploy_phases/',
  }),
  framework('wrongEnvironment', '4.0 environment must be stag or prod, at deploy_phases', noRoute, {
    path: `${MODULE}/envs/test/deploy_phases/`,
  }),
  framework('operator', '4.0 row 4.11: basic_develop', forbidden, { caller: 'operator' }),
  framework('guest', '1.11 envelope E, at the phases', forbidden, { caller: 'guest' }),
  instance(
    'whole',
    '4.11 body of an instance',
    list({
      least: 1,
      of: object({
        ...phaseKeys,
        ...outcomeKeys,
        steps: steps({ least: 1, of: object({ ...stepKeys, ...outcomeKeys }) }),
      }),
    }),
  ),
  instance(
    'stepNames',
    '4.11 step name is Chinese always, in an instance',
    list({ first: object({ steps: steps({ contains: [object({ name: '解析应用进程信息' })] }) }) }),
    { language: 'en' },
  ),
  {
    ...instance(
      'datesWithOffset',
      '6.5 an offset on 1.7 and later, at phases',
      list({ first: object({ start_time: orNull(offsetDate) }) }),
    ),
    ages: ['current'],
  },
  {
    ...instance(
      'datesWithoutOffset',
      '6.5 without offset before, at phases',
      list({ first: object({ start_time: orNull(plainDate) }) }),
    ),
    ages: ['1.6', 'oldest'],
  },
  plannedCase(
    'atOnce',
    '4.11 the instance is available as soon as the deploy call has returned; null: not started',
    'notBegun',
    list({ least: 3, of: object({ uuid, status: null, start_time: null, complete_time: null }) }),
  ),
  plannedCase(
    'successful',
    '4.11 status successful',
    'successful',
    outcomes(['preparation', 'successful'], ['build', 'successful'], ['release', 'successful']),
  ),
  plannedCase(
    'failed',
    '4.11 status failed, and null after it',
    'failsInBuild',
    outcomes(['preparation', 'successful'], ['build', 'failed'], ['release', null]),
  ),
  plannedCase(
    'failedStep',
    '4.11 status of the step that failed',
    'failsInBuild',
    list({
      contains: [
        object({
          type: 'build',
          steps: steps({
            contains: [object({ name: '构建应用', status: 'failed' }), object({ name: '上传镜像', status: null })],
          }),
        }),
      ],
    }),
  ),
  plannedCase(
    'running',
    '4.11 pending = running',
    'neverEnding',
    outcomes(['preparation', 'successful'], ['build', 'pending'], ['release', null]),
  ),
  plannedCase(
    'failedInPreparation',
    '4.11 a failed preparation marks the build as failed as well',
    'failsInPreparation',
    outcomes(['preparation', 'failed'], ['build', 'failed'], ['release', null]),
  ),
  plannedCase(
    'releasing',
    '4.11 the status of a cloud-native release stays null until its end, only its steps move',
    'neverEndingRelease',
    list({
      contains: [
        object({
          type: 'release',
          status: null,
          steps: steps({ contains: [object({ name: '检测部署结果', status: 'pending' })] }),
        }),
      ],
    }),
  ),
  {
    ...instance(
      'releaseTakesNoTime',
      '4.11 a cloud-native release starts where it ends',
      list({
        contains: [object({ type: 'release', complete_time: { is: 'asBefore', path: [2, 'start_time'] } })],
      }),
    ),
    before: [newestDeployment, { path: INSTANCE, status: 200 }],
  },
  plannedCase(
    'interrupted',
    '4.11 status interrupted',
    'interrupted',
    outcomes(['build', 'interrupted'], ['release', null]),
  ),
  plannedCase(
    'unseenStep',
    '4.11 a step never seen stays null even in a successful deployment',
    'unseenStep',
    list({
      contains: [
        object({
          type: 'build',
          status: 'successful',
          steps: steps({ contains: [object({ name: '检测构建工具', status: null })] }),
        }),
      ],
    }),
  ),
  framework('of.unknown', '4.11 CANNOT_GET_DEPLOYMENT: no such id', noDeployment, { path: `${PHASES}${NO_SUCH_ID}/` }),
  instance('otherEnvironment', '4.11 CANNOT_GET_DEPLOYMENT: id not in this module+env', noDeployment, {
    path: `${MODULE}/envs/prod/deploy_phases/{deployment}/`,
  }),
  instance('otherModule', '4.11 CANNOT_GET_DEPLOYMENT: id of another module', noDeployment, {
    path: '/bkapps/applications/{app}/modules/{otherModule}/envs/stag/deploy_phases/{deployment}/',
  }),
  framework('of.noId', '4.9 an id that is none, at the phases', noRoute, { path: `${PHASES}no-such-deployment/` }),
  instance('operator', '4.0 row 4.11: basic_develop, at an instance', forbidden, { caller: 'operator' }),
];
