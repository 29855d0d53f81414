/** True in `npm run test:nightly`, which runs the long tests in full. */
export const nightly = process.env['NIGHTLY'] === '1';

/**
 * Returns the number of repetitions to run: `full` in the nightly run, otherwise a tenth of `full`, but at least one.
 */
export function repetitionsOf(full: number): number {
  return nightly ? full : Math.max(1, Math.ceil(full / 10));
}
