import type { PlatformError } from '../../platform/platformError.ts';
import type { PackageVersion, SourcePackage } from '../../platform/sourcePackages.ts';

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
  | { status: 'unknown'; error: PlatformError; doubt: Doubt; found?: PackageVersion | undefined };

/** Why an upload stays unknown. */
export type Doubt =
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
