import { createHash } from 'node:crypto';
import { seedDeployments } from './seedDeployments.ts';
import { emptyState, moduleOf } from './state.ts';
import { uuidFrom } from './uuidFrom.ts';
import type { ProcessSeed } from './running/processSeeds.ts';
import type { Application, Module, PlatformState, Role, SourceOrigin, SourcePackage } from './state.ts';

/** The tokens of the demo state. The name of a token says whose token it is, or how the gateway treats the token. */
export const demoTokens = {
  /** Token of `admin`, whose application has a grant for every resource. */
  admin: 'demo-access-token-0123456789',
  /** Token of `ops`, who is operator in demo-app. */
  operator: 'demo-operator-token',
  /** Token of `dev`, who is developer in demo-app and administrator in shared-board and not-mine. */
  developer: 'demo-developer-token',
  /** Token of `guest`, who has no role in any application. */
  guest: 'demo-guest-token',
  expired: 'demo-expired-token',
  /** Token of an application, not of a user. */
  application: 'demo-application-token',
  expiredApplication: 'demo-expired-application-token',
  /** Token whose application has no grant. */
  noGrant: 'demo-no-grant-token',
  /** Token whose application had a grant for the whole gateway. The grant has expired. */
  expiredGrant: 'demo-expired-grant-token',
  /** Token whose application had a grant for a single resource. The grant has expired. */
  expiredResourceGrant: 'demo-expired-resource-grant-token',
  /** Token whose application has a grant only for the list of applications. */
  listOnly: 'demo-list-only-token',
  /** Token whose application is open to all tenants. */
  globalTenant: 'demo-global-tenant-token',
  /** Token whose user and application belong to different tenants. */
  otherTenant: 'demo-other-tenant-token',
} as const;

/** Code and secret of an application with a grant for every resource, and the value of a login cookie of `admin`. */
export const demoCredentials = { appCode: 'bk_lesscode_dev', appSecret: 'demo-secret', bkToken: 'demo-login' } as const;

const FUTURE_EXPIRY = new Date('2099-12-31T00:00:00Z');
const PAST_EXPIRY = new Date('2026-01-31T00:00:00Z');
const FIRST_ID = 1001;

/**
 * Returns the state of a platform in use: users, tokens, and applications of every kind. Each call returns a new, equal
 * state.
 */
export function seedDemo(): PlatformState {
  const state = emptyState();
  for (const user of ['admin', 'ops', 'dev', 'guest']) state.users.set(user, { tenantId: 'default' });
  state.users.set('visitor', { tenantId: 'elsewhere' });
  state.loginCookies.set(demoCredentials.bkToken, 'admin');
  seedTokens(state);
  seedGrants(state);
  for (const draft of applicationDrafts) state.applications.set(draft.code, buildApplication(draft));
  const modules = [...state.applications.values()].flatMap((application) => application.modules);
  for (const [index, each] of modules.flatMap((module) => module.packages).entries()) {
    each.id = FIRST_ID + index;
    each.order = state.nextOrder++;
  }
  seedDeployments(state);
  seedProcesses(state);
  return state;
}

/**
 * Gives demo-app its processes. Both environments have a web process with two instances. The worker runs in stag and
 * crashes in prod.
 */
function seedProcesses(state: PlatformState): void {
  const web: ProcessSeed = { name: 'web', replicas: 2, plan: 'default', behaviour: 'runs' };
  const worker: ProcessSeed = { name: 'worker', replicas: 1, plan: '4C1G', behaviour: 'runs' };
  moduleOf(state, 'demo-app', 'default').processes = {
    stag: [web, worker],
    prod: [web, { ...worker, behaviour: 'crashes' }],
  };
}

function seedTokens(state: PlatformState): void {
  const add = (token: string, user: string, appCode = 'bk_lesscode_dev', rest = {}): void => {
    state.tokens.set(token, { user, appCode, kind: 'user', expires: FUTURE_EXPIRY, ...rest });
  };
  add(demoTokens.admin, 'admin');
  add(demoTokens.operator, 'ops');
  add(demoTokens.developer, 'dev');
  add(demoTokens.guest, 'guest');
  add(demoTokens.expired, 'admin', 'bk_lesscode_dev', { expires: PAST_EXPIRY });
  add(demoTokens.application, '', 'bk_lesscode_dev', { kind: 'app' });
  add(demoTokens.expiredApplication, '', 'bk_lesscode_dev', { kind: 'app', expires: PAST_EXPIRY });
  add(demoTokens.noGrant, 'admin', 'my-own-app');
  add(demoTokens.expiredGrant, 'admin', 'once-granted-app');
  add(demoTokens.expiredResourceGrant, 'admin', 'once-listed-app');
  add(demoTokens.listOnly, 'admin', 'list-only-app');
  add(demoTokens.globalTenant, 'admin', 'global-app');
  add(demoTokens.otherTenant, 'visitor');
}

function seedGrants(state: PlatformState): void {
  const codes = ['bk_lesscode_dev', 'my-own-app', 'once-granted-app', 'once-listed-app', 'list-only-app'];
  for (const code of codes) {
    state.callers.set(code, { secret: demoCredentials.appSecret, tenantMode: 'single', tenantId: 'default' });
  }
  state.callers.set('global-app', { secret: demoCredentials.appSecret, tenantMode: 'global', tenantId: '' });
  const grant = (appCode: string, operationId: string, expires: Date): void => {
    state.grants.push({ appCode, operationId, expires });
  };
  grant('bk_lesscode_dev', '*', FUTURE_EXPIRY);
  grant('global-app', '*', FUTURE_EXPIRY);
  grant('once-granted-app', '*', PAST_EXPIRY);
  grant('once-listed-app', 'get_minimal_app_list', PAST_EXPIRY);
  grant('list-only-app', 'get_minimal_app_list', FUTURE_EXPIRY);
}

interface ApplicationDraft {
  code: string;
  name: string;
  nameEn: string;
  modules: ModuleDraft[];
  type?: Application['type'];
  roles?: Record<string, Role>;
  flags?: Partial<
    Pick<Application, 'isSmartApp' | 'isPluginApp' | 'isAiAgentApp' | 'isActive' | 'isDeleted' | 'lastDeployed'>
  >;
}

interface ModuleDraft {
  name: string;
  origin: SourceOrigin | null;
  versions?: VersionDraft[];
}

type VersionDraft = string | { version: string; isDeleted?: boolean; kind?: SourcePackage['kind'] };

const gitModule = (name = 'default'): ModuleDraft => ({ name, origin: 1 });

const applicationDrafts: readonly ApplicationDraft[] = [
  {
    code: 'demo-app',
    name: '演示应用',
    nameEn: 'Demo App',
    type: 'cloud_native',
    roles: { admin: 'administrator', dev: 'developer', ops: 'operator' },
    modules: [
      { name: 'default', origin: 2, versions: ['1.0.0', { version: '1.0.1', isDeleted: true }, '1.0.2'] },
      { name: 'api', origin: 7, versions: ['0.1.0'] },
      { name: 'web', origin: 1 },
      { name: 'img', origin: 6 },
    ],
  },
  {
    code: 'orders',
    name: '订单中心',
    nameEn: 'Order Center',
    flags: { isSmartApp: true },
    modules: [{ name: 'default', origin: 3, versions: ['2.3.0', { version: '2.4.0', kind: 'image' }] }],
  },
  {
    code: 'flow-designer',
    name: '流程设计器',
    nameEn: 'Flow Designer',
    type: 'cloud_native',
    modules: [
      { name: 'default', origin: 2, versions: ['一期-正式版', '二期-灰度', '2026年7月修订'] },
      gitModule('backend'),
    ],
  },
  {
    code: 'ai-assistant',
    name: '智能助手',
    nameEn: 'AI Assistant',
    type: 'cloud_native',
    flags: { isAiAgentApp: true, lastDeployed: null },
    modules: [{ name: 'default', origin: 7 }],
  },
  { code: 'cmdb-portal', name: '配置平台门户', nameEn: 'CMDB Portal', modules: [gitModule()] },
  { code: 'ops-tools', name: '运维工具箱', nameEn: 'Ops Toolbox', modules: [gitModule(), gitModule('worker')] },
  { code: 'report-center', name: 'Report Center', nameEn: 'Report Center', modules: [gitModule()] },
  { code: 'log-viewer', name: '日志查看', nameEn: 'Log Viewer', flags: { isActive: false }, modules: [gitModule()] },
  { code: 'payment', name: 'Payment Gateway', nameEn: 'Payment Gateway', type: 'cloud_native', modules: [gitModule()] },
  { code: 'history-app', name: '历史应用', nameEn: 'History', modules: [{ name: 'default', origin: null }] },
  { code: 'old-image', name: '老镜像应用', nameEn: 'Old Image', modules: [{ name: 'default', origin: 4 }] },
  { code: 'static-site', name: '静态站点', nameEn: 'Static Site', modules: [{ name: 'default', origin: 6 }] },
  { code: 'scene-tmpl', name: '场景模板', nameEn: 'Scene Template', modules: [{ name: 'default', origin: 5 }] },
  { code: 'link-only', name: '外链应用', nameEn: 'External Link', type: 'engineless_app', modules: [gitModule()] },
  // `admin` is only operator here. The lists of `admin` contain the application, but the platform refuses uploads.
  {
    code: 'shared-board',
    name: '共享看板',
    nameEn: 'Shared Board',
    roles: { admin: 'operator', dev: 'administrator' },
    modules: [{ name: 'default', origin: 2, versions: ['0.9.0'] }],
  },
  // A plugin application accepts packages, but lists omit such an application if the switch `pluginAppsListed` is off.
  {
    code: 'bkplugin-greeter',
    name: '问候插件',
    nameEn: 'Greeter Plugin',
    flags: { isPluginApp: true },
    modules: [{ name: 'default', origin: 2 }],
  },
  { code: 'not-mine', name: '别人的应用', nameEn: 'Not Mine', roles: { dev: 'administrator' }, modules: [gitModule()] },
  { code: 'removed', name: '已删除', nameEn: 'Removed', flags: { isDeleted: true }, modules: [gitModule()] },
];

function buildApplication(draft: ApplicationDraft): Application {
  const created = new Date('2026-01-10T09:17:36Z');
  const roles = new Map(Object.entries(draft.roles ?? { admin: 'administrator' as const }));
  return {
    id: uuidFrom(draft.code),
    code: draft.code,
    name: draft.name,
    nameEn: draft.nameEn,
    type: draft.type ?? 'default',
    isSmartApp: false,
    isPluginApp: false,
    isAiAgentApp: false,
    isActive: true,
    isDeleted: false,
    language: 'NodeJS',
    tenantId: 'default',
    owner: [...roles].find(([, role]) => role === 'administrator')?.[0] ?? 'admin',
    roles,
    markedBy: new Set(),
    created,
    updated: new Date('2026-07-10T09:17:36Z'),
    lastDeployed: new Date('2026-07-20T02:00:00Z'),
    ...draft.flags,
    modules: draft.modules.map((module, index) => buildModule(draft.code, module, index, created)),
  };
}

function buildModule(appCode: string, draft: ModuleDraft, index: number, created: Date): Module {
  return {
    id: uuidFrom(`${appCode}/${draft.name}`),
    name: draft.name,
    isDefault: index === 0,
    sourceOrigin: draft.origin,
    language: 'NodeJS',
    created,
    updated: created,
    packages: (draft.versions ?? []).map((version, place) => buildPackage(`${appCode}/${draft.name}`, version, place)),
    deployments: [],
    offlines: [],
    protectedEnvironments: [],
  };
}

function buildPackage(owner: string, draft: VersionDraft, place: number): SourcePackage {
  const { version, isDeleted = false, kind = 'package' } = typeof draft === 'string' ? { version: draft } : draft;
  const created = new Date(Date.UTC(2026, 6, 18 + place, 2));
  const sha256 = createHash('sha256').update(`${owner}/${version}`).digest('hex');
  return {
    id: 0,
    order: 0,
    version,
    packageName: `${owner.split('/')[0] ?? ''}:${version}`,
    size: 1_415_656 + place * 1024,
    sha256,
    created,
    updated: created,
    operator: 'admin',
    isDeleted,
    kind,
    contents: { descriptionPath: 'app_desc.yaml', hasProcfile: true },
  };
}
