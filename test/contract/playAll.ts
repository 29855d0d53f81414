import { playCase } from './playCase.ts';
import type { ContractCase } from './contractCase.ts';
import type { Target } from './target.ts';
import type { Result } from './playCase.ts';

/** Runs cases one after the other, so that what one stores does not disturb the next. Calls `told` after each. */
export async function playAll(
  cases: readonly ContractCase[],
  targetFor: (played: ContractCase) => Target,
  told: (result: Result) => void = () => undefined,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, played] of cases.entries()) {
    const result = await playCase(played, index + 1, targetFor(played));
    told(result);
    results.push(result);
  }
  return results;
}
