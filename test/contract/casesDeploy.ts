import {
  DEPLOY_PATH,
  deployRequest,
  deployCase,
  startedDeployment,
  okAnswer,
  HISTORY_PATH,
  fieldsWithoutRevision,
  PROTECTED_DEPLOY_PATH,
  UNKNOWN_VERSION,
  deployAccepted,
  deployFields,
} from './deployShapes.ts';
import { codedError, json, multipart, object, uploadRequest } from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation, Preparation } from './contractCase.ts';
import type { Matcher } from './matcher.ts';

const successfulCase = (id: string, standsFor: string, request: ContractRequest): ContractCase => ({
  ...deployCase(id, standsFor, request, deployAccepted),
  plans: { deploy: ['successful'] },
});
const ongoingError = (detail: string): Expectation => codedError('CANNOT_DEPLOY_ONGOING_EXISTS', 4311004, detail);
const ONGOING_MESSAGE = '部署失败，已有部署任务进行中，请刷新查看';
const ongoingDeploymentCase = (...of: Parameters<typeof deployCase>): ContractCase => ({
  ...deployCase(...of),
  plans: { deploy: ['neverEnding'] },
  before: [startedDeployment],
});
const newestRowCheck = (keys: Readonly<Record<string, Matcher>>): Pick<ContractCase, 'request' | 'expect'> => ({
  request: { path: `${HISTORY_PATH}?limit=1` },
  expect: okAnswer({ results: { is: 'list', exactly: [object(keys)] } }),
});

/** Returns a case that uploads a sample package, deploys the package, and expects `status` for the deployment. */
const packageDeployCase = (id: string, standsFor: string, sample: string, status: string): ContractCase => ({
  id: `deploy.${id}`,
  statement: standsFor,
  writes: true,
  switches: { deploySeconds: 0 },
  before: [
    { ...uploadRequest(multipart({ package_url: `{packages}/${sample}`, version: '{version}' })), status: 200 },
    { ...deployRequest(deployFields('{version}')), status: 201 },
  ],
  ...newestRowCheck({ status }),
});

/**
 * Requires that no deployment to stag is in progress, because the lock of such a deployment would make the platform
 * refuse another deployment. A deployment of an earlier run can still be in progress.
 */
const noRunningDeployment: Preparation = {
  path: `${HISTORY_PATH}?environment=stag&limit=1`,
  status: 200,
  answers: object({ results: { is: 'list', lacks: object({ status: 'pending' }) } }),
  needs: 'stag of the module without a deployment in progress',
};

/**
 * POST deploy: what is deployed, and when (platform-api.md 4.8). All cases but the last need plans, switches or faults,
 * which only the embedded platform supports.
 */
export const casesDeploy: readonly ContractCase[] = [
  ongoingDeploymentCase(
    'ongoing',
    '4.8 row "another deployment of this module+env runs"',
    deployRequest(),
    ongoingError(ONGOING_MESSAGE),
  ),
  ongoingDeploymentCase(
    'ongoingEnglish',
    '4.8 row "another deployment of this module+env runs", en',
    deployRequest(deployFields('{deployVersion}'), { language: 'en' }),
    ongoingError('Deployment failed, existing deployment in progress, please refresh to see'),
  ),
  ongoingDeploymentCase('bodyFirst', '4.8 the body before the lock', deployRequest({}), {
    status: 400,
    body: object({ code: 'VALIDATION_ERROR' }),
  }),
  ongoingDeploymentCase(
    'versionFirst',
    '4.8 the version before the lock',
    deployRequest(fieldsWithoutRevision(UNKNOWN_VERSION)),
    codedError('CANNOT_GET_REVISION', 4312004, '无法获取代码版本'),
  ),
  ongoingDeploymentCase(
    'lockFirst',
    '4.8 the lock before the start',
    deployRequest(deployFields(UNKNOWN_VERSION)),
    ongoingError(ONGOING_MESSAGE),
  ),
  {
    ...successfulCase(
      'otherEnvironment',
      '4.8 the lock is per module and environment',
      deployRequest(deployFields('{deployVersion}'), { path: PROTECTED_DEPLOY_PATH }),
    ),
    plans: { deploy: ['neverEnding', 'successful'] },
    before: [startedDeployment],
  },
  {
    ...successfulCase('again', '4.8 the lock ends with its deployment', deployRequest()),
    plans: { deploy: ['failsInBuild', 'successful'] },
    before: [startedDeployment],
  },
  successfulCase(
    'unknownKeys',
    '4.8 unknown keys are ignored',
    deployRequest({ ...deployFields('{deployVersion}'), url: '', nonsense: 1 }),
  ),
  successfulCase('nameOnly', '4.8 revision is optional', deployRequest(fieldsWithoutRevision('{deployVersion}'))),
  successfulCase(
    'options',
    '4.8 advanced_options',
    deployRequest({
      ...deployFields('{deployVersion}'),
      advanced_options: {
        build_only: false,
        image_pull_policy: 'Always',
        special_tag: 'x',
        invoke_message: 'contract',
      },
    }),
  ),
  successfulCase(
    'developer',
    '4.0 roles: a developer deploys where it is not restricted',
    deployRequest(deployFields('{deployVersion}'), { caller: 'developer' }),
  ),
  successfulCase(
    'administrator',
    '4.8 row "environment protected": administrators may',
    deployRequest(deployFields('{deployVersion}'), { path: PROTECTED_DEPLOY_PATH }),
  ),
  {
    id: 'deploy.revision',
    statement: '4.8 revision is used only if the lookup by version_name fails',
    writes: true,
    plans: { deploy: ['successful'] },
    before: [{ ...deployRequest({ ...deployFields('{knownVersion}'), version_name: UNKNOWN_VERSION }), status: 201 }],
    ...newestRowCheck({ repo: object({ name: UNKNOWN_VERSION, revision: '{knownVersion}' }) }),
  },
  {
    id: 'deploy.packageName',
    statement: '4.8 version_name may be a package_name, which is tried first',
    writes: true,
    plans: { deploy: ['successful'] },
    before: [
      { ...deployRequest({ ...deployFields('{laterVersion}'), version_name: '{knownPackageName}' }), status: 201 },
    ],
    ...newestRowCheck({ repo: object({ revision: '{knownVersion}' }) }),
  },
  {
    id: 'deploy.newest',
    statement: '8 point 20: a row in the history',
    writes: true,
    plans: { deploy: ['notBegun'] },
    before: [startedDeployment],
    ...newestRowCheck({
      deployment_id: '{deployment}',
      status: 'pending',
      environment: 'stag',
      start_time: null,
      repo: object({ type: 'package', name: '{deployVersion}', revision: '{deployVersion}' }),
    }),
  },
  {
    id: 'deploy.lostAnswer',
    statement: '8 point 5: the deployment begins although the gateway answers 504',
    writes: true,
    plans: { deploy: ['neverEnding'] },
    before: [{ ...deployRequest(), fault: { kind: 'hangThen504' }, status: 504 }],
    ...newestRowCheck({ status: 'pending', repo: object({ revision: '{deployVersion}' }) }),
  },
  {
    id: 'deploy.noDescription',
    statement: '4.8 a package without app_desc.yaml and Procfile starts and then fails',
    writes: true,
    switches: { deploySeconds: 0 },
    before: [
      {
        ...uploadRequest(multipart({ package_url: '{packages}/no-description.tar.gz', version: '{version}' })),
        status: 200,
      },
      { method: 'POST', path: DEPLOY_PATH, body: json(deployFields('{version}')), status: 201 },
    ],
    ...newestRowCheck({ status: 'failed', finished_status: 'build' }),
  },
  packageDeployCase(
    'procfile',
    '4.8 a tar whose only process file is named Procfile fails',
    'procfile.tar.gz',
    'failed',
  ),
  packageDeployCase('dotProcfile', '4.8 a tar with ./Procfile can be deployed', 'dot-procfile.tar.gz', 'successful'),
  {
    id: 'deploy.storeDown',
    statement: '4.8 S3 store down: 201, and the deployment fails with a Python tuple as text',
    writes: true,
    switches: { deploySeconds: 0, store: 's3', objectStore: 'fails' },
    before: [{ ...deployRequest(), status: 201 }],
    ...newestRowCheck({ status: 'failed' }),
  },
  {
    id: 'deploy.sharedObject',
    statement: '6.3 a BK-Repo store: an upload replaces the bytes of another version behind "#"',
    writes: true,
    switches: { deploySeconds: 0, store: 'bkrepo' },
    before: [
      { ...uploadRequest(multipart({ package_url: '{package}', version: '{version}#1' })), status: 200 },
      {
        ...uploadRequest(
          multipart({
            package_url: '{packages}/no-description.tar.gz',
            version: '{version}#3',
            allow_overwrite: 'true',
          }),
        ),
        status: 200,
      },
      { ...deployRequest(deployFields('{version}#1')), status: 201 },
    ],
    ...newestRowCheck({ status: 'failed', repo: object({ revision: '{version}#1' }) }),
  },
  // This case also runs on a real platform. It is the last case, because its deployment continues after the run.
  { ...deployCase('accepted', '4.8 response', deployRequest(), deployAccepted), before: [noRunningDeployment] },
];
