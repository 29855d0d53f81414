import type { Application, Role } from '../state.ts';

export type AppAction = 'view_basic_info' | 'basic_develop';

/** `role` of one application (platform-api.md 4.3). */
export const roleIds = { nobody: -1, administrator: 2, developer: 3, operator: 4 } as const satisfies Record<
  Role | 'nobody',
  number
>;

// The permission centre learns of a new application with a delay; until then its owner is not checked.
const OWNER_GRACE_MS = 5 * 60 * 1000;

/**
 * Returns whether the user's role allows the action (platform-api.md 4.0, and 8 point 27 for the owner of a new
 * application).
 */
export function mayDo(application: Application, user: string, action: AppAction, now: Date): boolean {
  if (application.owner === user && now.getTime() - application.created.getTime() < OWNER_GRACE_MS) return true;
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
