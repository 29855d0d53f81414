import type { BackendCall } from '../route.ts';
import type { Application } from '../state.ts';

/**
 * The applications a list may show: those the user has a role in; no deleted ones, and of those that platform policy hides
 * neither plugins nor AI agents without an engine (platform-api.md 4.1).
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
