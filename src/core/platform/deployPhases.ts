import type { Cancellable } from '../http/clock.ts';
import type { Call } from './call.ts';
import { readStatus, type DeploymentId, type DeploymentStatus } from './deployment.ts';
import { isObject, stringOf, type JsonObject } from '../http/json.ts';
import { environmentPath, type DeployTarget } from './paths.ts';
import { parseServerDate, type ServerDate } from './serverDate.ts';
import { unexpectedShape } from './platformError.ts';

/** A phase of a deployment, or a step of a phase. */
export interface Step {
  /** In the language of the request (platform-api.md 4.11). */
  name: string;
  /** Undefined: not started. A step missing from the build log stays undefined, even in a successful deployment. */
  status: DeploymentStatus | undefined;
  skipped: boolean;
  started: ServerDate | undefined;
  completed: ServerDate | undefined;
}

export interface Phase extends Step {
  /** `preparation`, `build` or `release`: the same in every language. */
  type: string;
  steps: Step[];
}

/**
 * Returns the phases of a deployment with their status (platform-api.md 4.11). Never call the endpoint without an id,
 * because it writes rows on the platform.
 */
export async function deployPhases(
  call: Call,
  target: DeployTarget,
  id: DeploymentId,
  { signal }: Cancellable = {},
): Promise<Phase[]> {
  const { json, requestId } = await call(environmentPath(target, 'deploy_phases', id), { signal });
  if (!Array.isArray(json)) throw unexpectedShape(requestId);
  return json.filter(isObject).map((phase) => {
    const steps: unknown[] = Array.isArray(phase['steps']) ? phase['steps'] : [];
    return parsePhase(phase, steps.filter(isObject).map(parseStep));
  });
}

/**
 * Parses a phase. Of a cloud-native release only the steps move: its own status stays null until its end, and then its
 * start equals its end (platform-api.md 4.12).
 */
function parsePhase(json: JsonObject, steps: Step[]): Phase {
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

function parseStep(json: JsonObject): Step {
  return {
    name: stringOf(json, 'display_name') || stringOf(json, 'name') || stringOf(json, 'type') || '',
    status: readStatus(json['status']),
    skipped: json['skipped'] === true,
    started: parseServerDate(json['start_time']),
    completed: parseServerDate(json['complete_time']),
  };
}

/** Returns the phase and step at which a deployment is running or has failed; undefined when unknown. */
export function currentStep({ phases }: { phases: readonly Phase[] }) {
  const isAt = ({ status }: Step): boolean => status === 'pending' || status === 'failed' || status === 'interrupted';
  const phase = phases.find(isAt);
  return phase && { phase, step: phase.steps.find(isAt) };
}
