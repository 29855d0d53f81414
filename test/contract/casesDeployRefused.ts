import {
  deployRequest,
  deployCase,
  MODULE_PATH,
  fieldsWithoutRevision,
  noRoute,
  PROTECTED_DEPLOY_PATH,
  UNKNOWN_VERSION,
  deployFields,
} from './deployShapes.ts';
import {
  codedError,
  fieldError,
  forbidden,
  multipart,
  noApplication,
  object,
  pattern,
  serverError,
  uploadRequest,
} from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation } from './contractCase.ts';
import type { Matcher } from './matcher.ts';

const withPath = (path: string): Partial<ContractRequest> => ({ path });
const IN_ENGLISH: Partial<ContractRequest> = { language: 'en' };
const LONG_VERSION = `{version}${'x'.repeat(64)}`;
const REQUIRED_MESSAGE = '该字段是必填项。';
const noRevision = (detail: string): Expectation => codedError('CANNOT_GET_REVISION', 4312004, detail);
const cannotDeploy = (detail: Matcher): Expectation => codedError('CANNOT_DEPLOY_APP', 4311003, detail);
const roleRestrictedError = (detail: string): Expectation =>
  codedError('RESTRICT_ROLE_DEPLOY_ENABLED', 4311006, detail);

/** POST deploy: refusals before anything starts (platform-api.md 4.8). */
export const casesDeployRefused: readonly ContractCase[] = [
  deployCase(
    'noType',
    '4.8 version_type is required',
    deployRequest({ version_name: UNKNOWN_VERSION }),
    fieldError('version_type', REQUIRED_MESSAGE),
  ),
  deployCase(
    'noName',
    '4.8 version_name is required',
    deployRequest({ version_type: 'package' }),
    fieldError('version_name', REQUIRED_MESSAGE),
  ),
  deployCase('empty', '4.8 both fields are required; 1.11 B: the first message alphabetically', deployRequest({}), {
    status: 400,
    body: object({
      code: 'VALIDATION_ERROR',
      detail: `version_name: ${REQUIRED_MESSAGE}`,
      fields_detail: object({
        version_name: { is: 'list', exactly: [REQUIRED_MESSAGE] },
        version_type: { is: 'list', exactly: [REQUIRED_MESSAGE] },
      }),
    }),
  }),
  deployCase(
    'badType',
    '4.8 row "version_type bad"',
    deployRequest({ ...deployFields(UNKNOWN_VERSION), version_type: 'svn' }),
    {
      status: 400,
      body: object({
        code: 'VALIDATION_ERROR',
        detail: pattern(String.raw`^version_type: Invalid choice\. Valid choices are \[.*'package'.*\]$`),
      }),
    },
  ),
  deployCase(
    'badPolicy',
    '4.8 image_pull_policy is one of three; 1.11 B: nested fields join with dots',
    deployRequest({ ...deployFields(UNKNOWN_VERSION), advanced_options: { image_pull_policy: 'Sometimes' } }),
    {
      status: 400,
      body: object({ code: 'VALIDATION_ERROR', detail: pattern(String.raw`^advanced_options\.image_pull_policy: .`) }),
    },
  ),
  deployCase(
    'unknownVersion',
    '4.8 row "version unknown and no revision sent"',
    deployRequest(fieldsWithoutRevision(UNKNOWN_VERSION)),
    noRevision('无法获取代码版本'),
  ),
  deployCase(
    'unknownVersionEnglish',
    '4.8 row "version unknown and no revision sent", en',
    deployRequest(fieldsWithoutRevision(UNKNOWN_VERSION), IN_ENGLISH),
    noRevision('Code version not available'),
  ),
  deployCase(
    'unknownRevision',
    '4.8 a revision sent for a version that does not exist fails at the start',
    deployRequest(deployFields(UNKNOWN_VERSION)),
    cannotDeploy('部署失败: 部署请求异常，请稍候再试'),
  ),
  deployCase(
    'unknownRevisionEnglish',
    '4.8 row "start failed", en',
    deployRequest(deployFields(UNKNOWN_VERSION), IN_ENGLISH),
    cannotDeploy('Deployment failure: Deployment request exception, please try again later'),
  ),
  deployCase(
    'deletedVersion',
    '4.6 deleted packages cannot be deployed: unknown by name',
    deployRequest(fieldsWithoutRevision('{deletedVersion}')),
    noRevision('无法获取代码版本'),
  ),
  deployCase(
    'deletedRevision',
    '4.6 deleted packages cannot be deployed: nothing to start with',
    deployRequest(deployFields('{deletedVersion}')),
    cannotDeploy('部署失败: 部署请求异常，请稍候再试'),
  ),
  {
    ...deployCase(
      'longVersion',
      '4.8 a version longer than 64 characters cannot be recorded',
      deployRequest(deployFields(LONG_VERSION)),
      cannotDeploy('部署失败: 部署请求异常，请稍候再试'),
    ),
    plans: { deploy: ['successful'] },
    before: [
      {
        ...uploadRequest(multipart({ package_url: '{package}', version: LONG_VERSION })),
        status: 200,
      },
    ],
  },
  ...(['zh-cn', 'en'] as const).map((language): ContractCase => {
    const path = '/bkapps/applications/{app}/modules/{undeployedModule}/';
    const words =
      language === 'en' ? 'APP description file verification failed: modules: .' : '应用描述文件.*modules: .';
    return {
      ...deployCase(
        `otherModules.${language}`,
        '4.8 row "description invalid": it configures only other modules',
        deployRequest(deployFields('{version}'), { path: `${path}envs/stag/deployments/`, language }),
        { status: 400, body: object({ code: 'VALIDATION_ERROR', detail: pattern(words) }) },
      ),
      // The plan restricts this case to the embedded platform, because a real platform that does not refuse the request
      // would deploy.
      plans: { deploy: ['successful'] },
      before: [
        {
          ...uploadRequest(multipart({ package_url: '{package}', version: '{version}' }), {
            path: `${path}source_package/link/`,
          }),
          status: 200,
        },
      ],
    };
  }),
  {
    ...deployCase(
      'objectStore',
      '4.8 row "start failed": the object store',
      deployRequest(),
      cannotDeploy(pattern('对象存储服务异常')),
    ),
    switches: { objectStore: 'fails', store: 'bkrepo' },
  },
  deployCase(
    'operator',
    '4.0 roles: an operator gets 403 on deploy',
    deployRequest(deployFields(UNKNOWN_VERSION), { caller: 'operator' }),
    forbidden,
  ),
  deployCase(
    'guest',
    '4.0 row 4.8: basic_develop',
    deployRequest(deployFields(UNKNOWN_VERSION), { caller: 'guest' }),
    forbidden,
  ),
  deployCase(
    'wrongModule',
    '4.8 row "bad module"',
    deployRequest(
      deployFields(UNKNOWN_VERSION),
      withPath('/bkapps/applications/{app}/modules/no-such-module/envs/stag/deployments/'),
    ),
    serverError,
  ),
  deployCase(
    'wrongEnvironment',
    '4.0 environment must be stag or prod, at deploy',
    deployRequest(deployFields(UNKNOWN_VERSION), withPath(`${MODULE_PATH}/envs/test/deployments/`)),
    noRoute,
  ),
  deployCase(
    'unknownApplication',
    '1.10 row "app code unknown", at deploy',
    deployRequest(
      deployFields(UNKNOWN_VERSION),
      withPath('/bkapps/applications/no-such-app-here/modules/default/envs/stag/deployments/'),
    ),
    noApplication,
  ),
  deployCase(
    'restricted',
    '4.8 row "environment protected"',
    deployRequest(deployFields('{deployVersion}'), { ...withPath(PROTECTED_DEPLOY_PATH), caller: 'developer' }),
    roleRestrictedError('已开启部署权限控制，仅管理员可以操作'),
  ),
  deployCase(
    'restrictedFirst',
    '4.8 row "environment protected": before the body',
    deployRequest({}, { ...withPath(PROTECTED_DEPLOY_PATH), caller: 'developer' }),
    roleRestrictedError('已开启部署权限控制，仅管理员可以操作'),
  ),
  deployCase(
    'restrictedEnglish',
    '4.8 row "environment protected", en',
    deployRequest(deployFields('{deployVersion}'), {
      ...withPath(PROTECTED_DEPLOY_PATH),
      ...IN_ENGLISH,
      caller: 'developer',
    }),
    roleRestrictedError('Deployment rights control is enabled, only administrators can operate'),
  ),
];
