import type { PlatformError } from '../../platform/platformError.ts';
import type { PackageVersion, SourcePackage, UploadByLink } from '../../platform/sourcePackages.ts';
import type { Interruption } from '../interruption.ts';

/** What became of an upload. Each is known, and where it is not, that is said. */
export type UploadOutcome =
  | {
      status: 'uploaded';
      package: SourcePackage;
      /** How it is known: the platform answered so, or it was found there after the answer had got lost. */
      known: 'answered' | 'found' | 'foundAfterCancel';
      milliseconds: number | undefined;
      requestId: string | undefined;
    }
  | { status: 'failed'; error: PlatformError }
  /** `sent`: it had left, and the platform did not store it in the time it could have. */
  | { status: 'cancelled'; sent: boolean }
  | { status: 'unknown'; error: PlatformError; reason: UnknownReason; found?: PackageVersion | undefined };

/** Why an upload stays unknown. */
export type UnknownReason =
  /** The versions could not be read when it mattered. */
  | 'versionsUnreadable'
  /** Somebody signed out, or the token was refused, before it was settled. */
  | 'signedOut'
  /** The app of the token may not read versions (platform-api.md 2.3). */
  | 'mayNotRead'
  /** A package is there now, and whether it is this one cannot be told. */
  | 'maybeAnothers'
  /** Nothing changed that can be seen, but an overwrite within the same second would not be seen. */
  | 'overwriteInvisible'
  /** The person asked to stop looking. */
  | 'stoppedLooking';

/** What was there just before an upload was sent. */
export interface Baseline {
  /** The version as it was; undefined when it was not there. */
  existing: PackageVersion | undefined;
  /** The gateway's own clock then, milliseconds since 1970. */
  answeredAt: number | undefined;
}

/** An upload that was sent, or was about to be, and whose end is not known. Everything that is needed to find out. */
export interface PendingUpload {
  upload: UploadByLink;
  /** Undefined where the token may not read versions: then nothing can be found out afterwards either. */
  baseline: Baseline | undefined;
}

/** An upload that has left, with an end that is not known yet. */
export interface SentUpload {
  status: 'sent';
  pending: PendingUpload;
  interruption: Interruption;
  /** By the platform's clock here. */
  sentAt: number;
}
