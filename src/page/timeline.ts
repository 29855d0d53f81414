import { byId, element, icon, setText, showState } from './dom.ts';
import type { PhaseView, StepState } from './messages.ts';

type Step = Omit<PhaseView, 'steps'>;

/** One line of the timeline, with a function that updates it in place. */
interface Entry {
  parts: (Node | string)[];
  show: (step: Step, box: HTMLElement) => void;
}

/** On a narrow page the timeline is above the log and must not push it out of view. */
const narrow = matchMedia('(max-width: 640px)');

const unfinished: ReadonlySet<StepState> = new Set(['running', 'failed', 'interrupted']);

/**
 * Phases that fold, with their steps. Beside the log, all are unfolded; above it, only those running, failed or
 * interrupted.
 */
export class Timeline {
  readonly #box = byId('phases');
  readonly #section = byId('timeline');
  #names = '';
  #update: ((phases: readonly PhaseView[]) => void) | undefined;

  /** Updates texts and states in place: durations change every second, and a redraw would restart the animation. */
  show(phases: readonly PhaseView[]): void {
    const names = JSON.stringify(phases.map(({ name, steps }) => [name, steps.map((step) => step.name)]));
    this.#section.hidden = phases.length === 0;
    if (names !== this.#names) this.#draw(phases);
    this.#names = names;
    this.#update?.(phases);
  }

  #draw(phases: readonly PhaseView[]): void {
    const drawn = phases.map(drawPhase);
    this.#box.replaceChildren(...drawn.map(({ box }) => box));
    this.#update = (now) => {
      drawn.forEach(({ show }, index) => {
        const phase = now[index];
        if (phase) show(phase);
      });
    };
  }
}

function drawPhase({ steps }: PhaseView): { box: HTMLElement; show: (phase: PhaseView) => void } {
  const head = entry();
  const entries = steps.map(() => {
    const { parts, show } = entry();
    return { box: element('li', 'step', ...parts), show };
  });
  const list = element('ol', 'steps', ...entries.map(({ box }) => box));
  const fold = element('details', 'phase', element('summary', '', ...head.parts), ...(steps.length > 0 ? [list] : []));
  let state: StepState | undefined;
  const unfold = (): void => {
    fold.open = !narrow.matches || (state !== undefined && unfinished.has(state));
  };
  narrow.addEventListener('change', unfold);
  return {
    box: element('li', '', fold),
    show: (phase) => {
      head.show(phase, fold);
      entries.forEach(({ box, show }, index) => {
        const step = phase.steps[index];
        if (step) show(step, box);
      });
      // Keep what the user folded or unfolded until the phase's state changes.
      if (state !== phase.state) {
        state = phase.state;
        unfold();
      }
    },
  };
}

function entry(): Entry {
  const drawing = icon();
  const name = element('span', 'name');
  const words = element('span', 'for-reader');
  const duration = element('span', 'duration');
  return {
    parts: [drawing, name, ' ', words, ' ', duration],
    show: (step, box) => {
      showState(drawing, step.state);
      box.dataset['state'] = step.state;
      box.title = step.stateText;
      setText(name, step.name);
      setText(words, step.stateText);
      setText(duration, step.duration);
    },
  };
}
