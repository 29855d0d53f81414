/** Progress of a transfer: bytes done, speed and time left. */
export interface TransferPace {
  doneBytes: number;
  totalBytes: number | undefined;
  /** Average over the last `windowMs`; undefined in the first half second. */
  bytesPerSecond: number | undefined;
  secondsLeft: number | undefined;
}

/**
 * Milliseconds over which the speed is averaged. With a shorter window the speed fluctuates; with a longer window it
 * lags.
 */
const windowMs = 4000;

/**
 * Returns a function that receives the bytes done so far and returns the progress of one transfer. `now` returns the
 * milliseconds of a monotonic clock.
 */
export function createPaceMeter(
  totalBytes: number | undefined,
  now: () => number,
): (doneBytes: number) => TransferPace {
  const marks: { at: number; bytes: number }[] = [{ at: now(), bytes: 0 }];
  return (doneBytes) => {
    const at = now();
    marks.push({ at, bytes: doneBytes });
    while (marks.length > 2 && at - (marks[1]?.at ?? at) > windowMs) marks.shift();
    const [first] = marks;
    const elapsedMs = at - (first?.at ?? at);
    const bytesPerSecond = elapsedMs < 500 ? undefined : ((doneBytes - (first?.bytes ?? 0)) * 1000) / elapsedMs;
    const left = totalBytes === undefined ? undefined : Math.max(0, totalBytes - doneBytes);
    const secondsLeft = left === undefined || !bytesPerSecond ? undefined : Math.ceil(left / bytesPerSecond);
    return { doneBytes, totalBytes, bytesPerSecond, secondsLeft };
  };
}
