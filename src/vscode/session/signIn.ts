import * as vscode from 'vscode';
import { errorMessage } from '../../texts/errorTexts.ts';
import { signedInText } from '../../texts/formats.ts';
import { showInformation, showWarning } from '../editor/notifications.ts';
import type { SignedIn } from './session.ts';
import { savePlatform, type PlatformSetting, readPlatforms } from '../editor/settings.ts';
import { runWizard } from '../editor/wizard.ts';
import type { SessionServices } from './sessionServices.ts';
import { signInSteps, type SignInDraft } from './signInSteps.ts';
import type { TriedToken } from './tryToken.ts';
import { PlatformError } from '../../core/platform/platformError.ts';

const { t } = vscode.l10n;

/**
 * Asks for a platform and a token. The token is stored only after the platform has accepted it. If a command needs a
 * certain platform (`wanted`), the user is not asked for a platform. Resolves to the session, or to undefined if the
 * user cancels.
 */
export async function signIn(services: SessionServices, wanted?: PlatformSetting): Promise<SignedIn | undefined> {
  const current = await services.session.read();
  const needsToken = current.state !== 'signedIn' && current.state !== 'signedOut';
  const known = wanted ?? (needsToken ? current.platform : undefined);
  const draft: SignInDraft = { known, gatewayUrl: '', consoleUrl: '', tenantId: '', token: '' };
  const finished = await runWizard(signInSteps(services, draft));
  if (!finished) return undefined;
  if (draft.switched) return draft.switched;
  return draft.tried ? keep(services, draft.tried) : undefined;
}

async function keep(services: SessionServices, tried: TriedToken): Promise<SignedIn> {
  const { platform, accessToken, identity } = tried;
  try {
    await savePlatform(platform);
  } catch (error) {
    services.log.warn(`The platform could not be written to the user settings: ${String(error)}`);
  }
  if (tried.applications) services.catalog.prime({ platform, accessToken }, tried.applications);
  const { kept } = await services.session.signIn(platform, accessToken, identity);
  services.log.info(`Signed in to ${platform.gatewayUrl}`);
  announce(tried, kept);
  return { state: 'signedIn', platform, identity, accessToken };
}

function announce({ platform, identity, notPermitted, readAs }: TriedToken, kept: boolean): void {
  const signedIn = signedInText(t, platform.name, identity);
  if (notPermitted) {
    showWarning(t('{0} {1}', signedIn, errorMessage(t, notPermitted.code, notPermitted.facts)));
  } else if (!kept) {
    showWarning(
      t(
        '{0} Couldn’t save the token on this computer, so it’s valid only for this session. On Linux, install a keyring such as gnome-keyring to save tokens.',
        signedIn,
      ),
    );
  } else {
    const texts: Record<typeof readAs, string> = {
      bare: signedIn,
      json: t('{0} The token was read from the pasted JSON.', signedIn),
      header: t('{0} The token was read from the pasted header.', signedIn),
      text: t('{0} The token was read from the pasted text.', signedIn),
    };
    showInformation(texts[readAs]);
  }
}

/** Deletes the current platform's token from this computer. The platform stays in the settings. */
export async function signOut({ session, log }: Pick<SessionServices, 'session' | 'log'>): Promise<void> {
  const current = await session.read();
  if (current.state === 'signedOut') {
    showInformation(t('You’re not signed in to BlueKing PaaS.'));
    return;
  }
  await session.signOut();
  log.info(`Signed out of ${current.platform.gatewayUrl}`);
  showInformation(t('Signed out of {0}. Its access token was deleted from this computer.', current.platform.name));
}

/**
 * Resolves to the session that a command needs. Starts a sign-in if there is no such session. `platform` is the name or
 * gateway URL of a platform in the settings; without `platform`, the current session is used. Resolves to undefined if
 * the user cancels. Rejects with the code `platformUnknown` if the settings do not contain the platform.
 */
export async function ensureSignedIn(services: SessionServices, platform?: string): Promise<SignedIn | undefined> {
  const current = await services.session.read();
  if (platform === undefined) return current.state === 'signedIn' ? current : signIn(services);

  // The settings do not contain the current platform if they could not be written at the sign-in.
  const known = [...(current.state === 'signedOut' ? [] : [current.platform]), ...readPlatforms()];
  const gatewayUrl = platform.trim().replace(/\/+$/, '');
  const wanted = known.find((candidate) => candidate.name === platform || candidate.gatewayUrl === gatewayUrl);
  if (!wanted) throw new PlatformError('platformUnknown', { subject: platform });
  const isCurrent = current.state !== 'signedOut' && current.platform.gatewayUrl === wanted.gatewayUrl;
  // A rejected token is not tried again, so the user is asked for another token.
  if (isCurrent) return current.state === 'signedIn' ? current : signIn(services, wanted);
  return (await services.session.switchTo(wanted)) ?? signIn(services, wanted);
}
