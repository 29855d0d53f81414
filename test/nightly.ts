/** True in `npm run test:nightly`, which runs the long tests in full. */
export const nightly = process.env['NIGHTLY'] === '1';

/** The number of repetitions to run: all of them in the nightly run, a tenth of them (at least one) otherwise. */
export function share(full: number): number {
  return nightly ? full : Math.max(1, Math.ceil(full / 10));
}
