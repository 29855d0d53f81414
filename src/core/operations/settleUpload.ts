import type { ErrorCode } from '../platform/errorCode.ts';
import { PlatformError, platformErrorOf } from '../platform/platformError.ts';
import type { Platform } from '../platform/platform.ts';
import type { PackageVersion, SourcePackage, UploadByLink, VersionsLook } from '../platform/sourcePackages.ts';
import { isPermanent, rejectedTokenCodes } from '../platform/gatewayErrors.ts';
import { judgeVersions, overwriteMayBeInvisible, type Sighting } from './judgeVersions.ts';
import type { Interruption } from './interruption.ts';
import type { Baseline, PendingUpload } from './pendingUpload.ts';
import type { Doubt, UploadOutcome } from './uploadOutcome.ts';
import { workingTimeMs } from './workingTime.ts';

/** Milliseconds between looks: a package that is just being stored is seen soon, and a whole wait costs fifteen requests. */
const pauses = [1000, 2000, 4000, 8000, 15_000] as const;

/** How long ago the upload was sent. */
export type SentAt =
  /** A moment of the platform's clock in this run of the program. */
  | { clock: number }
  /** Milliseconds that have passed by the wall clock here since an earlier run: a hint, for clocks are set. */
  | { claimedMs: number };

export interface SettleOptions {
  sent: SentAt;
  /** The sha256 of what the link gives here, once it is known. */
  sha256?: (() => string | undefined) | undefined;
  /** Aborted when the person stops the looking, or signs out. */
  signal?: AbortSignal | undefined;
}

/**
 * Finds out what became of an upload whose answer got lost, by reading the module's versions for as long as the platform can
 * be at work. Sends nothing but reads. Failures are outcomes; it throws only what is a fault of this program.
 */
export async function settleUpload(
  platform: Platform,
  pending: PendingUpload,
  interruption: Interruption,
  options: SettleOptions,
): Promise<UploadOutcome> {
  const { baseline } = pending;
  if (!baseline) return doubtful('mayNotRead', interruption);
  const { clock } = platform;
  const startedAt = 'clock' in options.sent ? options.sent.clock : clock.now();
  const claimedMs = 'clock' in options.sent ? 0 : Math.max(0, options.sent.claimedMs);

  for (let looks = 0; ; looks += 1) {
    const sureMs = clock.now() - startedAt;
    const { appCode, module } = pending.upload;
    const [seen] = await Promise.allSettled([
      platform.sourcePackages.look(appCode, module, { signal: options.signal }),
    ]);
    if (options.signal?.aborted) return doubtful('stoppedLooking', interruption);
    if (seen.status === 'rejected') {
      const isLast = sureMs >= workingTimeMs || (interruption.kind === 'serverError' && looks >= pauses.length);
      const doubt = permanentDoubt(platformErrorOf(seen.reason)) ?? (isLast ? 'versionsUnreadable' : undefined);
      if (doubt) return doubtful(doubt, interruption);
    } else {
      // The platform's page for its own error is the end of its work; after anything else only time is. Time that passed
      // before this run of the program counts when the gateway's clock agrees.
      const isOver =
        interruption.kind === 'serverError' ||
        sureMs >= workingTimeMs ||
        Math.min(sureMs + claimedMs, elapsedThere(baseline, seen.value)) >= workingTimeMs;
      const sighting = judgeVersions(pending.upload, baseline, seen.value.versions, options.sha256?.());
      const outcome = conclude(sighting, pending.upload, baseline, interruption, isOver);
      if (outcome) return outcome;
    }
    const pause = pauses[Math.min(looks, pauses.length - 1)] ?? 0;
    await clock.wait(Math.min(pause, Math.max(1000, workingTimeMs - sureMs)), options.signal);
  }
}

/** Why it stays unknown after an error that every further look would meet; undefined after any other. */
function permanentDoubt({ code }: PlatformError): Doubt | undefined {
  if (rejectedTokenCodes.has(code)) return 'signedOut';
  if (code === 'appNotPermitted' || code === 'appPermissionExpired') return 'mayNotRead';
  return isPermanent(code) ? 'versionsUnreadable' : undefined;
}

function elapsedThere(baseline: Baseline, { answeredAt }: VersionsLook): number {
  return baseline.answeredAt === undefined || answeredAt === undefined ? 0 : answeredAt - baseline.answeredAt;
}

/** The outcome, or undefined when the next look may say more. `isOver`: the platform cannot be at work any more. */
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
      // With an error page it can also be that somebody else was a moment faster, with a package of the same name.
      return interruption.kind === 'serverError'
        ? doubtful('maybeAnothers', interruption, sighting.version)
        : found(sighting.version, interruption);
    case 'cleanedUp':
      return { status: 'failed', error: because('versionCleanedUp', interruption, subject) };
    case 'someoneElses':
      if (!upload.allowOverwrite) return { status: 'failed', error: because('versionExists', interruption, subject) };
      return isOver ? doubtful('maybeAnothers', interruption, sighting.version) : undefined;
    case 'otherBytes':
      if (!isOver && upload.allowOverwrite) return undefined;
      return doubtful('maybeAnothers', interruption, sighting.version);
    case 'nothingNew':
      if (!isOver) return undefined;
      if (overwriteMayBeInvisible(upload, baseline)) return doubtful('overwriteInvisible', interruption);
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

function doubtful(doubt: Doubt, interruption: Interruption, found?: PackageVersion): UploadOutcome {
  return { status: 'unknown', error: errorOf(interruption), doubt, found };
}

/** The platform's error page says nothing; what most often causes it is the download. After the time is over, it is the same. */
function notTaken(upload: UploadByLink, interruption: Interruption): PlatformError {
  const code = interruption.kind === 'serverError' ? 'packageNotTaken' : 'packageNotArrived';
  return because(code, interruption, new URL(upload.packageUrl).host);
}

function because(code: ErrorCode, interruption: Interruption, subject: string): PlatformError {
  const error = errorOf(interruption);
  return new PlatformError(code, { ...error.facts, subject, cause: error });
}

function errorOf(interruption: Interruption): PlatformError {
  switch (interruption.kind) {
    case 'answerLost':
    case 'serverError':
      return interruption.error;
    case 'cancelled':
      return new PlatformError('cancelled');
    case 'interrupted':
      return new PlatformError('uploadInterrupted');
  }
}
