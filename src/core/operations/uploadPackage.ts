import { HttpError } from '../http/httpError.ts';
import type { ErrorCode } from '../platform/errorCode.ts';
import { takesPackages } from '../platform/modules.ts';
import type { Platform } from '../platform/platform.ts';
import { PlatformError } from '../platform/platformError.ts';
import type { PackageVersion, UploadByLink, UploadedPackage } from '../platform/sourcePackages.ts';

/** What became of an upload. `unknown` is for an answer that got lost: the platform may have stored the package. */
export type UploadOutcome =
  | ({ status: 'uploaded' } & UploadedPackage)
  | { status: 'failed'; error: PlatformError }
  | { status: 'cancelled'; sent: boolean }
  | { status: 'unknown'; error: PlatformError };

export type UploadStep = 'checking' | 'uploading';

export interface UploadOptions {
  /** Milliseconds for the upload itself. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  onProgress?: ((step: UploadStep) => void) | undefined;
}

/**
 * Uploads a source package by link: looks first at what is there, sends once, and says what is known afterwards.
 * Failures are outcomes; it throws only what is a fault of this program.
 */
export async function uploadPackage(
  platform: Platform,
  upload: UploadByLink,
  options: UploadOptions,
): Promise<UploadOutcome> {
  let sent = false;
  try {
    options.onProgress?.('checking');
    const existing = await lookBefore(platform, upload, options.signal);
    refuseClash(upload, existing);
    options.signal?.throwIfAborted();
    options.onProgress?.('uploading');
    sent = true;
    const uploaded = await platform.sourcePackages.uploadByLink(upload, options);
    return { status: 'uploaded', ...uploaded };
  } catch (error) {
    if (error instanceof PlatformError) error.facts.subject ??= subjectOf(upload, error.code);
    if (options.signal?.aborted) return { status: 'cancelled', sent: sent && requestLeft(error) };
    if (!(error instanceof PlatformError)) throw error;
    if (sent && answerLost(error)) return { status: 'unknown', error };
    if (sent && error.code === 'platformFailed')
      return { status: 'failed', error: await explainServerError(platform, upload, error) };
    return { status: 'failed', error };
  }
}

/** What the platform's own refusal is about, where it does not name it. */
function subjectOf(upload: UploadByLink, code: ErrorCode): string | undefined {
  if (code === 'versionExists') return upload.version;
  return code === 'moduleNotFound' || code === 'moduleTakesNoPackages' ? upload.module : undefined;
}

/**
 * The version as it is now, if it is there. A duplicate comes back as a bare server error (API reference 1.9), and an
 * unknown module as another (4.0), so both are found out before sending.
 */
async function lookBefore(
  platform: Platform,
  upload: UploadByLink,
  signal?: AbortSignal,
): Promise<PackageVersion | undefined> {
  const [modules, versions] = await Promise.all([
    unlessNotPermitted(platform, platform.modules.list(upload.appCode, signal)),
    // Asked at the same time to save a round trip; an error here is worth telling only if the module itself is right.
    unlessNotPermitted(platform, platform.sourcePackages.versions(upload.appCode, upload.module, signal)).catch(
      (error: unknown) => ({ error }),
    ),
  ]);
  const module = modules?.find((candidate) => candidate.name === upload.module);
  if (modules && !module) throw new PlatformError('moduleNotFound', { subject: upload.module });
  if (module && !takesPackages(module)) throw new PlatformError('moduleTakesNoPackages', { subject: upload.module });
  if (versions && 'error' in versions) throw versions.error;
  return versions?.find((candidate) => candidate.version === upload.version);
}

/**
 * A token's app is granted each of the platform's resources by itself (API reference 2.3). One that may upload and not
 * read is a sensible token, so what could not be looked at is left to the platform to judge.
 */
async function unlessNotPermitted<T>(platform: Platform, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof PlatformError) || error.code !== 'appNotPermitted') throw error;
    platform.log.warn('The app of this token may not read modules or versions, so the upload goes without that check.');
    return undefined;
  }
}

function refuseClash(upload: UploadByLink, existing: PackageVersion | undefined): void {
  if (existing?.cleanedUp) throw new PlatformError('versionCleanedUp', { subject: upload.version });
  if (existing && !upload.allowOverwrite) throw new PlatformError('versionExists', { subject: upload.version });
}

/** Errors after which the platform may still be at work, or done, without our knowing (API reference 1.3, 1.9). */
const lostAnswers: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'gatewayTimedOut',
  'gatewayBadAnswer',
  'gatewayCannotReachPlatform',
  'gatewayUnavailable',
  'timedOut',
  'connectionLost',
  'answerUnreadable',
  'answerTooLarge',
  'notThePlatform',
]);

function answerLost(error: PlatformError): boolean {
  return lostAnswers.has(error.code) && requestLeft(error);
}

/** An answer means that the request had left; without one, the exchange knows whether the whole form had. */
function requestLeft(error: unknown): boolean {
  const cause = error instanceof PlatformError ? error.facts.cause : undefined;
  return !(cause instanceof HttpError) || cause.sent;
}

/**
 * The platform's page for a server error says nothing. What is on the platform afterwards does: if the version is there
 * now, somebody else was faster; if not, the package was not taken, most likely because it could not be downloaded.
 */
async function explainServerError(
  platform: Platform,
  upload: UploadByLink,
  error: PlatformError,
): Promise<PlatformError> {
  const facts = { ...error.facts, cause: error };
  try {
    const versions = await platform.sourcePackages.versions(upload.appCode, upload.module);
    const existing = versions.find((candidate) => candidate.version === upload.version);
    if (existing?.cleanedUp) return new PlatformError('versionCleanedUp', { ...facts, subject: upload.version });
    if (existing && !upload.allowOverwrite)
      return new PlatformError('versionExists', { ...facts, subject: upload.version });
  } catch (reading) {
    if (!(reading instanceof PlatformError)) throw reading;
  }
  return new PlatformError('packageNotTaken', { ...facts, subject: new URL(upload.packageUrl).host });
}
