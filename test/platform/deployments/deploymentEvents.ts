import { platformDate } from '../backend/dates.ts';
import { uuidFrom } from '../uuidFrom.ts';
import { cutLine, pastEntries, progressOf } from './deploymentProgress.ts';
import type { Deployment } from '../state.ts';
import type { DeploymentProgress, PhaseOrStepProgress } from './deploymentProgress.ts';
import type { ScriptEntry, PhaseType } from './deployScript.ts';

/** One event of platform-api.md 4.12. */
export interface DeploymentEvent {
  id: number;
  event: 'init' | 'title' | 'msg' | 'phase' | 'step' | 'internal' | 'close';
  data: string;
}

const CHANNEL_LIFE_MS = 24 * 60 * 60 * 1000;

/**
 * Returns whether the event channel exists. The background worker opens the channel. The channel expires 24 hours after
 * the deploy call.
 */
export function hasChannel(deployment: Deployment, now: Date): boolean {
  const elapsed = now.getTime() - deployment.created.getTime();
  return elapsed >= deployment.script.channelDelayMs && elapsed < CHANNEL_LIFE_MS;
}

/**
 * Returns all events up to `now`, oldest first, numbered from 1. A later call returns the same events with the same
 * numbers and data, followed by newer events.
 */
export function eventsOf(deployment: Deployment, now: Date): DeploymentEvent[] {
  const final = progressOf(deployment, now);
  const events = pastEntries(deployment, now).map((happening) => toEvent(happening, final, deployment));
  return [{ event: 'init' as const, data: '' }, ...events].map((each, index) => ({ id: index + 1, ...each }));
}

function toEvent(
  happening: ScriptEntry,
  progress: DeploymentProgress,
  deployment: Deployment,
): Omit<DeploymentEvent, 'id'> {
  switch (happening.kind) {
    case 'phaseBegins':
      return phaseEvent(happening.phase, progressAtStart(progress.phase(happening.phase)));
    case 'phaseEnds':
      return phaseEvent(happening.phase, progress.phase(happening.phase));
    case 'stepBegins':
      return stepEvent(happening, progressAtStart(progress.step(happening.phase, happening.step)), deployment);
    case 'stepEnds':
      return stepEvent(happening, progress.step(happening.phase, happening.step), deployment);
    case 'title':
      return { event: 'title', data: happening.text };
    case 'line': {
      const { text, stream } = happening;
      return { event: 'msg', data: JSON.stringify({ line: cutLine(text), stream }) };
    }
    case 'internal':
      return { event: 'internal', data: happening.data };
    case 'ends':
      return { event: 'close', data: '' };
  }
}

/** Returns the progress of a phase or step as it was at the start, without the outcome. */
function progressAtStart(progress: PhaseOrStepProgress): PhaseOrStepProgress {
  return { ...progress, status: 'pending', completeTime: null };
}

function phaseEvent(phase: PhaseType, progress: PhaseOrStepProgress): Omit<DeploymentEvent, 'id'> {
  return { event: 'phase', data: JSON.stringify({ name: phase, ...sharedFields(progress) }) };
}

function stepEvent(
  { phase, step }: ScriptEntry & { phase: PhaseType; step: string },
  progress: PhaseOrStepProgress,
  deployment: Deployment,
): Omit<DeploymentEvent, 'id'> {
  const release = step === '检测部署结果' && progress.status === 'pending' ? releaseIdField(deployment) : {};
  return { event: 'step', data: JSON.stringify({ phase, name: step, ...sharedFields(progress), ...release }) };
}

/**
 * Returns the id of the release. The key and the form of the id depend on the application's type (platform-api.md
 * 4.12).
 */
function releaseIdField({ id, revisionId }: Deployment): object {
  return revisionId === null ? { release_id: uuidFrom(`${id}/release`) } : { bkapp_release_id: String(revisionId) };
}

/**
 * Returns the fields that a `phase` and a `step` event share. Dates in events never have an offset (platform-api.md
 * 4.12).
 */
function sharedFields({
  status,
  startTime,
  completeTime,
}: PhaseOrStepProgress): Readonly<Record<string, string | null>> {
  return {
    start_time: platformDate(startTime, false),
    complete_time: platformDate(completeTime, false),
    status,
  };
}
