/** Milliseconds between readings while things move, and the most when nothing does. */
const [shortestPauseMs, longestPauseMs, longestHiddenPauseMs] = [1500, 20_000, 30_000];

/** Milliseconds between readings at least while nobody is looking. */
const hiddenPauseMs = 5000;

/** How much longer each pause gets while nothing moves, and how much shorter when something did. */
const [growth, shrinking] = [1.8, 3];

/**
 * The pause before the next reading of a deployment, in milliseconds. One line in a quiet time does not bring back the shortest
 * pause, but some in a row do: a quiet deployment of 15 minutes costs fewer than 120
 * requests at this pace (npm run bench -- followDeployment).
 */
export function nextPause(lastMs: number, seen: { moved: boolean; watched: boolean }): number {
  const { moved, watched } = seen;
  const pause = Math.max(shortestPauseMs, moved ? lastMs / shrinking : lastMs * growth);
  return watched ? Math.min(pause, longestPauseMs) : Math.min(Math.max(pause, hiddenPauseMs), longestHiddenPauseMs);
}
