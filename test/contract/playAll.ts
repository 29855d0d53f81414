import { playCase } from './playCase.ts';
import type { ContractCase } from './contractCase.ts';
import type { Target } from './target.ts';
import type { Result } from './playCase.ts';

/**
 * Runs cases one after another, because the packages that one case stores could disturb another case. Calls `onResult`
 * after each case.
 */
export async function playAll(
  cases: readonly ContractCase[],
  targetFor: (played: ContractCase) => Target,
  onResult: (result: Result) => void = () => undefined,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, played] of cases.entries()) {
    const result = await playCase(played, index + 1, targetFor(played));
    onResult(result);
    results.push(result);
  }
  return results;
}
