import {
  absent,
  anything,
  APPLICATION_PATH,
  boolean,
  date,
  anyFieldError,
  forbidden,
  integer,
  MODULES_PATH,
  noApplication,
  object,
  orNull,
  serverError,
  text,
  uuid,
} from './shapes.ts';
import type { ContractCase, Expectation } from './contractCase.ts';
import type { Matcher } from './matcher.ts';

const configFlags = object({
  engine_enabled: boolean,
  can_create_extra_modules: boolean,
  confirm_required_when_publish: boolean,
  market_published: boolean,
});
const environment = object({ deployed: boolean, url: orNull(text) });
const roleAnswer = (id: number, name: string): Expectation => ({
  status: 200,
  body: object({ role: object({ id, name }) }),
});
const applicationAnswer = (keys: Readonly<Record<string, Matcher>>): Expectation => ({
  status: 200,
  body: object({ application: object(keys) }),
});

/** One application (platform-api.md 4.3). */
const singleApplicationCases: readonly ContractCase[] = [
  {
    id: 'application.whole',
    statement: '4.3 body',
    request: { path: APPLICATION_PATH },
    expect: {
      status: 200,
      body: object({
        role: object({ id: integer, name: text }),
        application: object({
          id: uuid,
          code: '{app}',
          name: text,
          type: { is: 'oneOf', of: ['default', 'cloud_native', 'engineless_app'] },
          is_smart_app: boolean,
          is_plugin_app: boolean,
          is_active: boolean,
          is_deleted: false,
          created: date,
          updated: date,
          last_deployed_date: orNull(date),
          config_info: configFlags,
          modules: { is: 'list', least: 1, of: object({ id: uuid, name: text, source_origin: integer }) },
          deploy_info: object({ stag: environment, prod: environment }),
        }),
        product: orNull(object({ name: text })),
        marked: boolean,
        web_config: configFlags,
        migration_status: object({ status: text }),
      }),
    },
  },
  {
    id: 'application.newFields',
    statement: '4.3 app_status, extra_info, tenant fields and preferred_prod_url',
    ages: ['current'],
    request: { path: APPLICATION_PATH },
    expect: applicationAnswer({
      app_status: { is: 'oneOf', of: ['not_deployed', 'normal', 'offline'] },
      app_tenant_mode: text,
      app_tenant_id: text,
      extra_info: anything,
      preferred_prod_url: orNull(text),
    }),
  },
  {
    id: 'application.oldFields',
    statement: '4.3 absent on older platforms',
    ages: ['oldest'],
    request: { path: APPLICATION_PATH },
    expect: applicationAnswer({ app_status: absent, app_tenant_mode: absent, extra_info: absent }),
  },
  {
    id: 'application.nameChinese',
    statement: '7.2 names follow the language: zh-cn',
    request: { path: APPLICATION_PATH },
    expect: applicationAnswer({ name: '{appName}' }),
  },
  {
    id: 'application.nameEnglish',
    statement: '7.2 names follow the language: en',
    request: { path: APPLICATION_PATH, language: 'en' },
    expect: applicationAnswer({ name: '{appNameEnglish}' }),
  },
  {
    id: 'application.datesWithOffset',
    statement: '6.5 an offset on 1.7 and later',
    ages: ['current'],
    request: { path: APPLICATION_PATH },
    expect: applicationAnswer({
      created: { is: 'date', offset: 'required' },
      updated: { is: 'date', offset: 'required' },
    }),
  },
  {
    id: 'application.datesWithoutOffset',
    statement: '6.5 without offset before',
    ages: ['1.6', 'oldest'],
    request: { path: APPLICATION_PATH },
    expect: applicationAnswer({ created: { is: 'date', offset: 'none' }, updated: { is: 'date', offset: 'none' } }),
  },
  {
    id: 'application.roleDeveloper',
    statement: '4.3 role.id 3',
    request: { path: APPLICATION_PATH, caller: 'developer' },
    expect: roleAnswer(3, 'developer'),
  },
  {
    id: 'application.roleOperator',
    statement: '4.3 role.id 4: predicts that an upload will be refused',
    request: { path: APPLICATION_PATH, caller: 'operator' },
    expect: roleAnswer(4, 'operator'),
  },
  {
    id: 'application.guest',
    statement: '4.0 row 4.3: view_basic_info; 1.11 envelope E',
    request: { path: APPLICATION_PATH, caller: 'guest' },
    expect: forbidden,
  },
  {
    id: 'application.unlisted',
    statement: '4.1 an application can be usable though it is not listed',
    request: { path: '/bkapps/applications/{pluginApp}/' },
    expect: applicationAnswer({ code: '{pluginApp}', is_plugin_app: true }),
  },
  {
    id: 'application.unknown',
    statement: '1.10 row "app code unknown", at the application',
    request: { path: '/bkapps/applications/no-such-app-here/' },
    expect: noApplication,
  },
  {
    id: 'application.otherCase',
    statement: '6.1 codes are compared without case',
    request: { path: '/bkapps/applications/{appOtherCase}/' },
    expect: applicationAnswer({ code: '{app}' }),
  },
  {
    id: 'application.otherCaseBinary',
    statement: '6.1 codes are compared without case, unless the database has another collation',
    switches: { collation: 'binary' },
    request: { path: '/bkapps/applications/{appOtherCase}/' },
    expect: noApplication,
  },
  {
    id: 'application.fresh',
    statement: '8 point 27: the owner of a new application has no role for five minutes',
    request: { path: '/bkapps/applications/{freshApp}/' },
    expect: roleAnswer(-1, 'nobody'),
  },
  {
    id: 'application.scene',
    statement: '1.8 row origin 5: 500 at the application',
    request: { path: '/bkapps/applications/{sceneApp}/' },
    expect: serverError,
  },
  {
    id: 'module.scene',
    statement: '1.8 row origin 5: 500 at the module',
    request: { path: '/bkapps/applications/{sceneApp}/modules/default/' },
    expect: serverError,
  },
  {
    id: 'application.deleted',
    statement: '1.10 row "app code unknown or deleted", at the application',
    request: { path: '/bkapps/applications/{deletedApp}/' },
    expect: noApplication,
  },
];

const moduleRow = object({ id: uuid, name: text, source_origin: integer, is_default: boolean });
const moduleListAnswer = (list: Omit<Extract<Matcher, { is: 'list' }>, 'is'>): Expectation => ({
  status: 200,
  body: { is: 'list', ...list },
});

/** The modules of an application (platform-api.md 4.4), and a single module (platform-api.md 4.5). */
const moduleCases: readonly ContractCase[] = [
  {
    id: 'modules.list',
    statement: '4.4 plain array, default module first',
    request: { path: MODULES_PATH },
    expect: moduleListAnswer({ of: moduleRow, least: 1, first: object({ is_default: true }) }),
  },
  {
    id: 'modules.origin',
    statement: '4.4 the cheapest way to know whether a module accepts packages',
    request: { path: MODULES_PATH },
    expect: moduleListAnswer({
      contains: [object({ name: '{module}', source_origin: { is: 'oneOf', of: [2, 3, 7] } })],
    }),
  },
  {
    id: 'modules.gitOrigin',
    statement: '1.8 row origin 1',
    request: { path: MODULES_PATH },
    expect: moduleListAnswer({ contains: [object({ name: '{gitModule}', source_origin: 1 })] }),
  },
  {
    id: 'modules.imageOrigin',
    statement: '1.8 rows origin 4 and 6',
    request: { path: MODULES_PATH },
    expect: moduleListAnswer({
      contains: [object({ name: '{imageModule}', source_origin: { is: 'oneOf', of: [4, 6] } })],
    }),
  },
  {
    id: 'modules.nullOrigin',
    statement: '1.8 null maps to 1',
    request: { path: '/bkapps/applications/{nullOriginApp}/modules/' },
    expect: moduleListAnswer({ of: object({ source_origin: 1 }), least: 1 }),
  },
  {
    id: 'modules.filtered',
    statement: '4.4 query source_origin: of it',
    request: { path: `${MODULES_PATH}?source_origin={origin}` },
    expect: moduleListAnswer({ contains: [object({ name: '{module}' })] }),
  },
  {
    id: 'modules.filteredOut',
    statement: '4.4 query source_origin: none else',
    request: { path: `${MODULES_PATH}?source_origin={otherOrigin}` },
    expect: moduleListAnswer({ contains: [object({ name: '{otherModule}' })], lacks: object({ name: '{module}' }) }),
  },
  {
    id: 'modules.badFilter',
    statement: '4.4 query source_origin (1-7)',
    request: { path: `${MODULES_PATH}?source_origin=9` },
    expect: anyFieldError('source_origin'),
  },
  {
    id: 'modules.operator',
    statement: '4.0 row 4.4: view_basic_info',
    request: { path: MODULES_PATH, caller: 'operator' },
    expect: moduleListAnswer({ of: moduleRow, least: 1 }),
  },
  {
    id: 'modules.guest',
    statement: '1.11 envelope E, at the modules',
    request: { path: MODULES_PATH, caller: 'guest' },
    expect: forbidden,
  },
  {
    id: 'modules.unknownApplication',
    statement: '1.10 row "app code unknown", at the modules',
    request: { path: '/bkapps/applications/no-such-app-here/modules/' },
    expect: noApplication,
  },
  {
    id: 'module.whole',
    statement: '4.5 body',
    request: { path: `${MODULES_PATH}{module}/` },
    expect: {
      status: 200,
      body: object({
        id: uuid,
        name: '{module}',
        is_default: boolean,
        application: uuid,
        source_origin: { is: 'oneOf', of: [2, 3, 7] },
        language: text,
        created: date,
        last_deployed_date: orNull(date),
      }),
    },
  },
  {
    id: 'module.unknown',
    statement: '4.0 wrong module name: get_module_info is a 500 HTML',
    request: { path: `${MODULES_PATH}no-such-module/` },
    expect: serverError,
  },
];

export const casesApplications: readonly ContractCase[] = [...singleApplicationCases, ...moduleCases];
