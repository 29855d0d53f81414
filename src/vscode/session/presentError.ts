import * as vscode from 'vscode';
import type { Log } from '../../core/http/log.ts';
import { signInHelps } from '../../core/platform/gatewayErrors.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import { joinParts } from '../../texts/formats.ts';
import { showError, type NotificationButton } from '../editor/notifications.ts';
import type { SessionServices } from './sessionServices.ts';
import { signIn } from './signIn.ts';

const { t } = vscode.l10n;

/**
 * Returns a `PlatformError` unchanged. Any other error is a fault of this extension, so it is logged with its stack and
 * replaced by a `PlatformError` that can be shown.
 */
export function asPlatformError({ log }: { log: Log }, source: string, error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  log.error(`${source}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return new PlatformError('extensionFault', { cause: error });
}

/**
 * Runs a command that other extensions can call. If `run` throws, shows the error and resolves to the outcome that
 * `failed` returns.
 */
export async function runApiCommand<Outcome, Failed>(
  services: SessionServices,
  source: string,
  run: () => Promise<Outcome>,
  failed: (error: PlatformError) => Failed,
): Promise<Outcome | Failed> {
  try {
    return await run();
  } catch (error) {
    return failed(presentUnhandledError(services, source, error));
  }
}

/**
 * Logs and shows an error that a command or background work threw. The log names `source` as the origin of the error.
 */
export function presentUnhandledError(services: SessionServices, source: string, escaped: unknown): PlatformError {
  const error = asPlatformError(services, source, escaped);
  services.log.rememberError(error);
  services.log.error(formatErrorForLog(error));
  services.observer?.failed(error);
  showError(errorMessage(t, error.code, error.facts), ...remedyButtons(services, error));
  return error;
}

/** Returns the buttons of an error's notification. */
export function remedyButtons(services: SessionServices, error: PlatformError): NotificationButton[] {
  if (signInHelps(error.code)) return [{ title: t('Sign In'), run: () => signIn(services) }];
  const { applyUrl } = error.facts;
  if (applyUrl !== undefined)
    return [{ title: t('Apply for Role'), run: () => vscode.env.openExternal(vscode.Uri.parse(applyUrl)) }];
  const showLog = (): void => {
    services.log.show();
  };
  return [{ title: t('Show Log'), run: showLog }];
}

/**
 * Formats an error for the log: code, HTTP status and request ID. The message is left out, because it can contain a
 * fragment of a token response (platform-api.md 7.9).
 */
export function formatErrorForLog({ code, facts: { status, requestId } }: PlatformError): string {
  const httpStatus = status === undefined ? undefined : `HTTP ${status}`;
  return joinParts([code, httpStatus, requestId === undefined ? undefined : `request id ${requestId}`], ', ');
}
