import { setImmediate } from 'node:timers/promises';

/** Waits until the condition holds. Checks the condition at every turn of the event loop. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}
