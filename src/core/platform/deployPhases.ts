import type { Cancellable } from '../http/clock.ts';
import type { Call } from './call.ts';
import { readStatus, type DeploymentId, type DeploymentStatus } from './deployment.ts';
import { isObject, stringOf, type JsonObject } from '../http/json.ts';
import { environmentPath, type DeployTarget } from './paths.ts';
import { parseServerDate, type ServerDate } from './serverDate.ts';
import { unexpectedShape } from './platformError.ts';

/** A part of a deployment: a phase, or a step of one. */
export interface Step {
  /** In the language of the request (platform-api.md 4.11). */
  name: string;
  /** Undefined: not started. A step that the build's log never showed stays so, also in a deployment that succeeded. */
  status: DeploymentStatus | undefined;
  skipped: boolean;
  started: ServerDate | undefined;
  completed: ServerDate | undefined;
}

export interface Phase extends Step {
  /** `preparation`, `build`, `release`: the key that is the same in every language. */
  type: string;
  steps: Step[];
}

/**
 * The phases of one deployment with how each stands (platform-api.md 4.11). Never the endpoint without an id, which
 * writes rows on the platform. Throws `PlatformError`.
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
    return { ...parseStep(phase), type: stringOf(phase, 'type') ?? '', steps: steps.filter(isObject).map(parseStep) };
  });
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

/** The step a deployment is at, or failed in, in the platform's words; undefined when none is known. */
export function currentStep({
  phases,
}: {
  phases: readonly Phase[];
}): { phase: Phase; step: Step | undefined } | undefined {
  const isAt = ({ status }: Step): boolean => status === 'pending' || status === 'failed' || status === 'interrupted';
  const phase = phases.find(isAt);
  return phase && { phase, step: phase.steps.find(isAt) };
}
