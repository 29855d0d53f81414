import type { SentUpload, UploadOutcome } from '../../../src/core/operations/upload/uploadOutcome.ts';
import { reconcileUpload } from '../../../src/core/operations/upload/reconcileUpload.ts';
import { uploadPackage, type UploadOptions } from '../../../src/core/operations/upload/uploadPackage.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import type { UploadByLink } from '../../../src/core/platform/sourcePackages.ts';

export interface UploadAndReconcileOptions extends Partial<UploadOptions> {
  /** Called if the upload got no clear response, before reconciling starts. */
  onSent?: ((sent: SentUpload) => unknown) | undefined;
}

/** Uploads. If the response is lost, then reconciles until the outcome is known, as the extension's commands do. */
export async function uploadAndReconcile(
  platform: Platform,
  upload: UploadByLink,
  { onSent, ...options }: UploadAndReconcileOptions = {},
): Promise<UploadOutcome> {
  const ended = await uploadPackage(platform, upload, { timeoutMs: 10_000, ...options });
  if (ended.status !== 'sent') return ended;
  await onSent?.(ended);
  return reconcileUpload(platform, ended.pending, ended.interruption, { sent: { clock: ended.sentAt } });
}

/**
 * Returns the outcome as one text, for example `uploaded answered`, `failed versionExists`, `unknown connectionLost
 * versionsUnreadable` or `cancelled sent`.
 */
export function uploadOutcomeText(outcome: UploadOutcome): string {
  switch (outcome.status) {
    case 'uploaded':
      return `uploaded ${outcome.known}`;
    case 'failed':
      return `failed ${outcome.error.code}`;
    case 'cancelled':
      return outcome.sent ? 'cancelled sent' : 'cancelled';
    case 'unknown':
      return `unknown ${outcome.error.code} ${outcome.reason}`;
  }
}
