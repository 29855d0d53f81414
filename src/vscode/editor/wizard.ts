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
  for (let step = steps[0]; step; step = steps[index]) {
    if (!wentBack && step.skip?.()) {
      index += 1;
      continue;
    }
    const total = asked.length + countAhead(steps, index);
    const direction = await step.ask({ step: asked.length + 1, total, canGoBack: asked.length > 0 });
    if (direction === 'cancelled') return false;
    wentBack = direction === 'back';
    if (wentBack) {
      index = asked.pop() ?? 0;
    } else {
      asked.push(index);
      index += 1;
    }
  }
  return true;
}

/** Counts the question at `from`, and those after it that have to be asked as far as is known now. */
function countAhead(steps: readonly Step[], from: number): number {
  return 1 + steps.slice(from + 1).filter((step) => !step.optional && !step.skip?.()).length;
}
