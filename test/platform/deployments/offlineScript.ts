/** What happens in one offline operation, in milliseconds after the call. */
export interface OfflineScript {
  readonly lines: readonly { readonly atMs: number; readonly text: string }[];
  /** `null`: it never ends. */
  readonly endsAtMs: number | null;
  readonly outcome: 'successful' | 'failed';
  /** Written when it ends; empty for a success. */
  readonly errorDetail: string;
}

/** Returns a script in which processes stop one after the other within `durationMs`. */
export function successfulOffline(durationMs = 1000): OfflineScript {
  return { lines: stopping(durationMs), endsAtMs: durationMs, outcome: 'successful', errorDetail: '' };
}

/** Returns a script in which the processes do not stop in the time that the platform gives them. */
export function failingOffline(durationMs = 1000): OfflineScript {
  const errorDetail = 'Unable to perform offline: processes were not stopped in given period';
  return { lines: stopping(durationMs), endsAtMs: durationMs, outcome: 'failed', errorDetail };
}

/** Returns a script that begins to stop processes and never ends. */
export function neverEndingOffline(): OfflineScript {
  return { lines: stopping(1000), endsAtMs: null, outcome: 'failed', errorDetail: '' };
}

function stopping(durationMs: number): OfflineScript['lines'] {
  return [
    { atMs: 0, text: 'Stopping processes...' },
    { atMs: durationMs / 2, text: 'Waiting for process web to stop' },
  ];
}
