import type { Platform } from '../../platform/platform.ts';
import { isMaskedPackageUrl } from '../../releases/packageUrl.ts';
import { parseUploadRequest } from '../upload/parseUploadRequest.ts';
import type { UploadOutcome } from '../upload/uploadOutcome.ts';
import type { UploadRecord } from '../upload/uploadRecord.ts';

/**
 * What happens to an upload of a batch. `checking`: this window confirms the upload, because its outcome is unknown.
 * `left`: this window does not work on the upload, because an earlier window began it, another window confirms it, or
 * the user signed out before it was confirmed.
 */
export type RowPhase = 'waiting' | 'uploading' | 'checking' | 'left' | 'done';

/** An upload of a batch. Immutable, so every change replaces the whole row. */
export interface BatchRow {
  /** Has an outcome if the phase is `done`. If the phase is `left`, an outcome is not final. */
  record: UploadRecord;
  phase: RowPhase;
}

/** What a batch needs to send and to confirm uploads. */
export interface BatchConnection {
  platform: Platform;
  /** Name of the user to whom the token belongs; undefined if unknown. */
  userName: string | undefined;
  timeoutMs: number;
  /**
   * Runs `work`. The signal is aborted when the user signs out. If the user is already signed out, the signal is
   * aborted from the start.
   */
  whileSignedIn: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** Returns the SHA-256 of the file at the package URL; undefined until it is known. */
  sha256: () => string | undefined;
  /** Returns the outcome of an upload whose request was not sent because of a bug in this extension. */
  faultOutcome: (error: unknown) => UploadOutcome;
  /** Called when an upload has a final outcome. */
  ended: (record: UploadRecord) => void;
}

/** The outcome of an upload that was canceled before it was sent. */
export const notSentOutcome: UploadOutcome = { status: 'cancelled', sent: false };

/** Returns whether a record from disk can be sent. Its package URL must not be masked, and its values must be valid. */
export function isSendable({ upload }: UploadRecord): boolean {
  if (isMaskedPackageUrl(upload.packageUrl)) return false;
  try {
    parseUploadRequest(upload);
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns the first record with the upload of the second record. The first record can be from disk, where the package
 * URL can be masked.
 */
export function withUnmaskedUrl(record: UploadRecord, { upload }: UploadRecord): UploadRecord {
  return { ...record, upload };
}
