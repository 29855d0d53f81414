import type { PlatformError } from '../../platform/platformError.ts';
import type { PackageVersion, SourcePackage, UploadByLink } from '../../platform/sourcePackages.ts';
import { commonUnknownReasons, type Snapshot } from '../reconcile.ts';
import type { LostResponse } from '../trackedOperation.ts';

export type UploadOutcome =
  | {
      status: 'uploaded';
      package: SourcePackage;
      /**
       * How the outcome is known. `answered`: from the response. `found`: from the versions, after the response was
       * lost. `foundAfterCancel`: from the versions, after the user cancelled.
       */
      known: 'answered' | 'found' | 'foundAfterCancel';
      milliseconds: number | undefined;
      requestId: string | undefined;
    }
  | { status: 'failed'; error: PlatformError }
  /** `sent` is true if the request was sent, but the platform did not store the package in time. */
  | { status: 'cancelled'; sent: boolean }
  | { status: 'unknown'; error: PlatformError; reason: UploadUnknownReason; found?: PackageVersion | undefined };

/** Why the outcome of an upload stays unknown. */
export const uploadUnknownReasons = [
  ...commonUnknownReasons,
  // The versions could not be read in time.
  'versionsUnreadable',
  // The stored package looks unchanged. An overwrite within the same second leaves no trace, so the upload may have
  // succeeded.
  'overwriteInvisible',
] as const;

export type UploadUnknownReason = (typeof uploadUnknownReasons)[number];

/** State of the version just before the upload was sent. */
export interface UploadBaseline extends Snapshot {
  /** The stored version. Undefined if the version did not exist. */
  existing: PackageVersion | undefined;
}

/** What is needed to reconcile an upload, as it was just before the request was sent. */
export interface PendingUpload {
  upload: UploadByLink;
  /** Undefined if the token cannot read the versions. Without a baseline, the upload cannot be reconciled. */
  baseline: UploadBaseline | undefined;
}

/** An upload that was sent and whose response was lost. */
export interface SentUpload extends LostResponse {
  pending: PendingUpload;
}
