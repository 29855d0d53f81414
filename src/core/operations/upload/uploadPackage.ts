import type { SendOptions } from '../../platform/call.ts';
import { isSameVersion } from '../../platform/names.ts';
import type { Platform } from '../../platform/platform.ts';
import { PlatformError, requirePlatformError } from '../../platform/platformError.ts';
import type { UploadByLink } from '../../platform/sourcePackages.ts';
import { allowListEntry } from '../../releases/refusedHosts.ts';
import { interruptionFromError } from '../interruption.ts';
import { readVersions } from '../readVersions.ts';
import type { UploadBaseline, PendingUpload, SentUpload, UploadOutcome } from './uploadOutcome.ts';

export type UploadStep = 'checking' | 'uploading';

export interface UploadOptions extends SendOptions {
  onProgress?: ((step: UploadStep) => void) | undefined;
  /**
   * Called just before the request is sent, with what is needed to reconcile the upload. The request waits until the
   * returned promise has resolved.
   */
  beforeSending?: ((pending: PendingUpload) => Promise<void>) | undefined;
}

/**
 * Uploads a source package by link. Checks the module and the version, sends one request, and returns the outcome. If
 * the response is lost, returns what `reconcileUpload` needs. Failures are outcomes; a thrown error is a bug in this
 * program.
 */
export async function uploadPackage(
  platform: Platform,
  upload: UploadByLink,
  options: UploadOptions,
): Promise<UploadOutcome | SentUpload> {
  let sent: Pick<SentUpload, 'pending' | 'sentAt'> | undefined;
  try {
    options.onProgress?.('checking');
    const pending = { upload, baseline: await readBaseline(platform, upload, options.signal) };
    if (options.signal?.aborted) return { status: 'cancelled', sent: false };
    await options.beforeSending?.(pending);
    options.onProgress?.('uploading');
    sent = { pending, sentAt: platform.clock.now() };
    const uploaded = await platform.sourcePackages.uploadByLink(upload, options);
    return { status: 'uploaded', known: 'answered', ...uploaded };
  } catch (error) {
    const interruption = sent && interruptionFromError(error, options.signal);
    if (sent && interruption) return { status: 'sent', ...sent, interruption };
    if (options.signal?.aborted) return { status: 'cancelled', sent: false };
    const failure = requirePlatformError(error);
    const subject = subjectOf(upload, failure);
    return { status: 'failed', error: subject === undefined ? failure : failure.with({ subject }) };
  }
}

/**
 * Returns the subject that replaces the subject of the error, for example the version or the name of the module.
 * Undefined if the error already has the right subject.
 */
function subjectOf(upload: UploadByLink, { code, facts }: PlatformError): string | undefined {
  if (code === 'versionExists') return facts.subject ?? upload.version;
  if (code === 'moduleNotFound' || code === 'moduleTakesNoPackages') return upload.module;
  // The platform names the host without its port, but the entry in the administrator's allow-list may need the port
  // (platform-api.md 1.4).
  const isAboutHost = code === 'packageHostNotAllowed' || code === 'uploadByLinkDisabled';
  return isAboutHost ? allowListEntry(upload.packageUrl) : undefined;
}

/**
 * Returns the current state of the version. Undefined if the token cannot read the versions. Throws `PlatformError` if
 * the version exists and must not be overwritten, because the platform reports a duplicate only as a bare server error
 * (platform-api.md 1.9). Also throws for a user with the operator role, who cannot read the versions
 * (platform-api.md 4.6).
 */
async function readBaseline(
  platform: Platform,
  upload: UploadByLink,
  signal: AbortSignal | undefined,
): Promise<UploadBaseline | undefined> {
  const read = await readVersions(platform, upload, signal);
  const existing = read?.versions.find(({ version }) => isSameVersion(version, upload.version));
  if (existing?.cleanedUp) throw new PlatformError('versionCleanedUp', { subject: existing.version });
  if (existing && !upload.allowOverwrite) throw new PlatformError('versionExists', { subject: existing.version });
  return read && { existing, answeredAt: read.answeredAt };
}
