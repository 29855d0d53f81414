import type { ErrorCode } from '../../platform/errorCode.ts';
import { PlatformError } from '../../platform/platformError.ts';
import type { Platform } from '../../platform/platform.ts';
import type { PackageVersion, VersionsSnapshot } from '../../platform/sourcePackages.ts';
import { judgeVersions, overwriteMayBeInvisible } from './judgeVersions.ts';
import { errorOfInterruption, type Interruption } from '../interruption.ts';
import type { PendingUpload, UploadUnknownReason, UploadOutcome } from './uploadOutcome.ts';
import { reconcile, type SentAt } from '../reconcile.ts';

export interface ReconcileUploadOptions {
  sent: SentAt;
  /** Returns the SHA-256 of the file at the link. Undefined until the digest is known. */
  sha256?: (() => string | undefined) | undefined;
  signal?: AbortSignal | undefined;
}

/** Finds the outcome of an upload whose response was lost, by reading the module's versions. */
export async function reconcileUpload(
  platform: Platform,
  { upload, baseline }: PendingUpload,
  interruption: Interruption,
  { sent, sha256, signal }: ReconcileUploadOptions,
): Promise<UploadOutcome> {
  const error = errorOfInterruption(interruption, 'uploadInterrupted');
  return reconcile({
    ...{ clock: platform.clock, interruption, sent, baseline, signal, unknown },
    read: () => platform.sourcePackages.look(upload.appCode, upload.module, { signal }),
    judge,
  });

  function unknown(reason: UploadUnknownReason = 'versionsUnreadable', found?: PackageVersion): UploadOutcome {
    return { status: 'unknown', error, reason, found };
  }

  function failed(code: ErrorCode, subject = upload.version): UploadOutcome {
    return { status: 'failed', error: new PlatformError(code, { ...error.facts, subject, cause: error }) };
  }

  function uploaded({ version, packageName = '', sizeBytes, sha256, updated }: PackageVersion): UploadOutcome {
    return {
      status: 'uploaded',
      package: { version, packageName, sizeBytes, sha256, created: undefined, updated, operator: undefined },
      known: interruption.kind === 'cancelled' ? 'foundAfterCancel' : 'found',
      milliseconds: undefined,
      requestId: error.facts.requestId,
    };
  }

  function judge({ versions }: VersionsSnapshot, isOver: boolean): UploadOutcome | undefined {
    if (!baseline) return undefined;
    const sighting = judgeVersions(upload, baseline, versions, sha256?.());
    switch (sighting.kind) {
      case 'sameBytes':
        return uploaded(sighting.version);
      case 'arrived':
        // After the platform's error page, another upload with the same package name may have stored the package.
        if (interruption.kind === 'serverError') return unknown('maybeAnothers', sighting.version);
        return uploaded(sighting.version);
      case 'cleanedUp':
        return failed('versionCleanedUp');
      case 'someoneElses':
        if (!upload.allowOverwrite) return failed('versionExists');
        return isOver ? unknown('maybeAnothers', sighting.version) : undefined;
      case 'otherBytes':
        if (!isOver && upload.allowOverwrite) return undefined;
        return unknown('maybeAnothers', sighting.version);
      case 'nothingNew': {
        if (!isOver) return undefined;
        if (overwriteMayBeInvisible(upload, baseline)) return unknown('overwriteInvisible');
        if (interruption.kind === 'cancelled') return { status: 'cancelled', sent: true };
        // An error page and a timeout do not show the cause. A failed download is the most common cause, so the host of
        // the package is the subject of the error.
        const code = interruption.kind === 'serverError' ? 'packageNotTaken' : 'packageNotArrived';
        return failed(code, new URL(upload.packageUrl).host);
      }
    }
  }
}
