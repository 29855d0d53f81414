import {
  deploy,
  deployed,
  deploymentKeys,
  good,
  MODULE,
  noRoute,
  offsetDate,
  plainDate,
  released,
  repo,
  STATE,
  takenOffline,
  user,
  deployFields,
} from './deployShapes.ts';
import {
  absent,
  coded,
  date,
  forbidden,
  multipart,
  noApplication,
  noModule,
  object,
  orNull,
  pattern,
  upload,
  uuid,
} from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation, Preparation } from './contractCase.ts';
import type { Plans } from './plans.ts';

const link = object({ url: orNull(pattern('^https?://')) });
const notReleased = (detail: string): Expectation => coded('APP_NOT_RELEASED', 4311005, detail);
const ZH = '应用尚未在该环境发布过';
const EN = 'The APP has not been released in this environment';
const inModule = (module: string, view: string): string =>
  `/bkapps/applications/{app}/modules/${module}/envs/stag/${view}/`;

const asking = (
  id: string,
  standsFor: string,
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({ id: `released.${id}`, statement: standsFor, request: { path: STATE, ...request }, expect });

/** Returns a case that needs a version released to stag. */
const running = (...of: Parameters<typeof asking>): ContractCase => ({ ...asking(...of), before: [released] });

/** Returns a case with its own plans and preparations. */
const after = (
  id: string,
  standsFor: string,
  plans: Plans,
  before: readonly Preparation[],
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({ ...asking(id, standsFor, expect, request), writes: true, plans, before });

/** Sets `{deployment}` to the id of the released deployment, before another deployment starts. */
const noted: Preparation = { path: STATE, status: 200, take: { deployment: ['deployment', 'id'] } };
const anotherOne: Preparation = { ...deploy(), status: 201 };
const still = good({ is_offlined: false, deployment: object({ id: '{deployment}' }) });

/** What is released (platform-api.md 4.13). */
export const casesReleased: readonly ContractCase[] = [
  running(
    'state',
    '4.13 body',
    good({
      is_offlined: false,
      deployment: object(deploymentKeys),
      offline: null,
      exposed_link: link,
      default_access_entrance: orNull(link),
    }),
  ),
  running(
    'success',
    '4.13 deployment is the last successful one',
    good({ deployment: object({ status: 'successful' }) }),
  ),
  running('withoutProcesses', '4.13 without with_processes', good({ processes: absent })),
  running('withProcesses', '4.13 with_processes adds processes', good({ processes: { is: 'list', of: object({}) } }), {
    path: `${STATE}?with_processes=true`,
  }),
  running('noProcesses', '4.13 with_processes=false', good({ processes: absent }), {
    path: `${STATE}?with_processes=false`,
  }),
  {
    ...running(
      'datesWithOffset',
      '6.5 an offset on 1.7 and later, at what is released',
      good({ deployment: object({ created: offsetDate }) }),
    ),
    ages: ['current'],
  },
  {
    ...running(
      'datesWithoutOffset',
      '6.5 without offset before, at what is released',
      good({ deployment: object({ created: plainDate }) }),
    ),
    ages: ['1.6', 'oldest'],
  },
  asking(
    'otherEnvironment',
    '4.13 each environment has a state of its own',
    good({
      deployment: object({ environment: '{protectedEnvironment}', repo: object({ revision: '{knownVersion}' }) }),
    }),
    { path: `${MODULE}/envs/{protectedEnvironment}/released_state/` },
  ),
  asking('never', '4.13 never deployed: 400 and not 404', notReleased(ZH), {
    path: inModule('{undeployedModule}', 'released_state'),
  }),
  asking('neverEnglish', '4.13 never deployed, en', notReleased(EN), {
    path: inModule('{undeployedModule}', 'released_state'),
    language: 'en',
  }),
  asking(
    'offline',
    '4.13 offlined',
    good({
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
  after(
    'firstRunning',
    '8 point 24: 400 before the first success',
    { deploy: ['neverEnding'] },
    [
      {
        ...deploy(
          { version_type: 'package', version_name: '{undeployedVersion}', revision: '{undeployedVersion}' },
          { path: inModule('{undeployedModule}', 'deployments') },
        ),
        status: 201,
      },
    ],
    notReleased(ZH),
    { path: inModule('{undeployedModule}', 'released_state') },
  ),
  after(
    'whileRunning',
    '8 point 24: a running deployment does not change it',
    { deploy: ['neverEnding'] },
    [noted, anotherOne],
    still,
  ),
  after(
    'afterFailure',
    '4.13 a failed deployment does not change it',
    { deploy: ['failsInRelease'] },
    [noted, anotherOne],
    still,
  ),
  {
    ...after(
      'noAddress',
      '4.13 exposed_link.url can be null while default_access_entrance.url is set',
      {},
      [
        { ...upload(multipart({ package_url: '{packages}/no-services.tar.gz', version: '{version}' })), status: 200 },
        { ...deploy(deployFields('{version}')), status: 201 },
      ],
      good({
        is_offlined: false,
        exposed_link: object({ url: null }),
        default_access_entrance: object({ url: pattern('^https?://') }),
      }),
    ),
    switches: { deploySeconds: 0 },
  },
  after('afterSuccess', '4.13 a success changes it', { deploy: ['successful'] }, [deployed], still),
  after(
    'takenOffline',
    '4.13 offlined: offline names the operation',
    { offline: ['successful'] },
    [takenOffline],
    good({
      is_offlined: true,
      deployment: null,
      offline: object({ id: '{offlineOperation}', offline_operation_id: '{offlineOperation}' }),
    }),
  ),
  after(
    'backAgain',
    '4.13 a success after an offline',
    { deploy: ['successful'], offline: ['successful'] },
    [takenOffline, deployed],
    still,
  ),
  after(
    'offlineFailed',
    '4.13 a failed offline does not change it',
    { offline: ['failing'] },
    [noted, takenOffline],
    still,
  ),
  running('operator', '4.0 row 4.13: view_basic_info', good({ is_offlined: false }), { caller: 'operator' }),
  asking('guest', '1.11 envelope E, at what is released', forbidden, { caller: 'guest' }),
  asking('wrongModule', '4.0 wrong module name: released_state is a 404', noModule, {
    path: inModule('no-such-module', 'released_state'),
  }),
  asking('wrongEnvironment', '4.0 environment must be stag or prod, at what is released', noRoute, {
    path: `${MODULE}/envs/test/released_state/`,
  }),
  asking('wrongEnvironmentFirst', '4.0 environment must be stag or prod, before all else', noRoute, {
    path: '/bkapps/applications/no-such-app-here/modules/default/envs/test/released_state/',
  }),
  asking('unknownApplication', '1.10 row "app code unknown", at what is released', noApplication, {
    path: '/bkapps/applications/no-such-app-here/modules/default/envs/stag/released_state/',
  }),
];
