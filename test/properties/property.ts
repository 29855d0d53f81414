import test from 'node:test';
import fc from 'fast-check';
import { share } from '../nightly.ts';

/** Fixed, so that a run can be repeated; a failure prints the smallest example it found. */
const seed = 20260723;

/** A test that something holds for random values: 10,000 in the nightly run, unless told otherwise, and a tenth in others. */
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
