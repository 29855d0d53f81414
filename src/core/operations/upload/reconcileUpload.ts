import type { ErrorCode } from '../../platform/errorCode.ts';
import { PlatformError } from '../../platform/platformError.ts';
import type { Platform } from '../../platform/platform.ts';
import type { PackageVersion, SourcePackage, UploadByLink } from '../../platform/sourcePackages.ts';
import { judgeVersions, overwriteMayBeInvisible, type Sighting } from './judgeVersions.ts';
import { errorOfInterruption, type Interruption } from '../interruption.ts';
import type { Baseline, PendingUpload, UnknownReason, UploadOutcome } from './uploadOutcome.ts';
import { reconcile, type SentAt } from '../reconcile.ts';

export interface ReconcileUploadOptions {
  sent: SentAt;
  /** The SHA-256 of the file at the link, once it is known. */
  sha256?: (() => string | undefined) | undefined;
  /** Aborted when the user stops it or signs out. */
  signal?: AbortSignal | undefined;
}

/** Finds the outcome of an upload whose response was lost, by reading the module's versions. */
export async function reconcileUpload(
  platform: Platform,
  { upload, baseline }: PendingUpload,
  interruption: Interruption,
  { sent, sha256, signal }: ReconcileUploadOptions,
): Promise<UploadOutcome> {
  return reconcile({
    ...{ clock: platform.clock, interruption, sent, baseline, signal, unreadable: 'versionsUnreadable' },
    read: () => platform.sourcePackages.look(upload.appCode, upload.module, { signal }),
    judge: ({ versions }, isOver) => {
      if (!baseline) return undefined;
      return conclude(judgeVersions(upload, baseline, versions, sha256?.()), upload, baseline, interruption, isOver);
    },
    unknown: (reason: UnknownReason) => unknownOutcome(reason, interruption),
  });
}

/** Returns the outcome, or undefined if a later read can tell more. `isOver`: the platform has stopped work. */
function conclude(
  sighting: Sighting,
  upload: UploadByLink,
  baseline: Baseline,
  interruption: Interruption,
  isOver: boolean,
): UploadOutcome | undefined {
  const subject = upload.version;
  switch (sighting.kind) {
    case 'sameBytes':
      return found(sighting.version, interruption);
    case 'arrived':
      // After an error page, a concurrent upload of the same name may have stored it.
      return interruption.kind === 'serverError'
        ? unknownOutcome('maybeAnothers', interruption, sighting.version)
        : found(sighting.version, interruption);
    case 'cleanedUp':
      return { status: 'failed', error: because('versionCleanedUp', interruption, subject) };
    case 'someoneElses':
      if (!upload.allowOverwrite) return { status: 'failed', error: because('versionExists', interruption, subject) };
      return isOver ? unknownOutcome('maybeAnothers', interruption, sighting.version) : undefined;
    case 'otherBytes':
      if (!isOver && upload.allowOverwrite) return undefined;
      return unknownOutcome('maybeAnothers', interruption, sighting.version);
    case 'nothingNew':
      if (!isOver) return undefined;
      if (overwriteMayBeInvisible(upload, baseline)) return unknownOutcome('overwriteInvisible', interruption);
      if (interruption.kind === 'cancelled') return { status: 'cancelled', sent: true };
      return { status: 'failed', error: notTaken(upload, interruption) };
  }
}

function found(version: PackageVersion, interruption: Interruption): UploadOutcome {
  const stored: SourcePackage = {
    version: version.version,
    packageName: version.packageName ?? '',
    sizeBytes: version.sizeBytes,
    sha256: version.sha256,
    created: undefined,
    updated: version.updated,
    operator: undefined,
  };
  const known = interruption.kind === 'cancelled' ? 'foundAfterCancel' : 'found';
  const { requestId } = errorOf(interruption).facts;
  return { status: 'uploaded', package: stored, known, milliseconds: undefined, requestId };
}

function unknownOutcome(reason: UnknownReason, interruption: Interruption, found?: PackageVersion): UploadOutcome {
  return { status: 'unknown', error: errorOf(interruption), reason, found };
}

/**
 * Returns the error of an upload that was not stored. An error page and a timeout give no cause; the download is the
 * most common one, so its host is the subject.
 */
function notTaken(upload: UploadByLink, interruption: Interruption): PlatformError {
  const code = interruption.kind === 'serverError' ? 'packageNotTaken' : 'packageNotArrived';
  return because(code, interruption, new URL(upload.packageUrl).host);
}

function because(code: ErrorCode, interruption: Interruption, subject: string): PlatformError {
  const error = errorOf(interruption);
  return new PlatformError(code, { ...error.facts, subject, cause: error });
}

function errorOf(interruption: Interruption): PlatformError {
  return errorOfInterruption(interruption, 'uploadInterrupted');
}
