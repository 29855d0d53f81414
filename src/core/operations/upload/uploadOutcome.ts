import type { PlatformError } from '../../platform/platformError.ts';
import type { PackageVersion, SourcePackage, UploadByLink } from '../../platform/sourcePackages.ts';
import { commonReasons, type Snapshot } from '../reconcile.ts';
import type { LostResponse } from '../trackedOperation.ts';

export type UploadOutcome =
  | {
      status: 'uploaded';
      package: SourcePackage;
      /** How it is known: from the response, or from the versions after the response was lost. */
      known: 'answered' | 'found' | 'foundAfterCancel';
      milliseconds: number | undefined;
      requestId: string | undefined;
    }
  | { status: 'failed'; error: PlatformError }
  /** `sent`: the request was sent, and the platform did not store the package in time. */
  | { status: 'cancelled'; sent: boolean }
  | { status: 'unknown'; error: PlatformError; reason: UnknownReason; found?: PackageVersion | undefined };

/** Why the outcome of an upload stays unknown. */
export const unknownReasons = [
  ...commonReasons,
  // The versions could not be read in time.
  'versionsUnreadable',
  // The stored package looks unchanged, but an overwrite within the same second leaves no trace.
  'overwriteInvisible',
] as const;

export type UnknownReason = (typeof unknownReasons)[number];

/** The version just before the upload was sent. */
export interface Baseline extends Snapshot {
  /** Undefined if it did not exist. */
  existing: PackageVersion | undefined;
}

/** What reconciling an upload needs, from just before it is sent. */
export interface PendingUpload {
  upload: UploadByLink;
  /** Undefined if the token cannot read versions. Then the upload cannot be reconciled either. */
  baseline: Baseline | undefined;
}

/** An upload that was sent and whose response was lost. */
export interface SentUpload extends LostResponse {
  pending: PendingUpload;
}
