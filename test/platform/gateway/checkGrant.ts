import { refusal } from './gatewayErrors.ts';
import type { GatewayRefusal } from './gatewayErrors.ts';
import type { GatewayGrant } from '../state.ts';

/**
 * Whether the calling application may use the resource (platform-api.md 2.3, 2.5). The 90 seconds during which the real
 * gateway remembers an answer are not imitated: tests change grants and ask again at once.
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
