import { nightly } from '../../nightly.ts';

/** The factors of a matrix, each with its values. */
type Factors = Readonly<Record<string, readonly unknown[]>>;
/** One test of a matrix: a value for each factor. */
type Cell<F extends Factors> = { readonly [Name in keyof F]: F[Name][number] };

/**
 * Returns the cells to test in this run: in the nightly run every possible cell, otherwise a subset with pairwise
 * coverage.
 */
export function matrix<F extends Factors>(
  factors: F,
  isPossible: (cell: Cell<F>) => boolean = () => true,
): readonly Cell<F>[] {
  const possible = combinations(factors).filter(isPossible);
  return nightly ? possible : pairwise(possible);
}

/** Returns the full product of the factors. */
export function combinations<F extends Factors>(factors: F): Cell<F>[] {
  let cells: Record<string, unknown>[] = [{}];
  for (const [name, values] of Object.entries(factors)) {
    cells = cells.flatMap((cell) => values.map((value) => ({ ...cell, [name]: value })));
  }
  return cells as Cell<F>[]; // each object has one value of each factor, which the compiler cannot infer
}

/**
 * Returns a subset of the cells that contains every pair of values that occurs in the cells. The two values of a pair
 * belong to different factors. A test of the subset finds a bug that depends on two factors. A bug that depends on
 * three factors may appear only in the nightly run. The parameter is the list of possible cells, not the factors, so
 * the result never contains an impossible cell.
 *
 * The algorithm is greedy and deterministic. Each step adds the cell with the most pairs that the subset does not
 * contain yet. Among several such cells, it adds the one whose pairs occur least often in the subset, so that the
 * values of the other factors vary.
 */
export function pairwise<T extends Readonly<Record<string, unknown>>>(cells: readonly T[]): T[] {
  const ids = new Map<unknown, number>();
  const idOf = (value: unknown): number => {
    const id = ids.get(value) ?? ids.size;
    ids.set(value, id);
    return id;
  };
  const left = new Map(cells.map((cell) => [cell, pairsOf(cell, idOf)]));
  /** How often the subset contains each pair. */
  const covered = new Map([...left.values()].flat().map((pair) => [pair, 0]));
  const timesCovered = (pair: string): number => covered.get(pair) ?? 0;
  const chosen: T[] = [];
  for (;;) {
    let best = { cell: undefined as T | undefined, added: 0, repeated: 0 };
    for (const [cell, pairs] of left) {
      const added = pairs.filter((pair) => timesCovered(pair) === 0).length;
      const repeated = pairs.reduce((sum, pair) => sum + timesCovered(pair), 0);
      if (added > best.added || (added === best.added && repeated < best.repeated)) best = { cell, added, repeated };
    }
    // No remaining cell adds a pair, so the subset contains every pair.
    if (!best.cell) return chosen;
    for (const pair of left.get(best.cell) ?? []) covered.set(pair, timesCovered(pair) + 1);
    left.delete(best.cell);
    chosen.push(best.cell);
  }
}

function pairsOf(cell: Readonly<Record<string, unknown>>, idOf: (value: unknown) => number): string[] {
  const values = Object.entries(cell).map(([factor, value]) => `${factor} ${idOf(value)}`);
  return values.flatMap((one, index) => values.slice(index + 1).map((other) => `${one}, ${other}`));
}
