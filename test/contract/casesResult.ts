import {
  startedDeployment,
  newestDeployment,
  okAnswer,
  MODULE_PATH,
  noRoute,
  NO_SUCH_ID,
  RESULT_PATH,
  deploymentStatus,
} from './deployShapes.ts';
import { boolean, codedError, forbidden, noApplication, noModule, object, orNull, pattern, text } from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation } from './contractCase.ts';
import type { Matcher } from './matcher.ts';
import type { Plans } from './plans.ts';

const helper = object({ text, link: pattern('^https?://') });
const tips = (keys: Readonly<Record<string, Matcher>> = {}): Matcher =>
  object({
    matched_solutions_found: boolean,
    possible_reason: text,
    helpers: { is: 'list', least: 1, of: helper },
    ...keys,
  });
const noAnsiCodes = pattern(String.raw`^[^\u001b]*$`);
const redAnsiCodes = pattern(String.raw`\u001b\[31mred\u001b\[0m`);

/** Returns a case that reads the result of the newest deployment to stag in the history. */
const existingDeploymentCase = (
  id: string,
  standsFor: string,
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({
  id: `result.${id}`,
  statement: standsFor,
  before: [newestDeployment],
  request: { path: RESULT_PATH, ...request },
  expect,
});

/** Returns a case that starts a deployment with this plan and reads the deployment's result. */
const plannedCase = (
  id: string,
  standsFor: string,
  plan: NonNullable<Plans['deploy']>[number],
  keys: Readonly<Record<string, Matcher>>,
  query = '',
): ContractCase => ({
  id: `result.${id}`,
  statement: standsFor,
  writes: true,
  plans: { deploy: [plan] },
  before: [startedDeployment],
  request: { path: `${RESULT_PATH}${query}` },
  expect: okAnswer(keys),
});

const pathCase = (id: string, standsFor: string, path: string, expect: Expectation): ContractCase => ({
  id: `result.${id}`,
  statement: standsFor,
  request: { path },
  expect,
});
const noDeployment = (detail: Matcher): Expectation => codedError('CANNOT_GET_DEPLOYMENT', 4311001, detail);

/** GET deployment result (platform-api.md 4.9). */
export const casesResult: readonly ContractCase[] = [
  existingDeploymentCase(
    'whole',
    '4.9 body',
    okAnswer({ status: deploymentStatus, logs: text, error_detail: orNull(text), error_tips: tips() }),
  ),
  existingDeploymentCase('plainText', '4.9 escape codes are stripped', okAnswer({ logs: noAnsiCodes })),
  existingDeploymentCase(
    'codesAsked',
    '4.9 query include_ansi_codes',
    okAnswer({ status: deploymentStatus, logs: text }),
    {
      path: `${RESULT_PATH}?include_ansi_codes=true`,
    },
  ),
  plannedCase('codesStripped', '4.9 include_ansi_codes: default false', 'coloured', {
    logs: pattern(String.raw`^[^\u001b]*\nred\n[^\u001b]*$`),
  }),
  plannedCase(
    'codesRefused',
    '4.9 include_ansi_codes: false',
    'coloured',
    { logs: noAnsiCodes },
    '?include_ansi_codes=false',
  ),
  plannedCase(
    'codesKept',
    '4.9 include_ansi_codes: true',
    'coloured',
    { logs: redAnsiCodes },
    '?include_ansi_codes=true',
  ),
  plannedCase(
    'cursorCodesKept',
    '4.9 include_ansi_codes: lines come raw, cursor codes too',
    'coloured',
    { logs: pattern(String.raw`\n\u001b\[1Gat the left\n`) },
    '?include_ansi_codes=true',
  ),
  plannedCase('cursorCodesStripped', '4.9 without include_ansi_codes cursor codes go as well', 'coloured', {
    logs: pattern(String.raw`\nat the left\n`),
  }),
  plannedCase('successful', '4.9 error_detail is empty on success; error_tips is always an object', 'successful', {
    status: 'successful',
    error_detail: '',
    error_tips: tips(),
  }),
  plannedCase('pending', '4.9 only pending is not final; error_tips also then', 'neverEnding', {
    status: 'pending',
    error_detail: null,
    error_tips: tips(),
  }),
  plannedCase('logsSoFar', '4.9 logs are the whole text so far', 'neverEnding', {
    logs: pattern(String.raw`^Preparing to build .*\n[^]*Still building \.\.\.\n$`),
  }),
  plannedCase('longLine', '4.12 a line is cut in the log as in its event', 'longLine', {
    logs: pattern(String.raw`\n长{4096}\.\.\.\(content too long, truncated\)\n`),
  }),
  plannedCase('ownNewline', '4.9 a line that ends with a newline makes no empty line', 'successful', {
    logs: pattern(String.raw`uploading to object storage \.\.\.\n[^\n]`),
  }),
  plannedCase('failedInBuild', '4.9 logs end in a newline and the error detail', 'failsInBuild', {
    status: 'failed',
    error_detail: 'Building failed, please check logs for more details',
    logs: pattern(String.raw`[^]\nBuilding failed, please check logs for more details$`),
  }),
  plannedCase('solutionFound', '4.9 with a matched solution', 'failsInBuild', {
    error_tips: tips({
      matched_solutions_found: true,
      possible_reason: '已找到解决方案',
      helpers: {
        is: 'list',
        least: 1,
        of: object({ text, link: pattern('^https?://'), title: text, location: text, name: text, description: text }),
      },
    }),
  }),
  plannedCase('failedInRelease', '4.9 without a matched solution', 'failsInRelease', {
    status: 'failed',
    error_detail: text,
    error_tips: tips({
      matched_solutions_found: false,
      possible_reason: '暂时无法找到解决方案，请前往“标准输出日志”检查是否有异常',
    }),
  }),
  plannedCase('failedInPreparation', '4.8 the error detail of a package without description', 'failsInPreparation', {
    status: 'failed',
    error_detail: pattern('^处理应用描述文件失败：'),
    logs: pattern(String.raw`[^]\n处理应用描述文件失败：.*$`),
  }),
  plannedCase('interrupted', '4.9 status interrupted', 'interrupted', { status: 'interrupted', error_tips: tips() }),
  pathCase(
    'unknown',
    '4.9 unknown id',
    `${MODULE_PATH}/deployments/${NO_SUCH_ID}/result/`,
    noDeployment(`查询部署信息失败: 没有 id 为 ${NO_SUCH_ID} 的部署记录`),
  ),
  existingDeploymentCase(
    'otherModule',
    '4.9 id of another module',
    noDeployment(pattern('^查询部署信息失败: 模块 .+ 下没有 id 为 {deployment} 的部署记录$')),
    { path: '/bkapps/applications/{app}/modules/{otherModule}/deployments/{deployment}/result/' },
  ),
  pathCase(
    'noId',
    '4.9 an id that is not 32-36 chars of 0-9a-f-',
    `${MODULE_PATH}/deployments/no-such-deployment/result/`,
    noRoute,
  ),
  pathCase(
    'wrongModule',
    '4.0 wrong module name: the deployment result is a 404',
    `/bkapps/applications/{app}/modules/no-such-module/deployments/${NO_SUCH_ID}/result/`,
    noModule,
  ),
  pathCase(
    'unknownApplication',
    '1.10 row "app code unknown", at the deployment result',
    `/bkapps/applications/no-such-app-here/modules/default/deployments/${NO_SUCH_ID}/result/`,
    noApplication,
  ),
  existingDeploymentCase('developer', '4.0 roles: a developer sees results', okAnswer({ status: deploymentStatus }), {
    caller: 'developer',
  }),
  existingDeploymentCase('operator', '4.0 roles: an operator gets 403 on results', forbidden, { caller: 'operator' }),
  existingDeploymentCase('guest', '1.11 envelope E, at the deployment result', forbidden, { caller: 'guest' }),
];
