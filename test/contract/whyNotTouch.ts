import type { ContractRequest } from './contractCase.ts';
import type { Target } from './target.ts';

const ACTION = /\/envs\/([^/]+)\/(deployments|offlines)\/?$/;

/** Returns whether a request deploys or takes offline, and where; `undefined` for all others. */
export function actionOf({
  method,
  path,
}: ContractRequest): { environment: string; action: 'deploy' | 'offline' } | undefined {
  const [, environment = '', resource] = (method === 'POST' && ACTION.exec(path)) || [];
  if (resource === undefined) return undefined;
  return { environment, action: resource === 'offlines' ? 'offline' : 'deploy' };
}

/**
 * Returns what a request needs that would change what runs on a real platform, for "skipped, needs …"; `undefined` when
 * it may be sent. The request itself decides, not a flag of the case, so that no flag can be forgotten.
 */
export function whyNotTouch(request: ContractRequest, target: Target): string | undefined {
  const asked = actionOf(request);
  if (!asked) return undefined;
  if (asked.environment !== 'stag') return 'the embedded platform, for any environment but stag';
  if (asked.action === 'offline') return target.allowOffline ? undefined : '--allow-offline';
  return target.values.has('deployVersion') ? undefined : '--deploy-version';
}
