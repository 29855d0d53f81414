import assert from 'node:assert/strict';

/**
 * Fails if `work` takes more CPU time of this process, for inputs made to be slow. Elapsed time would fail on a busy
 * machine, and a test's `timeout` does not interrupt synchronous work.
 */
export async function withinCpuSeconds(limit: number, work: () => unknown): Promise<void> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1_000_000;
  assert.ok(seconds < limit, `${seconds.toFixed(1)} s of CPU time`);
}
