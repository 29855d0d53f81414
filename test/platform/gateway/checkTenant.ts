import { refusal } from './gatewayErrors.ts';
import type { Identity } from './authenticate.ts';
import type { GatewayRefusal } from './gatewayErrors.ts';
import type { PlatformState } from '../state.ts';

/**
 * Returns the refusal of a request that breaks the tenant rules of platform-api.md 2.8, or `undefined` if the rules
 * allow the request. The platform's gateway is open to all tenants. So the tags [GA], [GU] and [GH], which concern a
 * gateway of one tenant, appear only in planned faults.
 */
export function checkTenant(
  state: PlatformState,
  identity: Identity,
  header: string | undefined,
): GatewayRefusal | undefined {
  const app = state.callers.get(identity.appCode);
  if (!app) return undefined;
  const forbid = (text: string): GatewayRefusal =>
    refusal('CROSS_TENANT_FORBIDDEN', { reason: `Cross-tenant calls are not allowed: ${text}` });
  if (app.tenantMode === 'global') {
    return header === undefined || header === ''
      ? forbid(
          'header X-Bk-Tenant-Id is required and should not be empty. ' +
            `the app ${identity.appCode} tenant_mode=global. [AH1]`,
        )
      : undefined;
  }
  if (header !== undefined && header !== '' && header !== app.tenantId) {
    return forbid(
      `current header X-Bk-Tenant-Id=${header}, app ${identity.appCode} belongs to tenant ${app.tenantId}` +
        '(tenant_mode=single). [AH2]',
    );
  }
  const userTenant = state.users.get(identity.user)?.tenantId ?? '';
  if (userTenant !== app.tenantId) {
    return forbid(
      `app ${identity.appCode} belongs to tenant ${app.tenantId}, user ${identity.user} belongs to tenant ` +
        `${userTenant}. [AU]`,
    );
  }
  return undefined;
}
