/** What happens in one offline operation. */
export interface OfflineScript {
  /** Milliseconds from the call to the end of the operation; `null` if the operation never ends. */
  readonly endsAtMs: number | null;
  readonly outcome: 'successful' | 'failed';
  /** `err_detail` of a failed operation. */
  readonly errorDetail: string;
}

/** Returns a script in which the processes stop after `durationMs` milliseconds, so that the operation succeeds. */
export function successfulOffline(durationMs = 1000): OfflineScript {
  return { endsAtMs: durationMs, outcome: 'successful', errorDetail: '' };
}

/**
 * Returns a script in which the processes have not stopped after `durationMs` milliseconds, so that the operation
 * fails.
 */
export function failingOffline(durationMs = 1000): OfflineScript {
  const errorDetail = 'Unable to perform offline: processes were not stopped in given period';
  return { endsAtMs: durationMs, outcome: 'failed', errorDetail };
}

export function neverEndingOffline(): OfflineScript {
  return { endsAtMs: null, outcome: 'failed', errorDetail: '' };
}
