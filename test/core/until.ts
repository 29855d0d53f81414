import { setImmediate } from 'node:timers/promises';

/** Resolves once the condition holds, asking again at every turn of the event loop. Never, when it never holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}
