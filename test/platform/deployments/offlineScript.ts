/** What happens in one offline operation, in milliseconds after the call. */
export interface OfflineScript {
  /** `null`: it never ends. */
  readonly endsAtMs: number | null;
  readonly outcome: 'successful' | 'failed';
  /** Written when it fails. */
  readonly errorDetail: string;
}

/** Returns a script in which the processes stop within `durationMs`. */
export function successfulOffline(durationMs = 1000): OfflineScript {
  return { endsAtMs: durationMs, outcome: 'successful', errorDetail: '' };
}

/** Returns a script in which the processes do not stop in the time that the platform gives them. */
export function failingOffline(durationMs = 1000): OfflineScript {
  const errorDetail = 'Unable to perform offline: processes were not stopped in given period';
  return { endsAtMs: durationMs, outcome: 'failed', errorDetail };
}

/** Returns a script that begins to stop processes and never ends. */
export function neverEndingOffline(): OfflineScript {
  return { endsAtMs: null, outcome: 'failed', errorDetail: '' };
}
