import type { Deployment } from '../state.ts';
import type { ScriptEntry, Outcome, PhaseType } from './deployScript.ts';

/**
 * The state of a phase or step. `status` is `null` before the start. If the build log never shows a step, the step's
 * `status` stays `null` (platform-api.md 4.11).
 */
export interface PhaseOrStepProgress {
  status: Outcome | 'pending' | null;
  startTime: Date | null;
  completeTime: Date | null;
}

export interface DeploymentProgress {
  status: Outcome | 'pending';
  errorDetail: string | null;
  startTime: Date | null;
  /**
   * The time at which the last finished phase ended. The value is set as soon as one phase has ended, even while the
   * deployment continues (platform-api.md 4.10).
   */
  completeTime: Date | null;
  /** The phase that finished last. */
  finishedPhase: PhaseType | null;
  /** The log lines up to `now`, oldest first. */
  lines: string[];
  phase(type: PhaseType): PhaseOrStepProgress;
  step(type: PhaseType, name: string): PhaseOrStepProgress;
}

/** Returns the entries of the script up to `now`, in order. */
export function pastEntries(deployment: Deployment, now: Date): readonly ScriptEntry[] {
  const elapsed = now.getTime() - deployment.created.getTime();
  return deployment.script.happenings.filter(({ atMs }) => atMs <= elapsed);
}

function momentOf(deployment: Deployment, { atMs }: ScriptEntry): Date {
  return new Date(deployment.created.getTime() + atMs);
}

/** Returns the deployment's state at `now`. The state depends only on `now` and the script. */
export function progressOf(deployment: Deployment, now: Date): DeploymentProgress {
  const past = pastEntries(deployment, now);
  const moment = (happening: ScriptEntry | undefined): Date | null =>
    happening ? momentOf(deployment, happening) : null;
  const between = (
    begins: ScriptEntry | undefined,
    ends: (ScriptEntry & { outcome: Outcome }) | undefined,
  ): PhaseOrStepProgress => ({
    status: ends?.outcome ?? (begins ? 'pending' : null),
    // If the script does not say when a phase begins, the phase's start equals the phase's end (platform-api.md 4.11).
    startTime: moment(begins ?? ends),
    completeTime: moment(ends),
  });
  const end = past.find((each) => each.kind === 'ends');
  const finished = past.findLast((each) => each.kind === 'phaseEnds');
  return {
    status: end?.outcome ?? 'pending',
    errorDetail: end?.errorDetail ?? null,
    startTime: moment(past.find((each) => each.kind === 'phaseBegins')),
    completeTime: moment(finished),
    finishedPhase: finished?.phase ?? null,
    lines: past.filter((each) => each.kind === 'line').map(({ text }) => cutLine(text)),
    phase: (type) =>
      between(
        past.find((each) => each.kind === 'phaseBegins' && each.phase === type),
        past.filter((each) => each.kind === 'phaseEnds').find(({ phase }) => phase === type),
      ),
    step: (type, name) =>
      between(
        past.find((each) => each.kind === 'stepBegins' && each.phase === type && each.step === name),
        past.filter((each) => each.kind === 'stepEnds').find(({ phase, step }) => phase === type && step === name),
      ),
  };
}

const MAX_LINE_LENGTH = 4096;

/**
 * Returns the line as the platform stores it, so that the events and the log have the same text. A long line is cut.
 * platform-api.md 4.12 gives the maximum length. The words that mark the cut are from the platform's public source.
 */
export function cutLine(text: string): string {
  // `length` counts a character outside the basic plane as two, but the platform counts it as one. So the number of
  // characters is at most `length`, and a short text needs no count of its characters.
  if (text.length <= MAX_LINE_LENGTH) return text;
  const characters = Array.from(text);
  if (characters.length <= MAX_LINE_LENGTH) return text;
  return `${characters.slice(0, MAX_LINE_LENGTH).join('')}...(content too long, truncated)`;
}
