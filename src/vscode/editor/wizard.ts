import type { Answer, QuestionPosition } from './answer.ts';

/** Where the wizard goes after a question. */
export type Direction = 'next' | 'back' | 'cancelled';

/** A question of a wizard. `ask` stores the answer in the draft of the caller. */
export interface WizardStep {
  /**
   * Returns whether the answer is already known. The wizard calls this each time that it needs the result, because
   * earlier answers can change the result.
   */
  skip?: () => boolean;
  /** Whether the total, such as the 4 in "2/4", counts this question only once the question is asked. */
  optional?: boolean;
  /**
   * Whether the question is left out of numbers such as "2/4". This is for a question whose answer determines how many
   * questions follow.
   */
  uncounted?: boolean;
  ask: (position: QuestionPosition) => Promise<Direction>;
}

/** Passes an answer to `take`, which stores the answer in the draft. Returns where the wizard goes. */
export function takeAnswer<T>(answer: Answer<T>, take: (value: T) => void): Direction {
  if (answer.kind !== 'answer') return answer.kind;
  take(answer.value);
  return 'next';
}

/**
 * Asks the questions in order. Back leads to the question that was asked last. Resolves to false if the user cancels.
 */
export async function runWizard(steps: readonly WizardStep[]): Promise<boolean> {
  const asked: number[] = [];
  let index = 0;
  // After Back, the question is asked again, even if `skip` returns true because the question was answered.
  let wentBack = false;
  for (let step = steps[0]; step; step = steps[index]) {
    if (!wentBack && step.skip?.()) {
      index += 1;
      continue;
    }
    const direction = await step.ask({ ...stepAndTotal(steps, asked, index), canGoBack: asked.length > 0 });
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

/**
 * Returns the number of the question at `index`, and the total: the counted questions that were asked, this question,
 * and the later questions that have to be asked according to the answers so far.
 */
function stepAndTotal(
  steps: readonly WizardStep[],
  asked: readonly number[],
  index: number,
): Pick<QuestionPosition, 'step' | 'total'> {
  if (steps[index]?.uncounted) return { step: 1, total: 1 };
  const step = 1 + asked.filter((earlier) => !steps[earlier]?.uncounted).length;
  const ahead = steps.slice(index + 1).filter((later) => !later.optional && !later.uncounted && !later.skip?.());
  return { step, total: step + ahead.length };
}
