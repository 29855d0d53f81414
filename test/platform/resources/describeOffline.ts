import { platformDate } from '../backend/dates.ts';
import { offlineStatus } from '../deployments/environmentState.ts';
import { describeSource, describeUser } from './describeDeployment.ts';
import type { BackendCall } from '../route.ts';
import type { OfflineOperation } from '../state.ts';

/** Returns the current state of an offline operation (platform-api.md 4.14). */
export function describeOffline(operation: OfflineOperation, call: BackendCall): Readonly<Record<string, unknown>> {
  const { id, environment, operator, created, source, script } = operation;
  const status = offlineStatus(operation, call.now());
  return {
    id,
    status,
    operator: describeUser(operator),
    created: platformDate(created, call.switches.dateOffset),
    log: status === 'successful' ? 'offline succeeded.' : null,
    err_detail: status === 'failed' ? script.errorDetail : null,
    offline_operation_id: id,
    environment,
    repo: describeSource(source),
  };
}
