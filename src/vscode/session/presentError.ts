import * as vscode from 'vscode';
import { signInHelps } from '../../core/platform/gatewayErrors.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { showPlatformError, type NotificationButton } from '../editor/notifications.ts';
import type { SessionServices } from './sessionServices.ts';
import { signIn } from './signIn.ts';

const { t } = vscode.l10n;

/** Wraps an unexpected error so that it can be shown. A fault of this extension is logged with its stack. */
export function asPlatformError({ log }: Pick<SessionServices, 'log'>, source: string, error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  log.error(`${source}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return new PlatformError('extensionFault', { cause: error });
}

/** Logs and shows an error from before there was an upload to show: an invalid argument, an unknown platform. */
function presentRefusal(services: SessionServices, error: PlatformError): void {
  services.log.rememberError(error);
  services.log.error(logged(error));
  showPlatformError(error, ...remedies(services, error));
}

/** Runs a command that other extensions call. Any error is shown and becomes an outcome. */
export async function outcomeOf<Outcome, Failed>(
  services: SessionServices,
  source: string,
  run: () => Promise<Outcome>,
  failed: (error: PlatformError) => Failed,
): Promise<Outcome | Failed> {
  try {
    return await run();
  } catch (escaped) {
    const error = asPlatformError(services, source, escaped);
    presentRefusal(services, error);
    return failed(error);
  }
}

/** Logs and shows an error that escaped a command or background work. `source` is its origin in the log. */
export function presentEscaped(services: SessionServices, source: string, error: unknown): void {
  presentRefusal(services, asPlatformError(services, source, error));
}

/** Returns the buttons that help with an error. */
export function remedies(services: SessionServices, error: PlatformError): NotificationButton[] {
  if (signInHelps(error.code)) return [{ title: t('Sign In'), run: () => signIn(services) }];
  const { applyUrl } = error.facts;
  if (applyUrl !== undefined)
    return [{ title: t('Apply for the Role'), run: () => vscode.env.openExternal(vscode.Uri.parse(applyUrl)) }];
  return [
    {
      title: t('Show Log'),
      run: () => {
        services.log.show();
      },
    },
  ];
}

/**
 * Formats an error for the log: only codes and ids, because the platform's message can contain a fragment of a token
 * response (platform-api.md 7.9).
 */
export function logged({ code, facts }: PlatformError): string {
  return [
    code,
    facts.status === undefined ? '' : `HTTP ${facts.status}`,
    facts.requestId === undefined ? '' : `request id ${facts.requestId}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
