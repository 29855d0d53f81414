import { playCase } from './playCase.ts';
import type { ContractCase } from './contractCase.ts';
import type { Target } from './target.ts';
import type { Result } from './playCase.ts';

/** Plays cases one after the other: what one stores must not be in the way of the next. `told` hears of each at once. */
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
