import type { BackendCall } from '../route.ts';
import type { Application } from '../state.ts';

/**
 * Returns the applications that a list shows: those in which the user has a role, without deleted ones.
 * AI agents without an engine are hidden, and plugins where the installation says so (platform-api.md 4.1).
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
