import type { UploadOutcome } from '../../core/operations/upload/uploadOutcome.ts';
import type { ErrorCode } from '../../core/platform/errorCode.ts';
import type { SourcePackage } from '../../core/platform/sourcePackages.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import type { Translate } from '../../texts/translate.ts';

/**
 * The result of `bkpaas.uploadPackage` for keybindings and other extensions. The result is plain data, so VS Code can
 * send it to another process.
 */
export type PublicUploadOutcome =
  | { status: 'uploaded'; package: PublicPackage }
  | { status: 'failed'; error: { code: ErrorCode; message: string; requestId?: string } }
  | { status: 'cancelled' }
  | { status: 'unknown'; reason: string };

export interface PublicPackage {
  version: string;
  packageName: string;
  /** Size in bytes. */
  packageSize?: number;
  sha256?: string;
  /** ISO 8601, UTC. */
  created?: string;
  /** ISO 8601, UTC. */
  updated?: string;
  operator?: string;
}

export function publicUploadOutcome(t: Translate, outcome: UploadOutcome): PublicUploadOutcome {
  switch (outcome.status) {
    case 'uploaded':
      return { status: 'uploaded', package: publicPackage(outcome.package) };
    case 'failed': {
      const { code, facts } = outcome.error;
      const { requestId } = facts;
      return {
        status: 'failed',
        error: { code, message: errorMessage(t, code, facts), ...(requestId === undefined ? {} : { requestId }) },
      };
    }
    case 'cancelled':
      return { status: 'cancelled' };
    case 'unknown':
      return { status: 'unknown', reason: errorMessage(t, outcome.error.code, outcome.error.facts) };
  }
}

function publicPackage(stored: SourcePackage): PublicPackage {
  const { version, packageName, sizeBytes, sha256, created, updated, operator } = stored;
  return {
    version,
    packageName,
    ...(sizeBytes === undefined ? {} : { packageSize: sizeBytes }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(created ? { created: new Date(created.time).toISOString() } : {}),
    ...(updated ? { updated: new Date(updated.time).toISOString() } : {}),
    ...(operator === undefined ? {} : { operator }),
  };
}
