import { phasesOf } from './phaseCatalogue.ts';
import type { DeployScript, DeployTarget, ScriptEntry, Outcome, OutputStream, PhaseType } from './deployScript.ts';
import type { PhaseOutline } from './phaseCatalogue.ts';

/** A log line. A plain string is a line on STDOUT. */
export type ScriptedLine = string | { text: string; stream: OutputStream };

export interface ScriptOptions {
  /** Milliseconds from the deploy call to the end of the deployment; 3000 by default. */
  durationMs?: number;
  /** Milliseconds from the deploy call to the first event; by default 1500, but at most half of `durationMs`. */
  channelDelayMs?: number;
  /** Log lines of the build phase, spread evenly over the phase. */
  lines?: readonly ScriptedLine[];
  /**
   * Steps that the build log never shows. The status of such a step stays `null`, even in a success (platform-api.md
   * 4.11).
   */
  unseenSteps?: readonly string[];
}

/** Where and how a deployment stops. An `outcome` of `undefined` means that the step never ends. */
export interface StopPoint {
  phase: PhaseType;
  step: string;
  outcome: Exclude<Outcome, 'successful'> | undefined;
  /** Log lines of the phase in which the deployment stops, instead of the usual lines of that phase. */
  lines?: readonly ScriptedLine[];
  errorDetail?: string;
  tips?: DeployScript['tips'];
}

// How the duration is divided among the phases. The build takes most of the time.
const PHASE_WEIGHTS: Readonly<Record<PhaseType, number>> = { preparation: 1, build: 4, release: 2 };

/** Returns a whole script: every phase and step in order, up to the end of the deployment or up to `stop`. */
export function writeScript(target: DeployTarget, options: ScriptOptions, stop?: StopPoint): DeployScript {
  const { durationMs = 3000 } = options;
  const channelDelayMs = options.channelDelayMs ?? Math.min(1500, durationMs / 2);
  const outline = phasesUntil(phasesOf(target.application, target.module), stop);
  const weight = outline.reduce((sum, { type }) => sum + PHASE_WEIGHTS[type], 0);
  const happenings: ScriptEntry[] = [{ atMs: channelDelayMs, kind: 'internal', data: 'channel is open' }];
  let from = channelDelayMs;
  for (const phase of outline) {
    const to = from + ((durationMs - channelDelayMs) * PHASE_WEIGHTS[phase.type]) / weight;
    happenings.push(...writePhase(target, options, phase, [from, to], phase === outline.at(-1) ? stop : undefined));
    from = to;
  }
  if (!stop) happenings.push({ atMs: durationMs, kind: 'ends', outcome: 'successful', errorDetail: null });
  else if (stop.outcome) {
    const errorDetail = stop.errorDetail ?? null;
    happenings.push({ atMs: durationMs, kind: 'ends', outcome: stop.outcome, errorDetail });
  }
  return { happenings, channelDelayMs, tips: stop?.tips ?? 'none' };
}

function phasesUntil(phases: readonly PhaseOutline[], stop: StopPoint | undefined): readonly PhaseOutline[] {
  if (!stop) return phases;
  const index = phases.findIndex(({ type }) => type === stop.phase);
  const phase = phases[index];
  if (!phase?.steps.includes(stop.step)) throw new Error(`No step ${stop.step} in phase ${stop.phase} of this module`);
  return phases.slice(0, index + 1);
}

function writePhase(
  target: DeployTarget,
  options: ScriptOptions,
  { type, steps: all }: PhaseOutline,
  [from, to]: readonly [number, number],
  stop: StopPoint | undefined,
): ScriptEntry[] {
  const steps = stop ? all.slice(0, all.indexOf(stop.step) + 1) : all;
  const lines = spreadLines(stop?.lines ?? linesOf(type, target, options), from, to);
  // The release phase of a cloud-native application has no event for its beginning, only for its steps and its end
  // (platform-api.md 4.12).
  const isSilent = type === 'release' && target.application.type === 'cloud_native';
  const happenings: ScriptEntry[] = isSilent ? [] : [{ atMs: from, kind: 'phaseBegins', phase: type }];
  for (const [index, step] of steps.entries()) {
    const [begins, ends] = [at(index), at(index + 1)];
    const isLast = index === steps.length - 1;
    const seen = options.unseenSteps?.includes(step) !== true;
    happenings.push({ atMs: begins, kind: 'title', text: `正在${step}` });
    if (seen) happenings.push({ atMs: begins, kind: 'stepBegins', phase: type, step });
    happenings.push(...lines.filter(({ atMs }) => atMs >= begins && (atMs < ends || (isLast && atMs <= ends))));
    const outcome = stop && isLast ? stop.outcome : 'successful';
    if (seen && outcome) happenings.push({ atMs: ends, kind: 'stepEnds', phase: type, step, outcome });
  }
  const outcome = stop ? stop.outcome : 'successful';
  if (outcome) happenings.push({ atMs: to, kind: 'phaseEnds', phase: type, outcome });
  // If the preparation fails, the platform marks the build as failed as well (platform-api.md 4.12).
  const hasBuild = phasesOf(target.application, target.module).some((each) => each.type === 'build');
  if (type === 'preparation' && outcome === 'failed' && hasBuild)
    happenings.push({ atMs: to, kind: 'phaseEnds', phase: 'build', outcome });
  return happenings;

  function at(index: number): number {
    return from + ((to - from) * index) / steps.length;
  }
}

function spreadLines(lines: readonly ScriptedLine[], from: number, to: number): (ScriptEntry & { kind: 'line' })[] {
  return lines.map((line, index) => ({
    atMs: from + ((to - from) * index) / lines.length,
    kind: 'line',
    ...(typeof line === 'string' ? { text: line, stream: 'STDOUT' } : line),
  }));
}

function linesOf(type: PhaseType, target: DeployTarget, options: ScriptOptions): readonly ScriptedLine[] {
  const { application, environment } = target;
  switch (type) {
    case 'preparation':
      return [
        `Preparing to build bkapp-${application.code}-${environment} ...`,
        { text: 'Repository archived, uploading to object storage ...\n', stream: 'STDOUT' },
        'Resource instances are ready',
      ];
    case 'build':
      return options.lines ?? ['-----> Building', 'added 128 packages in 2s', 'Building done'];
    case 'release':
      return ['No pre-release command, skip', `Starting process web of ${application.code}`, 'All processes are ready'];
  }
}
