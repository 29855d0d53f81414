import type { Phase } from '../platform/deployPhases.ts';
import type { ErrorCode } from '../platform/errorCode.ts';
import { rejectedTokenCodes } from '../platform/gatewayErrors.ts';

/** Errors after which reading again will not help. */
export function isHopeless(code: ErrorCode): boolean {
  return rejectedTokenCodes.has(code) || hopeless.has(code);
}

const hopeless: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'deploymentNotFound',
  'applicationNotFound',
  'moduleNotFound',
  'developRoleMissing',
  'appNotPermitted',
  'appPermissionExpired',
]);

/** Whether no phase can change any more: one has failed, or the last one is done. */
export function phasesAreOver(phases: readonly Phase[]): boolean {
  const last = phases.at(-1);
  return (
    phases.some(({ status }) => status === 'failed' || status === 'interrupted') ||
    (last?.status === 'successful' && last.type === 'release')
  );
}
