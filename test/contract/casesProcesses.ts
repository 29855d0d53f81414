import { okAnswer, MODULE_PATH, noRoute, releasedVersion, STAG_PATH, RELEASED_STATE_PATH } from './deployShapes.ts';
import {
  absent,
  boolean,
  forbidden,
  gatewayError,
  integer,
  noApplication,
  noModule,
  object,
  orNull,
  pattern,
  text,
} from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation } from './contractCase.ts';
import type { ListMatcher, Matcher } from './matcher.ts';

const PROCESS_LIST_PATH = `${STAG_PATH}/processes/list/`;
const PROTECTED_PROCESS_LIST_PATH = `${MODULE_PATH}/envs/{protectedEnvironment}/processes/list/`;
const OVERVIEW_PATH = `${MODULE_PATH}/runtime/overview`;
const PROCESS_NEEDS = 'the grant for processes, and a version released to stag of the module';

const processRow = (keys: Readonly<Record<string, Matcher>> = {}): Matcher =>
  object({
    module_name: '{module}',
    name: text,
    type: text,
    command: text,
    replicas: integer,
    success: integer,
    failed: integer,
    version: integer,
    cluster_link: pattern('^http://'),
    ...keys,
  });
const instance = (keys: Readonly<Record<string, Matcher>> = {}): Matcher =>
  object({
    module_name: '{module}',
    name: text,
    process_type: text,
    display_name: text,
    image: text,
    start_time: pattern('^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$'),
    state: text,
    state_message: null,
    rich_status: text,
    ready: boolean,
    restart_count: integer,
    terminated_info: object({}, { exit_code: orNull(integer), reason: orNull(text) }),
    version: { is: 'decimal' },
    ...keys,
  });
const wantedState = object({
  name: text,
  target_replicas: integer,
  target_status: { is: 'oneOf', of: ['start', 'stop'] },
  max_replicas: integer,
  plan_name: text,
  resource_limit: object({}),
  resource_requests: object({}),
  autoscaling: boolean,
});
const listMatcher = (matcher: Omit<ListMatcher, 'is'>): Matcher => ({ is: 'list', ...matcher });
const processListAnswer = (items: Omit<ListMatcher, 'is'>): Expectation =>
  okAnswer({ processes: object({ items: listMatcher(items), metadata: object({ resource_version: text }) }) });
const instanceListAnswer = (items: Omit<ListMatcher, 'is'>): Expectation =>
  okAnswer({ instances: object({ items: listMatcher(items), metadata: object({ resource_version: text }) }) });
const noProcessesAnswer = okAnswer({
  processes: object({ items: listMatcher({ exactly: [] }) }),
  instances: object({ items: listMatcher({ exactly: [] }) }),
});

const processesCase = (
  id: string,
  standsFor: string,
  expect: Expectation,
  request: Partial<ContractRequest> = {},
): ContractCase => ({
  id: `processes.${id}`,
  statement: standsFor,
  request: { path: PROCESS_LIST_PATH, ...request },
  expect,
});
/** Returns a case that needs the grant and a released version. */
const runningCase = (...of: Parameters<typeof processesCase>): ContractCase => ({
  ...processesCase(...of),
  before: [
    {
      path: PROCESS_LIST_PATH,
      status: 200,
      answers: object({ instances: object({ items: listMatcher({ least: 1 }) }) }),
      needs: PROCESS_NEEDS,
    },
  ],
});
/** Returns a case about an instance that only the embedded platform has. */
const problemCase = (
  id: string,
  standsFor: string,
  name: string,
  keys: Readonly<Record<string, Matcher>>,
): ContractCase =>
  runningCase(id, standsFor, instanceListAnswer({ contains: [instance({ process_type: name, ...keys })] }), {
    path: PROTECTED_PROCESS_LIST_PATH,
  });

/** Processes and instances (platform-api.md 4.13, 4.15), and the runtime overview (4.17). */
export const casesProcesses: readonly ContractCase[] = [
  runningCase('processes', '4.15 body, processes', processListAnswer({ of: processRow(), least: 1 })),
  runningCase('instances', '4.15 body, instances', instanceListAnswer({ of: instance(), least: 1 })),
  runningCase(
    'ready',
    '4.15 an instance that is ready',
    instanceListAnswer({
      contains: [instance({ process_type: 'web', state: 'Running', rich_status: 'Running', ready: true })],
    }),
  ),
  runningCase(
    'message',
    '4.15 state_message is null',
    instanceListAnswer({ of: object({ state_message: null }), least: 1 }),
  ),
  runningCase(
    'command',
    '4.15 command is empty for cloud-native applications',
    processListAnswer({ of: object({ command: '' }), least: 1 }),
  ),
  runningCase(
    'specs',
    '4.15 cnative_proc_specs',
    okAnswer({ cnative_proc_specs: listMatcher({ of: wantedState, least: 1 }) }),
  ),
  runningCase(
    'versions',
    '4.15 version of an instance is text',
    instanceListAnswer({ of: object({ version: { is: 'decimal' } }), least: 1 }),
  ),
  runningCase(
    'metadata',
    '4.15 metadata',
    okAnswer({ processes: object({ metadata: object({ resource_version: { is: 'decimal' } }) }) }),
  ),
  problemCase('crashing', '4.15 an instance that crashes', 'worker', {
    state: 'CrashLoopBackOff',
    ready: false,
    terminated_info: object({ exit_code: 1, reason: 'Error' }),
  }),
  problemCase('starting', '4.15 Starting is an instance that runs and is not ready', 'slow', {
    state: 'Starting',
    rich_status: 'Running',
    ready: false,
  }),
  problemCase('imageMissing', '4.15 an image that cannot be pulled', 'unpulled', {
    state: 'ImagePullBackOff',
    rich_status: 'Pending',
    ready: false,
    restart_count: 0,
  }),
  runningCase(
    'failed',
    '4.15 failed counts the instances that are not ready',
    processListAnswer({ contains: [processRow({ type: 'worker', replicas: 1, success: 0, failed: 1 })] }),
    { path: PROTECTED_PROCESS_LIST_PATH },
  ),
  processesCase('offline', '4.15 an environment that is offline', noProcessesAnswer, {
    path: '/bkapps/applications/{takenOfflineApp}/modules/default/envs/stag/processes/list/',
  }),
  processesCase('never', '4.15 an environment that was never deployed to', noProcessesAnswer, {
    path: '/bkapps/applications/{app}/modules/{undeployedModule}/envs/stag/processes/list/',
  }),
  {
    ...processesCase(
      'ungranted',
      '4.0 row 4.15: without a grant',
      gatewayError(403, 1640301, 'APP_NO_PERMISSION', 'no permission'),
    ),
    switches: { processesGranted: false },
  },
  {
    ...processesCase('wantedUngranted', '4.13 with_processes needs no other grant', okAnswer({ is_offlined: false }), {
      path: `${RELEASED_STATE_PATH}?with_processes=true`,
    }),
    switches: { processesGranted: false },
  },
  processesCase('operator', '4.0 row 4.15: basic_develop', forbidden, { caller: 'operator' }),
  processesCase('guest', '1.11 envelope E, at processes', forbidden, { caller: 'guest' }),
  processesCase('wrongModule', '4.0 wrong module name: processes are a 404', noModule, {
    path: '/bkapps/applications/{app}/modules/no-such-module/envs/stag/processes/list/',
  }),
  processesCase('wrongEnvironment', '4.0 environment must be stag or prod, at processes', noRoute, {
    path: `${MODULE_PATH}/envs/test/processes/list/`,
  }),
  processesCase('unknownApplication', '1.10 row "app code unknown", at processes', noApplication, {
    path: '/bkapps/applications/no-such-app-here/modules/default/envs/stag/processes/list/',
  }),
  {
    ...processesCase(
      'wanted',
      '4.13 processes are objects with one key',
      okAnswer({ processes: listMatcher({ first: object({ web: wantedState }), least: 1 }) }),
      { path: `${RELEASED_STATE_PATH}?with_processes=true` },
    ),
    before: [releasedVersion],
  },
  {
    ...processesCase(
      'wantedWorker',
      '4.13 each process is one element',
      okAnswer({ processes: listMatcher({ contains: [object({ worker: wantedState, web: absent })] }) }),
      { path: `${RELEASED_STATE_PATH}?with_processes=true` },
    ),
    before: [releasedVersion],
  },
  processesCase(
    'overview',
    '4.17 body',
    okAnswer({
      repo: orNull(object({})),
      stack: orNull(text),
      image: orNull(text),
      language: text,
      source_origin: integer,
      buildpacks: listMatcher({ of: object({ id: integer, name: text, display_name: text, language: text }) }),
    }),
    { path: OVERVIEW_PATH },
  ),
  processesCase('overviewImage', '4.17 a module from an image has no stack', okAnswer({ stack: null, image: null }), {
    path: '/bkapps/applications/{app}/modules/{imageModule}/runtime/overview',
  }),
  processesCase('overviewOperator', '4.17 an operator may read it', okAnswer({ language: text }), {
    path: OVERVIEW_PATH,
    caller: 'operator',
  }),
  processesCase('overviewGuest', '1.11 envelope E, at the runtime overview', forbidden, {
    path: OVERVIEW_PATH,
    caller: 'guest',
  }),
  processesCase('overviewWrongModule', '4.0 wrong module name: the runtime overview is a 404', noModule, {
    path: '/bkapps/applications/{app}/modules/no-such-module/runtime/overview',
  }),
];
