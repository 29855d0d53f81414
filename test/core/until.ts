import { setImmediate } from 'node:timers/promises';

/** The timeout in milliseconds. It is long, because a busy machine can stop a process for several seconds. */
const timeoutMs = 20_000;

/**
 * Waits until the condition holds. Checks the condition at every turn of the event loop. Rejects after `timeoutMs` with
 * an error that contains the condition's source.
 */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Timed out after ${timeoutMs / 1000} s: ${String(condition)}`);
    await setImmediate();
  }
}
