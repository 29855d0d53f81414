import type { BackendCall } from '../route.ts';
import type { Application, Role } from '../state.ts';

type Caller = Pick<BackendCall, 'user' | 'now' | 'switches'>;

export type AppAction = 'view_basic_info' | 'basic_develop';

/** Values of `role.id` in the response about one application (platform-api.md 4.3). */
export const roleIds = { nobody: -1, administrator: 2, developer: 3, operator: 4 } as const satisfies Record<
  Role | 'nobody',
  number
>;

// The permission centre learns of a new application only after a delay. Until the end of this delay, the platform does
// not check the role of the application's owner.
const OWNER_GRACE_MS = 5 * 60 * 1000;

/**
 * Returns whether the user's role allows the action (platform-api.md 4.0). The owner of a new application needs no role
 * (platform-api.md 8 point 27).
 */
export function mayDo(application: Application, { user, now, switches }: Caller, action: AppAction): boolean {
  const isNew = now().getTime() - application.created.getTime() < OWNER_GRACE_MS;
  if (application.owner === user && isNew && switches.wrong !== 'newOwnerNeedsRole') return true;
  const role = application.roles.get(user);
  switch (role) {
    case 'administrator':
    case 'developer':
      return true;
    case 'operator':
      return action === 'view_basic_info';
    case undefined:
      return false;
  }
}
