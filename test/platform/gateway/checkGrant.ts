import { refusal } from './gatewayErrors.ts';
import type { GatewayRefusal } from './gatewayErrors.ts';
import type { GatewayGrant } from '../state.ts';
import type { Switches } from '../switches.ts';

/**
 * Returns whether grants for a resource count. For a resource for which no application can apply (platform-api.md 4.0),
 * a switch decides. For every other resource, grants always count.
 */
export function isGrantable(operationId: string, { applicationLogsGranted, processesGranted }: Switches): boolean {
  switch (operationId) {
    case 'list_processes':
      return processesGranted;
    case 'search_standard_log_with_post':
      return applicationLogsGranted === true;
    case 'search_standard_log_with_get':
      return applicationLogsGranted !== false;
    default:
      return true;
  }
}

/**
 * Returns the refusal of an application without a valid grant for the resource (platform-api.md 2.3, 2.5), or
 * `undefined` if the application has a valid grant. The real gateway caches this decision for 90 seconds. This emulator
 * has no cache, because a test changes a grant and then repeats the request at once.
 */
export function checkGrant(
  grants: readonly GatewayGrant[],
  appCode: string,
  operationId: string,
  now: Date,
): GatewayRefusal | undefined {
  const own = grants.filter((grant) => grant.appCode === appCode);
  const applying = own.filter((grant) => grant.operationId === '*' || grant.operationId === operationId);
  if (applying.some((grant) => grant.expires.getTime() > now.getTime())) return undefined;
  const lapsed = applying.find((grant) => grant.operationId === operationId) ?? applying[0];
  const type = lapsed?.operationId === '*' ? 'gateway_permission' : 'resource_permission';
  const reason = lapsed ? `permission has expired, type=${type}` : 'no permission';
  return refusal('APP_NO_PERMISSION', { reason: `${reason}, bk_app_code=${appCode}` });
}
