import type { PackageVersion, UploadByLink } from '../../platform/sourcePackages.ts';
import type { Interruption } from '../interruption.ts';

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
