import * as vscode from 'vscode';
import { applicationsPageUrl, cloudApiPageUrl } from '../../core/platform/consoleUrl.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import { isGrantMissing } from '../../core/platform/gatewayErrors.ts';
import { commandIds } from '../editor/ids.ts';
import { showError, showInformation, type NotificationButton } from '../editor/notifications.ts';
import { resolveConsoleUrl } from '../modules/consolePage.ts';
import { isNode } from '../modules/nodes.ts';
import { remedyButtons } from '../session/presentError.ts';
import type { SessionServices } from '../session/sessionServices.ts';
import { signIn } from '../session/signIn.ts';
import type { Catalog } from '../modules/catalog.ts';

const { t } = vscode.l10n;

type Services = SessionServices & { catalog: Catalog };

/**
 * Implements `bkpaas.showRowError`, which runs when the user clicks a row with an error. Shows the whole error with its
 * remedies.
 */
export function showRowError(services: Services, argument: unknown): void {
  if (!isNode(argument) || argument.kind !== 'message' || !argument.error) return;
  const { error } = argument;
  const again: NotificationButton = {
    title: t('Try Again'),
    run: () => {
      services.catalog.refresh();
    },
  };
  const apply: NotificationButton = { title: t('Open Cloud API Page'), run: () => openCloudApi(services, argument) };
  const copy: NotificationButton = {
    title: t('Copy Diagnostics'),
    run: () => vscode.commands.executeCommand(commandIds.copyDiagnostics),
  };
  const first = isGrantMissing(error.code) ? [apply] : remedyButtons(services, error);
  showError(errorMessage(t, error.code, error.facts), ...first, again, copy);
}

/**
 * Implements `bkpaas.openCloudApi`: opens the console page where the user can apply for an application's permission to
 * call the API. Opens the page of the application that the row's error names. If the error names no application, opens
 * the page of the token's application. Asks for the console's URL if it is unknown.
 */
export async function openCloudApi({ session }: Services, argument?: unknown): Promise<void> {
  const current = await session.read();
  if (current.state === 'signedOut') {
    showInformation(t('You’re not signed in to BlueKing PaaS.'));
    return;
  }
  const error = isNode(argument) && argument.kind === 'message' ? argument.error : undefined;
  const appCode = error?.facts.subject ?? ('identity' in current ? current.identity.appCode : undefined);
  const consoleUrl = await resolveConsoleUrl(current.platform);
  if (consoleUrl === undefined) return;
  const page = appCode === undefined ? applicationsPageUrl(consoleUrl) : cloudApiPageUrl(consoleUrl, appCode);
  await vscode.env.openExternal(vscode.Uri.parse(page));
}

/** Implements `bkpaas.useAnotherToken`: asks for another token of the current platform. */
export async function useAnotherToken(services: Services): Promise<void> {
  const current = await services.session.read();
  await signIn(services, current.state === 'signedOut' ? undefined : current.platform);
}
