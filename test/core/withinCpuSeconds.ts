import assert from 'node:assert/strict';

/**
 * Fails if `work` uses more than `limit` seconds of this process's CPU time. The limit is not in elapsed time, because
 * elapsed time is long on a busy machine. A test's `timeout` cannot replace this, because a timeout does not interrupt
 * synchronous work.
 */
export async function withinCpuSeconds(limit: number, work: () => unknown): Promise<void> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1_000_000;
  assert.ok(seconds < limit, `${seconds.toFixed(1)} s of CPU time`);
}
