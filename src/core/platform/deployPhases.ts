import type { CancelOptions } from '../http/clock.ts';
import type { Call } from './call.ts';
import { parseDeploymentStatus, type DeploymentId, type DeploymentStatus } from './deployment.ts';
import { isObject, stringOf, type JsonObject } from '../http/json.ts';
import { environmentPath, type DeployTarget } from './paths.ts';
import { parseServerDate, type ServerDate } from './serverDate.ts';
import { unexpectedShapeError } from './platformError.ts';

/** A phase of a deployment, or a step of a phase. */
export interface DeployStep {
  /** Display name in the language of the request (platform-api.md 4.11). */
  name: string;
  /**
   * Undefined if the step has not started. If a step never appears in the build log, its status stays undefined, even
   * in a successful deployment (platform-api.md 4.11).
   */
  status: DeploymentStatus | undefined;
  skipped: boolean;
  started: ServerDate | undefined;
  completed: ServerDate | undefined;
}

export interface Phase extends DeployStep {
  /** `preparation`, `build` or `release`, in every language. */
  type: string;
  steps: DeployStep[];
}

/**
 * Returns the phases of a deployment with their status (platform-api.md 4.11). Never call the endpoint without an id,
 * because the platform then writes to its database.
 */
export async function readDeployPhases(
  call: Call,
  target: DeployTarget,
  id: DeploymentId,
  { signal }: CancelOptions = {},
): Promise<Phase[]> {
  const { json, requestId } = await call(environmentPath(target, 'deploy_phases', id), { signal });
  if (!Array.isArray(json)) throw unexpectedShapeError(requestId);
  return json.filter(isObject).map((phase) => {
    const steps: unknown[] = Array.isArray(phase['steps']) ? phase['steps'] : [];
    return parsePhase(phase, steps.filter(isObject).map(parseStep));
  });
}

/**
 * Parses a phase. During the release phase of a cloud-native application, only the steps change: the phase's own status
 * stays null until the phase ends, and then the phase's start time equals its end time (platform-api.md 4.11). So
 * `parsePhase` derives status and start time from the steps.
 */
function parsePhase(json: JsonObject, steps: DeployStep[]): Phase {
  const own = parseStep(json);
  const starts = steps.flatMap(({ started }) => started ?? []);
  const first = starts.toSorted((one, other) => one.time - other.time)[0];
  return {
    ...own,
    status: own.status ?? (steps.some(({ status }) => status) ? 'pending' : undefined),
    started: first ?? own.started,
    type: stringOf(json, 'type') ?? '',
    steps,
  };
}

function parseStep(json: JsonObject): DeployStep {
  return {
    name: stringOf(json, 'display_name') || stringOf(json, 'name') || stringOf(json, 'type') || '',
    status: parseDeploymentStatus(json['status']),
    skipped: json['skipped'] === true,
    started: parseServerDate(json['start_time']),
    completed: parseServerDate(json['complete_time']),
  };
}

/**
 * Returns the first phase that is running, failed or interrupted, and the first step of that phase in one of these
 * states. Returns undefined if there is no such phase.
 */
export function currentStep({ phases }: { phases: readonly Phase[] }) {
  const isAt = ({ status }: DeployStep): boolean =>
    status === 'pending' || status === 'failed' || status === 'interrupted';
  const phase = phases.find(isAt);
  return phase && { phase, step: phase.steps.find(isAt) };
}
