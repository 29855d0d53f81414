import { platformDate } from '../backend/dates.ts';
import { describeModule } from './describeModule.ts';
import type { BackendCall } from '../route.ts';
import type { Application, Module } from '../state.ts';

/** Returns the object `application` of platform-api.md 4.3. */
export function describeApplication(
  application: Application,
  { switches, language }: BackendCall,
): Readonly<Record<string, unknown>> {
  const date = (value: Date | null): string | null => platformDate(value, switches.dateOffset);
  const isNew = switches.applicationFields === 'new';
  return {
    id: application.id,
    code: application.code,
    name: localName(application, language),
    name_en: application.nameEn,
    region: 'default',
    region_name: '默认版',
    type: application.type,
    is_smart_app: application.isSmartApp,
    is_plugin_app: application.isPluginApp,
    is_ai_agent_app: application.isAiAgentApp,
    deploy_policy: 'default',
    language: application.language,
    ...(isNew && { app_status: appStatus(application) }),
    is_active: application.isActive,
    is_deleted: application.isDeleted,
    ...(isNew && { app_tenant_mode: 'single', app_tenant_id: application.tenantId }),
    owner: application.owner,
    creator: application.owner,
    created: date(application.created),
    updated: date(application.updated),
    last_deployed_date: date(application.lastDeployed),
    logo_url: 'https://paas.example.com/static/images/default_logo.png',
    config_info: webConfig(application),
    ...(isNew && { extra_info: null }),
    modules: application.modules
      .toSorted(defaultFirstComparator(() => 0))
      .map((module) => describeModule(module, application, switches)),
    deploy_info: {
      stag: {
        deployed: application.lastDeployed !== null,
        url: application.lastDeployed && `http://stag-dot-${application.code}.apps.example.com/`,
      },
      prod: { deployed: false, url: null },
    },
    ...(isNew && { preferred_prod_url: null }),
  };
}

/**
 * Returns the application's name in the language of the request. platform-api.md does not mention the translation. In
 * the platform's public serializers, the field is declared as translated, from `name` and `name_en`.
 */
export function localName(application: Application, language: BackendCall['language']): string {
  return language === 'en' ? application.nameEn : application.name;
}

/** Returns `app_status` of platform-api.md 4.1. */
export function appStatus(application: Application): 'not_deployed' | 'normal' | 'offline' {
  if (!application.isActive) return 'offline';
  return application.lastDeployed === null ? 'not_deployed' : 'normal';
}

/** Returns the value of `config_info` and of `web_config` (platform-api.md 4.3). */
export function webConfig(application: Application): Readonly<Record<string, boolean>> {
  const engine = application.type !== 'engineless_app';
  return {
    engine_enabled: engine,
    can_create_extra_modules: engine,
    confirm_required_when_publish: false,
    market_published: false,
  };
}

/** Returns a comparison of modules that sorts the default module first, and the other modules by `rest`. */
export function defaultFirstComparator(
  rest: (one: Module, other: Module) => number,
): (one: Module, other: Module) => number {
  return (one, other) => Number(other.isDefault) - Number(one.isDefault) || rest(one, other);
}
