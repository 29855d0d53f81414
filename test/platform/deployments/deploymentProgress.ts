import type { Deployment } from '../state.ts';
import type { Happening, Outcome, PhaseType } from './deployScript.ts';

/** How far a phase or a step is; `status` `null`: not begun, or never seen (platform-api.md 4.11). */
export interface Progress {
  status: Outcome | 'pending' | null;
  startTime: Date | null;
  completeTime: Date | null;
}

export interface DeploymentProgress {
  status: Outcome | 'pending';
  errorDetail: string | null;
  startTime: Date | null;
  /** When the last finished phase finished, so set long before the deployment is over (platform-api.md 4.10). */
  completeTime: Date | null;
  /** The phase that finished last. */
  finishedPhase: PhaseType | null;
  /** Log lines so far. */
  lines: string[];
  phase(type: PhaseType): Progress;
  step(type: PhaseType, name: string): Progress;
}

/** What has happened in the deployment by `now`, in order. */
export function happened(deployment: Deployment, now: Date): readonly Happening[] {
  const elapsed = now.getTime() - deployment.created.getTime();
  return deployment.script.happenings.filter(({ atMs }) => atMs <= elapsed);
}

/** The moment of something in the deployment's script. */
function momentOf(deployment: Deployment, { atMs }: Happening): Date {
  return new Date(deployment.created.getTime() + atMs);
}

/** The deployment as it stands at `now`: its script up to then, and nothing else. */
export function progressOf(deployment: Deployment, now: Date): DeploymentProgress {
  const past = happened(deployment, now);
  const moment = (happening: Happening | undefined): Date | null =>
    happening ? momentOf(deployment, happening) : null;
  const between = (begins: Happening | undefined, ends: (Happening & { outcome: Outcome }) | undefined): Progress => ({
    status: ends?.outcome ?? (begins ? 'pending' : null),
    startTime: moment(begins),
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

const LONGEST_LINE = 4096;

/**
 * A line as the platform keeps it: cut where it is written, so that the events and the log of the result hold the same.
 * platform-api.md 4.12 tells the length; the words at the cut are those of the platform's public source.
 */
export function cutLine(text: string): string {
  // A quick way out first: characters outside the basic plane are two units here and one for the platform.
  if (text.length <= LONGEST_LINE) return text;
  const characters = Array.from(text);
  if (characters.length <= LONGEST_LINE) return text;
  return `${characters.slice(0, LONGEST_LINE).join('')}...(content too long, truncated)`;
}
