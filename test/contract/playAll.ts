import { playCase } from './playCase.ts';
import type { ContractCase } from './contractCase.ts';
import type { Ground } from './ground.ts';
import type { Result } from './playCase.ts';

/** Plays cases one after the other: what one stores must not be in the way of the next. `told` hears of each at once. */
export async function playAll(
  cases: readonly ContractCase[],
  groundFor: (played: ContractCase) => Ground,
  told: (result: Result) => void = () => undefined,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [index, played] of cases.entries()) {
    const result = await playCase(played, index + 1, groundFor(played));
    told(result);
    results.push(result);
  }
  return results;
}
