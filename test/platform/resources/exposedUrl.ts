import type { Application, Environment, Module } from '../state.ts';

/**
 * Returns the address of an environment. The platform reserves the address before anything runs in the environment
 * (platform-api.md 4.13).
 */
export function exposedUrl({ code }: Application, { name, isDefault }: Module, environment: Environment): string {
  const parts = isDefault ? [...(environment === 'stag' ? ['stag'] : []), code] : [environment, name, code];
  return `http://${parts.join('-dot-')}.apps.example.com/`;
}
