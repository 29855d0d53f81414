import test from 'node:test';
import fc from 'fast-check';
import { share } from '../nightly.ts';

/** Fixed, so that a run can be repeated. A failure prints the smallest example found. */
const seed = 20260723;

/** Defines a test of a property with random values: `nightlyRuns` in the nightly run, otherwise a tenth. */
export function property<T>(
  name: string,
  values: fc.Arbitrary<T>,
  confirmOnEnter: (value: T) => void | Promise<void>,
  nightlyRuns = 10_000,
): void {
  const numRuns = share(nightlyRuns);
  test(name, async (t) => {
    t.diagnostic(`seed ${seed}, ${numRuns} runs`);
    await fc.assert(
      fc.asyncProperty(values, async (value) => confirmOnEnter(value)),
      { seed, numRuns },
    );
  });
}
