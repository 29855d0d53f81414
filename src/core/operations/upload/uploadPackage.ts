import type { SendOptions } from '../../platform/call.ts';
import { isSameVersion } from '../../platform/names.ts';
import type { Platform } from '../../platform/platform.ts';
import { PlatformError, platformErrorOf } from '../../platform/platformError.ts';
import type { UploadByLink } from '../../platform/sourcePackages.ts';
import { allowListEntry } from '../../releases/refusedHosts.ts';
import { interruptionBy } from '../interruption.ts';
import { readVersions } from '../readVersions.ts';
import type { Baseline, PendingUpload, SentUpload, UploadOutcome } from './uploadOutcome.ts';

export type UploadStep = 'checking' | 'uploading';

export interface UploadOptions extends SendOptions {
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
  let sent: Pick<SentUpload, 'pending' | 'sentAt'> | undefined;
  try {
    options.onProgress?.('checking');
    const pending = { upload, baseline: await checkVersion(platform, upload, options.signal) };
    if (options.signal?.aborted) return { status: 'cancelled', sent: false };
    await options.beforeSending?.(pending);
    options.onProgress?.('uploading');
    sent = { pending, sentAt: platform.clock.now() };
    const uploaded = await platform.sourcePackages.uploadByLink(upload, options);
    return { status: 'uploaded', known: 'answered', ...uploaded };
  } catch (error) {
    const interruption = sent && interruptionBy(error, options.signal);
    if (sent && interruption) return { status: 'sent', ...sent, interruption };
    if (options.signal?.aborted) return { status: 'cancelled', sent: false };
    const failure = platformErrorOf(error);
    const subject = subjectOf(upload, failure);
    return { status: 'failed', error: subject === undefined ? failure : failure.with({ subject }) };
  }
}

/** Returns what a refusal is about, where the platform does not name it as needed. */
function subjectOf(upload: UploadByLink, { code, facts }: PlatformError): string | undefined {
  if (code === 'versionExists') return facts.subject ?? upload.version;
  if (code === 'moduleNotFound' || code === 'moduleTakesNoPackages') return upload.module;
  // The platform names the host without its port, but the administrator may have to add it (platform-api.md 1.4).
  const isAboutHost = code === 'packageHostNotAllowed' || code === 'uploadByLinkDisabled';
  return isAboutHost ? allowListEntry(upload.packageUrl) : undefined;
}

/**
 * Returns the version as it is now. Undefined if the token cannot read the versions. Throws `PlatformError` for a
 * duplicate, because the platform answers it with a bare server error (platform-api.md 1.9). An operator cannot read
 * the versions (4.6) and is refused here too.
 */
async function checkVersion(
  platform: Platform,
  upload: UploadByLink,
  signal: AbortSignal | undefined,
): Promise<Baseline | undefined> {
  const read = await readVersions(platform, upload, signal);
  const existing = read?.versions.find(({ version }) => isSameVersion(version, upload.version));
  if (existing?.cleanedUp) throw new PlatformError('versionCleanedUp', { subject: existing.version });
  if (existing && !upload.allowOverwrite) throw new PlatformError('versionExists', { subject: existing.version });
  return read && { existing, answeredAt: read.answeredAt };
}
