import type { BackendCall } from '../route.ts';
import type { Application } from '../state.ts';

/**
 * Returns the applications that a list shows: those in which the user has a role, without deleted ones. Of the kinds
 * that platform policy hides, plugins and AI agents without an engine are left out (platform-api.md 4.1).
 */
export function visibleApplications({ state, switches, user }: BackendCall): Application[] {
  const tenant = state.users.get(user)?.tenantId;
  return [...state.applications.values()].filter(
    (each) =>
      each.roles.has(user) &&
      !each.isDeleted &&
      !each.isPluginApp &&
      !(each.isAiAgentApp && each.type === 'engineless_app') &&
      (!switches.multiTenant || each.tenantId === tenant),
  );
}
