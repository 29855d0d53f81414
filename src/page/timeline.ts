import { foldIfCompact } from './compact.ts';
import { byId, element, createIcon, setText, showState } from './dom.ts';
import type { PhaseView, StepState } from './messages.ts';

type TimelineRow = Omit<PhaseView, 'steps'>;

/** A drawn part of the timeline, with a function that updates the part in place. */
interface DrawnPart<T> {
  box: HTMLElement;
  show: (now: T) => void;
}

const unfoldedStates: ReadonlySet<StepState> = new Set(['running', 'failed', 'interrupted']);

/**
 * The phases of a deployment with their steps. The user can fold and unfold a phase, and all phases together. On a
 * large page, everything starts unfolded. On a compact page, the timeline starts folded, and in it only phases that are
 * running, failed or interrupted are unfolded.
 */
export class Timeline {
  readonly #box = byId('phases');
  readonly #section = byId('timeline');
  #names = '';
  #drawn: DrawnPart<PhaseView>[] = [];
  #redrawn = new AbortController();

  constructor() {
    foldIfCompact(byId('steps') as HTMLDetailsElement, () => true);
  }

  /**
   * Shows the phases. Updates texts and states in place, because the durations change every second, and a redraw would
   * restart the animation of the icon for `running`.
   */
  show(phases: readonly PhaseView[]): void {
    const names = JSON.stringify(phases.map(({ name, steps }) => [name, steps.map((step) => step.name)]));
    this.#section.hidden = phases.length === 0;
    if (names !== this.#names) {
      this.#names = names;
      this.#redrawn.abort();
      this.#redrawn = new AbortController();
      this.#drawn = phases.map((phase) => drawPhase(phase, this.#redrawn.signal));
      this.#box.replaceChildren(...this.#drawn.map(({ box }) => box));
    }
    for (const [index, phase] of phases.entries()) this.#drawn[index]?.show(phase);
  }
}

function drawPhase({ steps }: PhaseView, removed: AbortSignal): DrawnPart<PhaseView> {
  const head = element('summary', '');
  const drawnSteps = steps.map(() => drawStepRow(element('li', 'step')));
  const list = element('ol', 'steps', ...drawnSteps.map(({ box }) => box));
  const fold = element('details', 'phase', head, steps.length > 0 ? list : undefined);
  const { show } = drawStepRow(head, fold);
  let state: StepState | undefined;
  const unfold = foldIfCompact(fold, () => state === undefined || !unfoldedStates.has(state), { signal: removed });
  return {
    box: element('li', '', fold),
    show: (phase) => {
      show(phase);
      for (const [index, step] of phase.steps.entries()) drawnSteps[index]?.show(step);
      // Fold or unfold the phase only when its state changes. Until then, the phase stays as the user has left it.
      if (state !== phase.state) {
        state = phase.state;
        unfold();
      }
    },
  };
}

/** Adds icon, name, state and duration of a step or phase to `line`, and sets the state of `box`. */
function drawStepRow(line: HTMLElement, box = line): DrawnPart<TimelineRow> {
  const drawing = createIcon();
  const name = element('span', 'name');
  const words = element('span', 'for-reader');
  const duration = element('span', 'duration');
  line.append(drawing, name, ' ', words, ' ', duration);
  return {
    box,
    show: (step) => {
      showState(drawing, step.state);
      box.dataset['state'] = step.state;
      box.title = step.stateText;
      setText(name, step.name);
      setText(words, step.stateText);
      setText(duration, step.duration);
    },
  };
}
