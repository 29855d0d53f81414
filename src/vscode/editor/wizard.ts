import type { Answer, Position } from './quickInput.ts';

/** Where the wizard goes after a question. */
export type Direction = 'next' | 'back' | 'cancelled';

/** A question of a wizard. It writes its answer into the draft that it closes over. */
export interface Step {
  /** Whether the answer is already known. Called each time, because earlier answers decide it. */
  skip?: () => boolean;
  /** Not counted in "2/4" until it has to be asked. */
  optional?: boolean;
  ask: (position: Position) => Promise<Direction>;
}

/** Stores an answer in the draft, and returns where the wizard goes. */
export function takeAnswer<T>(answer: Answer<T>, take: (value: T) => void): Direction {
  if (answer.kind !== 'answer') return answer.kind;
  take(answer.value);
  return 'next';
}

/** Asks the questions in order; Back leads to the last one asked. Resolves to false if the user cancels. */
export async function runWizard(steps: readonly Step[]): Promise<boolean> {
  const asked: number[] = [];
  let index = 0;
  // An answered question can count as known by now, but Back must show it again.
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
