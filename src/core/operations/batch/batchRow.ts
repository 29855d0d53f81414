import type { Platform } from '../../platform/platform.ts';
import { isMaskedPackageUrl } from '../../releases/packageUrl.ts';
import { parseUploadRequest } from '../upload/parseUploadRequest.ts';
import type { UploadOutcome } from '../upload/uploadOutcome.ts';
import type { UploadRecord } from '../upload/uploadRecord.ts';

/**
 * What happens to an upload of a batch. `left`: this window does not work on the upload, because an earlier window
 * began it, another window confirms it, or the user signed out before it was confirmed.
 */
export type RowPhase = 'waiting' | 'uploading' | 'checking' | 'left' | 'done';

/** An upload of a batch. Immutable, so every change replaces the whole row. */
export interface BatchRow {
  /** Has an outcome if the phase is `done`. If it is `left`, an outcome is only what is known so far. */
  record: UploadRecord;
  phase: RowPhase;
}

/** What a batch needs to send and to confirm uploads. */
export interface BatchConnection {
  platform: Platform;
  /** Name of the user to whom the token belongs; undefined if unknown. */
  userName: string | undefined;
  timeoutMs: number;
  /** Runs work whose signal is aborted when the user signs out. The signal is aborted at once if the user has. */
  whileSignedIn: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** Returns the SHA-256 of the file at the package URL; undefined until it is known. */
  sha256: () => string | undefined;
  /** Returns the outcome of an upload that a fault of this program ended before the request was sent. */
  faultOutcome: (error: unknown) => UploadOutcome;
  /** Called when an upload has an outcome that lasts. */
  ended: (record: UploadRecord) => void;
}

/** The outcome of an upload that was canceled before it was sent. */
export const notSent: UploadOutcome = { status: 'cancelled', sent: false };

/** Returns whether the package URL of a record from disk is whole, and the upload is one that a user can start. */
export function isSendable({ upload }: UploadRecord): boolean {
  if (isMaskedPackageUrl(upload.packageUrl)) return false;
  try {
    parseUploadRequest(upload);
    return true;
  } catch {
    return false;
  }
}

/** Returns a record with the package URL of this window, because the URL on disk can be masked. */
export function withWholeUrl(record: UploadRecord, { upload }: UploadRecord): UploadRecord {
  return { ...record, upload };
}
