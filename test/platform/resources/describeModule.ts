import { BackendRefusal, serverError } from '../backend/backendAnswer.ts';
import { platformDate } from '../backend/dates.ts';
import type { Application, Module } from '../state.ts';
import type { Switches } from '../switches.ts';

/** Returns a module in the form of platform-api.md 4.5. `clusters` is the same for every module. */
export function describeModule(
  module: Module,
  application: Application,
  switches: Switches,
): Readonly<Record<string, unknown>> {
  const origin = module.sourceOrigin ?? 1;
  // The platform has no specification for origin 5 (scene templates), so the response is a server error
  // (platform-api.md 1.8).
  if (origin === 5) throw new BackendRefusal(serverError());
  const date = (value: Date | null): string | null => platformDate(value, switches.dateOffset);
  return {
    id: module.id,
    name: module.name,
    is_default: module.isDefault,
    application: application.id,
    source_origin: origin,
    language: module.language,
    source_init_template: origin === 2 ? 'nodejs_bk_magic_vue_spa' : '',
    template_display_name: origin === 2 ? '蓝鲸可视化开发平台' : '',
    repo: describeRepo(module, application),
    repo_auth_info: {},
    web_config: {
      templated_source_enabled: origin === 1,
      runtime_type: origin === 4 || origin === 6 ? 'custom_image' : 'buildpack',
      build_method: origin === 4 || origin === 6 ? 'custom_image' : 'buildpack',
      artifact_type: application.type === 'cloud_native' ? 'image' : 'slug',
    },
    clusters: { stag: cluster, prod: cluster },
    exposed_url_type: 1,
    user_preferred_root_domain: null,
    region: 'default',
    owner: application.owner,
    creator: application.owner,
    ...(switches.applicationFields === 'new' && { tenant_id: application.tenantId }),
    created: date(module.created),
    updated: date(module.updated),
    last_deployed_date: date(module.isDefault ? application.lastDeployed : null),
  };
}

const cluster = {
  name: 'default-main',
  type: 'normal',
  bcs_cluster_id: 'BCS-K8S-00000',
  support_bcs_metrics: false,
  ingress_config: { app_root_domains: [{ name: 'apps.example.com', https_enabled: false }], sub_path_domains: [] },
  feature_flags: { ENABLE_EGRESS_IP: true, SUPPORT_MOUNT_LOG_TO_HOST: true },
} as const;

/** Returns `repo` of a module (platform-api.md 4.5); `null` for a module that is deployed from an image. */
export function describeRepo(module: Module, application: Application): Readonly<Record<string, unknown>> | null {
  const origin = module.sourceOrigin ?? 1;
  if (origin === 4 || origin === 6) return null;
  const url = `https://git.example.com/${application.owner}/${application.code}.git`;
  const git = origin === 1;
  return {
    source_type: git ? 'bare_git' : '',
    type: git ? 'bare_git' : '',
    trunk_url: git ? url : null,
    repo_url: git ? url : null,
    source_dir: '',
    repo_fullname: git ? `${application.owner}/${application.code}` : null,
    diff_feature: {},
    linked_to_internal_svn: false,
    display_name: git ? 'Git' : '',
  };
}
