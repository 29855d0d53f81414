import * as vscode from 'vscode';
import { sendsTokenUnencrypted } from '../../core/platform/gatewayUrl.ts';
import { background } from '../editor/background.ts';
import { showWarning } from '../editor/notifications.ts';
import type { SessionStore } from './session.ts';

const storageKey = 'bkpaas.plainHttpTold';

/**
 * Warns the user after a sign-in if the token is sent to the gateway unencrypted. Each gateway causes at most one
 * warning on this computer. A gateway that runs on this computer causes no warning.
 */
export function warnOfPlainHttp(session: SessionStore, memento: vscode.Memento): vscode.Disposable {
  return session.onDidChange((current) => {
    if (current.state !== 'signedIn' || !sendsTokenUnencrypted(current.platform.gatewayUrl)) return;
    const { gatewayUrl, name } = current.platform;
    const stored = memento.get<unknown>(storageKey);
    const told = Array.isArray(stored) ? stored.filter((item) => typeof item === 'string') : [];
    if (told.includes(gatewayUrl)) return;
    background('plain http', memento.update(storageKey, [...told, gatewayUrl]));
    showWarning(
      vscode.l10n.t(
        'The access token is sent to {0} unencrypted because its gateway URL starts with http. Anyone on the network path can read the token and act as you. Use https if the gateway supports it.',
        name,
      ),
    );
  });
}
