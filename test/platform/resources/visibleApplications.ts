import type { BackendCall } from '../route.ts';
import type { Application } from '../state.ts';

/**
 * Returns the applications that a list contains: the applications in which the user has a role, except deleted
 * applications and AI agents without an engine. The switch `pluginAppsListed` can hide plugin applications
 * (platform-api.md 4.1). A multi-tenant platform hides applications of other tenants (platform-api.md 2.8).
 */
export function visibleApplications({ state, switches, user }: BackendCall): Application[] {
  const tenant = state.users.get(user)?.tenantId;
  return [...state.applications.values()].filter(
    (each) =>
      each.roles.has(user) &&
      !each.isDeleted &&
      !(each.isPluginApp && !switches.pluginAppsListed) &&
      !(each.isAiAgentApp && each.type === 'engineless_app') &&
      (!switches.multiTenant || each.tenantId === tenant),
  );
}
