import type { PlatformError } from '../platform/platformError.ts';
import type { PackageVersion, UploadByLink } from '../platform/sourcePackages.ts';

/** What was there just before an upload was sent. */
export interface Baseline {
  /** The version as it was; undefined when it was not there. */
  existing: PackageVersion | undefined;
  /** The gateway's own clock then, milliseconds since 1970. */
  answeredAt: number | undefined;
}

/** How the sending ended, as far as that says whether the platform may still be at work. */
export type Interruption =
  /** No answer, or somebody else's: the platform may be downloading, or be done. */
  | { kind: 'answerLost'; error: PlatformError }
  /** The platform's own page for an error it did not expect (API reference 1.11 F): it is done, whatever it did. */
  | { kind: 'serverError'; error: PlatformError }
  /** Broken off here by the person; the platform goes on with what it has received. */
  | { kind: 'cancelled' }
  /** This program ended while it was waiting. */
  | { kind: 'interrupted' };

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
