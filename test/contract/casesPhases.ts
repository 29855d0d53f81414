import {
  startedDeployment,
  newestDeployment,
  MODULE_PATH,
  NO_SUCH_ID,
  noRoute,
  offsetDate,
  PHASES_PATH,
  phaseType,
  plainDate,
  deploymentStatus,
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

const INSTANCE_PATH = `${PHASES_PATH}{deployment}/`;
const stepKeys = { name: text, display_name: text, skipped: boolean } as const;
const phaseKeys = { display_name: text, type: phaseType, display_blocks: anything } as const;
const outcomeKeys = {
  uuid,
  status: orNull(deploymentStatus),
  start_time: orNull(date),
  complete_time: orNull(date),
} as const;
const phaseListAnswer = (phases: Omit<ListMatcher, 'is'>): Expectation => ({
  status: 200,
  body: { is: 'list', ...phases },
});
const stepList = (rest: Omit<ListMatcher, 'is'>): Matcher => ({ is: 'list', ...rest });
const stepsNamed = (...names: string[]): Matcher => stepList({ exactly: names.map((name) => object({ name })) });
const phasesInOrder = (key: 'type' | 'display_name', ...values: string[]): Expectation =>
  phaseListAnswer({ contains: values.map((value) => object({ [key]: value })) });
const phasesWithOutcomes = (...of: readonly (readonly [type: string, outcome: string | null])[]): Expectation =>
  phaseListAnswer({ contains: of.map(([type, outcome]) => object({ type, status: outcome })) });

const frameworkCase = (
  id: string,
  standsFor: string,
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({ id: `phases.${id}`, statement: standsFor, request: { path: PHASES_PATH, ...request }, expect });

/** Returns a case that reads the phases of the newest deployment to stag in the history. */
const existingDeploymentCase = (
  id: string,
  standsFor: string,
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({
  ...frameworkCase(`of.${id}`, standsFor, expect, { path: INSTANCE_PATH, ...request }),
  before: [newestDeployment],
});

/** Returns a case that starts a deployment with this plan and reads the deployment's phases. */
const plannedCase = (
  id: string,
  standsFor: string,
  plan: NonNullable<Plans['deploy']>[number],
  expect: Expectation,
): ContractCase => ({
  ...existingDeploymentCase(id, standsFor, expect),
  writes: true,
  plans: { deploy: [plan] },
  before: [startedDeployment],
});
const noDeployment = codedError('CANNOT_GET_DEPLOYMENT', 4311001, text);

/** The phases of a future deployment, and of a deployment that exists (platform-api.md 4.11). */
export const casesPhases: readonly ContractCase[] = [
  frameworkCase(
    'framework',
    '4.11 body of the framework: no results yet',
    phaseListAnswer({
      least: 1,
      of: object({ ...phaseKeys, steps: stepList({ least: 1, of: object(stepKeys) }), uuid: absent, status: absent }),
    }),
  ),
  frameworkCase('order', '4.11 type is the stable key', phasesInOrder('type', 'preparation', 'build', 'release')),
  frameworkCase('chinese', '4.11 display_name', phasesInOrder('display_name', '准备阶段', '构建阶段', '部署阶段')),
  frameworkCase(
    'english',
    '4.11 display_name follows the language',
    phasesInOrder('display_name', 'Preparation Phase', 'Build Phase', 'Deploy Phase'),
    { language: 'en' },
  ),
  frameworkCase(
    'stepNames',
    '4.11 step name is Chinese always; display_name is translated',
    phaseListAnswer({
      first: object({
        steps: stepList({ contains: [object({ name: '解析应用进程信息', display_name: 'Parse app process' })] }),
      }),
    }),
    { language: 'en' },
  ),
  frameworkCase(
    'cloudNative',
    '4.11 steps of a cloud-native buildpack module',
    phaseListAnswer({
      exactly: [
        object({ steps: stepsNamed('解析应用进程信息', '上传仓库代码', '配置资源实例') }),
        object({ steps: stepsNamed('初始化构建环境', '分析构建方案', '检测构建工具', '构建应用', '上传镜像') }),
        object({ steps: stepsNamed('部署应用', '执行部署前置命令', '检测部署结果') }),
      ],
    }),
    { path: '/bkapps/applications/{cloudNativeApp}/modules/default/envs/stag/deploy_phases/' },
  ),
  frameworkCase(
    'defaultType',
    '4.11 steps of a default-type app',
    phaseListAnswer({
      exactly: [
        object({ steps: stepsNamed('解析应用进程信息', '上传仓库代码', '配置资源实例') }),
        object({
          steps: stepsNamed('下载代码', '加载缓存', '构建应用', '检测进程类型', '制作打包构件', '上传缓存'),
        }),
        object({ steps: stepsNamed('执行部署前置命令', '部署应用', '检测部署结果') }),
      ],
    }),
    { path: '/bkapps/applications/{sMartApp}/modules/default/envs/stag/deploy_phases/' },
  ),
  frameworkCase(
    'imageModule',
    '4.11 image-only modules have no build',
    phaseListAnswer({ least: 1, of: object({ type: phaseType }), lacks: object({ type: 'build' }) }),
    { path: '/bkapps/applications/{app}/modules/{imageModule}/envs/stag/deploy_phases/' },
  ),
  frameworkCase('wrongModule', '4.0 wrong module name: deploy_phases is a 404', noModule, {
    path: '/bkapps/applications/{app}/modules/no-such-module/envs/stag/deploy_phases/',
  }),
  frameworkCase('wrongEnvironment', '4.0 environment must be stag or prod, at deploy_phases', noRoute, {
    path: `${MODULE_PATH}/envs/test/deploy_phases/`,
  }),
  frameworkCase('operator', '4.0 row 4.11: basic_develop', forbidden, { caller: 'operator' }),
  frameworkCase('guest', '1.11 envelope E, at the phases', forbidden, { caller: 'guest' }),
  existingDeploymentCase(
    'whole',
    '4.11 body of an instance',
    phaseListAnswer({
      least: 1,
      of: object({
        ...phaseKeys,
        ...outcomeKeys,
        steps: stepList({ least: 1, of: object({ ...stepKeys, ...outcomeKeys }) }),
      }),
    }),
  ),
  existingDeploymentCase(
    'stepNames',
    '4.11 step name is Chinese always, in an instance',
    phaseListAnswer({ first: object({ steps: stepList({ contains: [object({ name: '解析应用进程信息' })] }) }) }),
    { language: 'en' },
  ),
  {
    ...existingDeploymentCase(
      'datesWithOffset',
      '6.5 an offset on 1.7 and later, at phases',
      phaseListAnswer({ first: object({ start_time: orNull(offsetDate) }) }),
    ),
    ages: ['current'],
  },
  {
    ...existingDeploymentCase(
      'datesWithoutOffset',
      '6.5 without offset before, at phases',
      phaseListAnswer({ first: object({ start_time: orNull(plainDate) }) }),
    ),
    ages: ['1.6', 'oldest'],
  },
  plannedCase(
    'atOnce',
    '4.11 the instance is available as soon as the deploy call has returned; null: not started',
    'notBegun',
    phaseListAnswer({ least: 3, of: object({ uuid, status: null, start_time: null, complete_time: null }) }),
  ),
  plannedCase(
    'successful',
    '4.11 status successful',
    'successful',
    phasesWithOutcomes(['preparation', 'successful'], ['build', 'successful'], ['release', 'successful']),
  ),
  plannedCase(
    'failed',
    '4.11 status failed, and null after it',
    'failsInBuild',
    phasesWithOutcomes(['preparation', 'successful'], ['build', 'failed'], ['release', null]),
  ),
  plannedCase(
    'failedStep',
    '4.11 status of the step that failed',
    'failsInBuild',
    phaseListAnswer({
      contains: [
        object({
          type: 'build',
          steps: stepList({
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
    phasesWithOutcomes(['preparation', 'successful'], ['build', 'pending'], ['release', null]),
  ),
  plannedCase(
    'failedInPreparation',
    '4.11 a failed preparation marks the build as failed as well',
    'failsInPreparation',
    phasesWithOutcomes(['preparation', 'failed'], ['build', 'failed'], ['release', null]),
  ),
  plannedCase(
    'releasing',
    '4.11 the status of a cloud-native release stays null until its end, only its steps move',
    'neverEndingRelease',
    phaseListAnswer({
      contains: [
        object({
          type: 'release',
          status: null,
          steps: stepList({ contains: [object({ name: '检测部署结果', status: 'pending' })] }),
        }),
      ],
    }),
  ),
  {
    ...existingDeploymentCase(
      'releaseTakesNoTime',
      '4.11 a cloud-native release starts where it ends',
      phaseListAnswer({
        contains: [object({ type: 'release', complete_time: { is: 'asBefore', path: [2, 'start_time'] } })],
      }),
    ),
    before: [newestDeployment, { path: INSTANCE_PATH, status: 200 }],
  },
  plannedCase(
    'interrupted',
    '4.11 status interrupted',
    'interrupted',
    phasesWithOutcomes(['build', 'interrupted'], ['release', null]),
  ),
  plannedCase(
    'unseenStep',
    '4.11 a step never seen stays null even in a successful deployment',
    'unseenStep',
    phaseListAnswer({
      contains: [
        object({
          type: 'build',
          status: 'successful',
          steps: stepList({ contains: [object({ name: '检测构建工具', status: null })] }),
        }),
      ],
    }),
  ),
  frameworkCase('of.unknown', '4.11 CANNOT_GET_DEPLOYMENT: no such id', noDeployment, {
    path: `${PHASES_PATH}${NO_SUCH_ID}/`,
  }),
  existingDeploymentCase('otherEnvironment', '4.11 CANNOT_GET_DEPLOYMENT: id not in this module+env', noDeployment, {
    path: `${MODULE_PATH}/envs/prod/deploy_phases/{deployment}/`,
  }),
  existingDeploymentCase('otherModule', '4.11 CANNOT_GET_DEPLOYMENT: id of another module', noDeployment, {
    path: '/bkapps/applications/{app}/modules/{otherModule}/envs/stag/deploy_phases/{deployment}/',
  }),
  frameworkCase('of.noId', '4.9 an id that is none, at the phases', noRoute, {
    path: `${PHASES_PATH}no-such-deployment/`,
  }),
  existingDeploymentCase('operator', '4.0 row 4.11: basic_develop, at an instance', forbidden, { caller: 'operator' }),
];
