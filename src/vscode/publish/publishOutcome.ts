import * as vscode from 'vscode';
import type { PlatformError } from '../../core/platform/platformError.ts';
import { commandIds } from '../editor/ids.ts';
import { outcomeOf } from '../session/presentError.ts';
import { publicOutcome, type PublicUploadOutcome } from '../upload/publicOutcome.ts';
import type { PublishServices } from './publishServices.ts';

const { t } = vscode.l10n;

/** The result of `bkpaas.publishAndUpload`: the upload's outcome, or that the package was not published. */
export type PublicPublishOutcome = PublicUploadOutcome | { status: 'notPublished' };

/** Runs a command that publishes. An error is shown and becomes an outcome; an aborted signal is a cancellation. */
export function publishOutcomeOf(
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
  const failed = (error: PlatformError): PublicPublishOutcome => publicOutcome(t, { status: 'failed', error });
  return outcomeOf(services, commandIds.publishAndUpload, cancellable, failed);
}
