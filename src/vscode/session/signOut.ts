import * as vscode from 'vscode';
import { showInformation } from '../editor/notifications.ts';
import type { SessionServices } from './sessionServices.ts';

const { t } = vscode.l10n;

/** Deletes the current platform's token from this computer. The platform itself stays in the settings. */
export async function signOut({ session, log }: Pick<SessionServices, 'session' | 'log'>): Promise<void> {
  const current = await session.read();
  if (current.state === 'signedOut') {
    showInformation(t('You are not signed in to BlueKing PaaS.'));
    return;
  }
  await session.signOut();
  log.info(`Signed out of ${current.platform.gatewayUrl}`);
  showInformation(t('Signed out of {0}. Its access token was deleted from this computer.', current.platform.name));
}
