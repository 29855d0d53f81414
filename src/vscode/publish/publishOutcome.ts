import * as vscode from 'vscode';
import type { PlatformError } from '../../core/platform/platformError.ts';
import { commandIds } from '../editor/ids.ts';
import { runApiCommand } from '../session/presentError.ts';
import { publicUploadOutcome, type PublicUploadOutcome } from '../upload/publicOutcome.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

/** The result of `bkpaas.publishAndUpload`: the outcome of the upload, or `notPublished`. */
export type PublicPublishOutcome = PublicUploadOutcome | { status: 'notPublished' };

/**
 * Runs a command that publishes a package. If a signal aborts the command, the outcome is `cancelled`. Any other error
 * is shown, and the outcome is `failed`.
 */
export function runPublishCommand(
  services: PublishServices,
  run: () => Promise<PublicPublishOutcome>,
): Promise<PublicPublishOutcome> {
  const cancellable = async (): Promise<PublicPublishOutcome> => {
    try {
      return await run();
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') return { status: 'cancelled' };
      throw error;
    }
  };
  const failed = (error: PlatformError): PublicPublishOutcome => publicUploadOutcome(t, { status: 'failed', error });
  return runApiCommand(services, commandIds.publishAndUpload, cancellable, failed);
}
