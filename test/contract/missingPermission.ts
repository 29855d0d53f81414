import type { ContractRequest } from './contractCase.ts';
import type { Target } from './target.ts';

const ACTION_PATH_PATTERN = /\/envs\/([^/]+)\/(deployments|offlines)\/?$/;

/**
 * Returns the action and the environment of a request that deploys a module or takes it offline; `undefined` for any
 * other request.
 */
export function actionOf({
  method,
  path,
}: ContractRequest): { environment: string; action: 'deploy' | 'offline' } | undefined {
  const [, environment = '', resource] = (method === 'POST' && ACTION_PATH_PATTERN.exec(path)) || [];
  if (resource === undefined) return undefined;
  return { environment, action: resource === 'offlines' ? 'offline' : 'deploy' };
}

/**
 * Returns what is missing before the request may be sent to a real platform, to be printed after "skipped, needs";
 * `undefined` if the request may be sent. The decision depends on the request, not on a flag of the case, because a
 * flag could be forgotten.
 */
export function missingPermission(request: ContractRequest, target: Target): string | undefined {
  const asked = actionOf(request);
  if (!asked) return undefined;
  if (asked.environment !== 'stag') return 'the embedded platform, for any environment but stag';
  if (asked.action === 'offline') return target.allowOffline ? undefined : '--allow-offline';
  return target.values.has('deployVersion') ? undefined : '--deploy-version';
}
