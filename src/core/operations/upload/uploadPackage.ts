import type { ErrorCode } from '../../platform/errorCode.ts';
import type { Platform } from '../../platform/platform.ts';
import { PlatformError, platformErrorOf, settledValue } from '../../platform/platformError.ts';
import type { UploadByLink, VersionsSnapshot } from '../../platform/sourcePackages.ts';
import { allowListEntry } from '../../releases/refusedHosts.ts';
import { interruptionBy } from '../interruption.ts';
import type { Baseline, PendingUpload, SentUpload, UploadOutcome } from './uploadOutcome.ts';
import { refuseModule, undefinedIfForbidden } from '../undefinedIfForbidden.ts';

export type UploadStep = 'checking' | 'uploading';

export interface UploadOptions {
  /** Milliseconds for the upload request itself. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  onProgress?: ((step: UploadStep) => void) | undefined;
  /** Called with what reconciling needs, just before the upload is sent, and awaited. */
  beforeSending?: ((pending: PendingUpload) => Promise<void>) | undefined;
}

/**
 * Uploads a source package by link: checks the module and the version, sends once, and returns what is known.
 * `reconcileUpload` handles a lost response. Failures are outcomes: a thrown error is a fault of this program.
 */
export async function uploadPackage(
  platform: Platform,
  upload: UploadByLink,
  options: UploadOptions,
): Promise<UploadOutcome | SentUpload> {
  let sent: PendingUpload | undefined;
  let sentAt = 0;
  try {
    options.onProgress?.('checking');
    const baseline = await readBaseline(platform, upload, options.signal);
    refuseClash(upload, baseline);
    if (options.signal?.aborted) return { status: 'cancelled', sent: false };
    const pending = { upload, baseline };
    await options.beforeSending?.(pending);
    options.onProgress?.('uploading');
    sent = pending;
    sentAt = platform.clock.now();
    const uploaded = await platform.sourcePackages.uploadByLink(upload, options);
    return { status: 'uploaded', known: 'answered', ...uploaded };
  } catch (error) {
    const interruption = sent && interruptionBy(error, options.signal);
    if (sent && interruption) return { status: 'sent', pending: sent, interruption, sentAt };
    if (options.signal?.aborted) return { status: 'cancelled', sent: false };
    const failure = platformErrorOf(error);
    const subject = subjectOf(upload, failure.code);
    return { status: 'failed', error: subject === undefined ? failure : failure.with({ subject }) };
  }
}

/** Returns what a refusal is about, where the platform does not name it as needed. */
function subjectOf(upload: UploadByLink, code: ErrorCode): string | undefined {
  switch (code) {
    case 'versionExists':
      return upload.version;
    case 'moduleNotFound':
    case 'moduleTakesNoPackages':
      return upload.module;
    case 'packageHostNotAllowed':
    case 'uploadByLinkDisabled':
      // The platform names the host without its port, but the administrator may have to add it (platform-api.md 1.4).
      return allowListEntry(upload.packageUrl);
    default:
      return undefined;
  }
}

/**
 * Reads the version as it is now. A duplicate upload is a bare server error (platform-api.md 1.9), and so are the
 * versions of an unknown module (4.0), so both are checked before sending. An operator cannot read the versions either
 * (4.6), and is refused here. Undefined if the token cannot read the versions.
 */
async function readBaseline(
  platform: Platform,
  upload: UploadByLink,
  signal?: AbortSignal,
): Promise<Baseline | undefined> {
  const { appCode, module } = upload;
  // In parallel to save a round trip. An error of the versions matters only if the module is valid.
  const [modules, look] = await Promise.allSettled([
    undefinedIfForbidden(platform, 'modules', platform.modules.list(appCode, { signal })),
    undefinedIfForbidden(platform, 'versions', platform.sourcePackages.look(appCode, module, { signal })),
  ]);
  refuseModule(settledValue(modules), module);
  const versions = settledValue(look);
  return versions && baselineOf(upload, versions);
}

function baselineOf(upload: UploadByLink, { versions, answeredAt }: VersionsSnapshot): Baseline {
  return { existing: versions.find((candidate) => candidate.version === upload.version), answeredAt };
}

function refuseClash(upload: UploadByLink, baseline: Baseline | undefined): void {
  const existing = baseline?.existing;
  if (existing?.cleanedUp) throw new PlatformError('versionCleanedUp', { subject: upload.version });
  if (existing && !upload.allowOverwrite) throw new PlatformError('versionExists', { subject: upload.version });
}
