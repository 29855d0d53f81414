import { createHash } from 'node:crypto';
import { platformDate } from '../backend/dates.ts';
import { progressOf } from '../deployments/deploymentProgress.ts';
import type { BackendCall } from '../route.ts';
import type { DeployedSource, Deployment } from '../state.ts';

/** Returns one row of the history (platform-api.md 4.10). */
export function describeDeployment(deployment: Deployment, call: BackendCall): Readonly<Record<string, unknown>> {
  const { id, environment, source, operator, created, revisionId } = deployment;
  const { status, startTime, completeTime, finishedPhase } = progressOf(deployment, call.now());
  const withOffset = call.switches.dateOffset && call.switches.wrong !== 'deploymentDatesWithoutOffset';
  const date = (value: Date | null): string | null => platformDate(value, withOffset);
  return {
    id,
    deployment_id: id,
    status,
    operator: describeUser(operator),
    created: date(created),
    start_time: date(startTime),
    complete_time: date(completeTime),
    finished_status: finishedPhase,
    build_int_requested_at: status === 'interrupted' ? date(completeTime) : null,
    release_int_requested_at: null,
    has_requested_int: status === 'interrupted',
    bkapp_revision_id: revisionId,
    environment,
    repo: describeSource(source),
  };
}

/** Returns `repo` of a deployment or an offline operation. The object `repo` describes what was deployed. */
export function describeSource(source: DeployedSource): Readonly<Record<string, unknown>> {
  return { source_type: null, ...source, comment: '' };
}

/** Returns a user object (platform-api.md 4.0). The `provider_type` 3 is a BlueKing account. */
export function describeUser(username: string): Readonly<Record<string, unknown>> {
  const digest = createHash('sha1').update(username).digest('hex').slice(0, 10);
  return { id: username === 'admin' ? '0335cce79c92' : `03${digest}`, username, provider_type: 3, avatar: '' };
}
