import * as vscode from 'vscode';
import { listText } from '../../texts/formats.ts';
import { showInformation } from '../editor/notifications.ts';
import type { SessionServices } from './sessionServices.ts';
import { ensureSignedIn, signIn } from './signIn.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.signOut`: deletes the current platform's token from this computer. The platform stays in the
 * settings. If tokens of other platforms are stored, the notification names these platforms and offers to switch to one
 * or to sign out of all.
 */
export async function signOut(services: SessionServices): Promise<void> {
  const { session, log } = services;
  const before = await session.read();
  if (before.state === 'signedOut') {
    offerOtherPlatforms(services, t('You’re not signed in to BlueKing PaaS.'));
    return;
  }
  await session.signOut();
  log.info(`Signed out of ${before.platform.gatewayUrl}`);
  offerOtherPlatforms(services, t('Signed out of {0}.', before.platform.name));
}

/** Implements `bkpaas.signOutOfAll`: deletes the tokens of all platforms from this computer. */
export async function signOutOfAll({ session, log }: Pick<SessionServices, 'session' | 'log'>): Promise<void> {
  const gatewayUrls = await session.signOutOfAll();
  for (const gatewayUrl of gatewayUrls) log.info(`Signed out of ${gatewayUrl}`);
  showInformation(
    gatewayUrls.length === 0 ? t('You’re not signed in to BlueKing PaaS.') : t('Signed out of all platforms.'),
  );
}

function offerOtherPlatforms(services: SessionServices, done: string): void {
  const { session } = services;
  const others = session.current.state === 'signedOut' ? (session.current.others ?? []) : [];
  const [other] = others;
  if (!other) {
    showInformation(done);
    return;
  }
  const names = listText(
    t,
    others.map(({ name }) => name),
  );
  const change =
    others.length === 1
      ? { title: t('Switch to {0}', other.name), run: () => ensureSignedIn(services, other.gatewayUrl) }
      : { title: t('Switch Platform…'), run: () => signIn(services) };
  showInformation(t('{0} Access tokens are still stored for: {1}.', done, names), change, {
    title: t('Sign Out of All Platforms'),
    run: () => signOutOfAll(services),
  });
}
