import { BackendRefusal } from '../backend/backendAnswer.ts';
import { backendErrors } from '../backend/backendErrors.ts';
import type { BackendCall } from '../route.ts';
import type { Application, Environment, Module } from '../state.ts';

/** Returns the environment in the path. The backend has already refused every value except stag and prod. */
export function environmentOf(call: BackendCall): Environment {
  return call.params['env'] === 'prod' ? 'prod' : 'stag';
}

/** Throws a refusal if the environment is protected and the user is not administrator (platform-api.md 4.8, 4.14). */
export function requireDeployRight(call: BackendCall, application: Application, module: Module): void {
  if (!module.protectedEnvironments.includes(environmentOf(call))) return;
  if (application.roles.get(call.user) === 'administrator') return;
  const refusal = backendErrors.roleRestricted(call.language);
  throw new BackendRefusal(call.switches.wrong === 'restrictionAs403' ? { ...refusal, status: 403 } : refusal);
}
