/** How a transfer goes: what is done, how fast, and how long it still takes. */
export interface TransferPace {
  doneBytes: number;
  totalBytes: number | undefined;
  /** Over the last few seconds; undefined at the beginning. */
  bytesPerSecond: number | undefined;
  secondsLeft: number | undefined;
}

/** Milliseconds that the speed is taken over: less jumps about, more lags behind. */
const windowMs = 4000;

/** Keeps the pace of one transfer. `now` in milliseconds, of any clock that does not go back. */
export function transferPace(totalBytes: number | undefined, now: () => number): (doneBytes: number) => TransferPace {
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
