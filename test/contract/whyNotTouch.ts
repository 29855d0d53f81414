import type { ContractRequest } from './contractCase.ts';
import type { Target } from './target.ts';

const ACTION = /\/envs\/([^/]+)\/(deployments|offlines)\/?$/;

/** Returns whether a request deploys a module or takes it offline, and in which environment; `undefined` otherwise. */
export function actionOf({
  method,
  path,
}: ContractRequest): { environment: string; action: 'deploy' | 'offline' } | undefined {
  const [, environment = '', resource] = (method === 'POST' && ACTION.exec(path)) || [];
  if (resource === undefined) return undefined;
  return { environment, action: resource === 'offlines' ? 'offline' : 'deploy' };
}

/**
 * Returns what a real platform must allow before the request may be sent, to be printed after "skipped, needs";
 * `undefined` if the request does not change what runs or is allowed. This checks the request and not a flag of the
 * case, because a flag could be forgotten.
 */
export function whyNotTouch(request: ContractRequest, target: Target): string | undefined {
  const asked = actionOf(request);
  if (!asked) return undefined;
  if (asked.environment !== 'stag') return 'the embedded platform, for any environment but stag';
  if (asked.action === 'offline') return target.allowOffline ? undefined : '--allow-offline';
  return target.values.has('deployVersion') ? undefined : '--deploy-version';
}
