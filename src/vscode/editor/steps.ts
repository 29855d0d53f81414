import type { Position } from './quickInput.ts';

/** One question of a row. It writes its answer into the draft that it closes over. */
export interface Step {
  /** Whether the answer is known already, asked anew each time, since earlier answers decide it. */
  skip?: () => boolean;
  /** Not counted in "2/4" until it has to be asked. */
  optional?: boolean;
  ask: (position: Position) => Promise<'next' | 'back' | 'cancelled'>;
}

/** Asks the questions in order, with a way back to the last one that was asked. Resolves with false when cancelled. */
export async function runSteps(steps: readonly Step[]): Promise<boolean> {
  const asked: number[] = [];
  let index = 0;
  // A question that was answered may look known by now; who goes back wants to see it again.
  let wentBack = false;
  for (;;) {
    const step = steps[index];
    if (!step) return true;
    if (!wentBack && step.skip?.()) {
      index += 1;
      continue;
    }
    wentBack = false;
    const total = Math.max(countAhead(steps, index) + asked.length, asked.length + 1);
    const answer = await step.ask({ step: asked.length + 1, total, canGoBack: asked.length > 0 });
    switch (answer) {
      case 'cancelled':
        return false;
      case 'back':
        index = asked.pop() ?? 0;
        wentBack = true;
        break;
      case 'next':
        asked.push(index);
        index += 1;
        break;
    }
  }
}

function countAhead(steps: readonly Step[], from: number): number {
  return steps.slice(from).filter((step, offset) => offset === 0 || (!step.optional && !step.skip?.())).length;
}
