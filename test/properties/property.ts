import test from 'node:test';
import fc from 'fast-check';

/** Fixed, so that a run can be repeated; a failure prints the smallest example it found. */
const seed = 20260723;

/** A test that something holds for 10,000 random values, unless told otherwise. */
export function property<T>(
  name: string,
  values: fc.Arbitrary<T>,
  holds: (value: T) => void | Promise<void>,
  numRuns = 10_000,
): void {
  test(name, async (t) => {
    t.diagnostic(`seed ${seed}, ${numRuns} runs`);
    await fc.assert(
      fc.asyncProperty(values, async (value) => holds(value)),
      { seed, numRuns },
    );
  });
}
