import test from 'node:test';
import fc from 'fast-check';
import { repetitionsOf } from '../nightly.ts';

/** The seed is fixed, so every run tests the same values. A failure prints the smallest example found. */
const seed = 20260723;

/**
 * Defines a test that checks a property with random values. The nightly run tests `nightlyRuns` values, and any other
 * run tests a tenth of this number.
 */
export function property<T>(
  name: string,
  values: fc.Arbitrary<T>,
  check: (value: T) => void | Promise<void>,
  nightlyRuns = 10_000,
): void {
  const numRuns = repetitionsOf(nightlyRuns);
  test(name, async (t) => {
    t.diagnostic(`seed ${seed}, ${numRuns} runs`);
    await fc.assert(
      fc.asyncProperty(values, async (value) => check(value)),
      { seed, numRuns },
    );
  });
}
