import * as vscode from 'vscode';
import { errorMessage } from '../../texts/errorTexts.ts';
import { signedInText } from '../../texts/formats.ts';
import { showInformation, showWarning } from '../editor/notifications.ts';
import type { SignInLink } from '../../core/platform/signInLink.ts';
import type { Session, SignedIn } from './session.ts';
import { savePlatform, type PlatformSetting, readPlatforms } from '../editor/settings.ts';
import { runWizard } from '../editor/wizard.ts';
import { setDraftGateway } from './gatewayQuestion.ts';
import type { SessionServices } from './sessionServices.ts';
import { signInSteps, type SignInDraft } from './signInSteps.ts';
import type { AcceptedToken } from './tryToken.ts';
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
  return askAndSignIn(services, { known, gatewayUrl: '', consoleUrl: '', tenantId: '', token: '' });
}

/**
 * Signs in to the platform of a sign-in link. The settings do not contain the platform yet. Probes the gateway before
 * it asks for the token. Resolves to undefined if the user cancels.
 */
export async function signInWithLink(services: SessionServices, link: SignInLink): Promise<SignedIn | undefined> {
  const { gatewayUrl } = link;
  const draft: SignInDraft = { known: undefined, link, gatewayUrl, consoleUrl: '', tenantId: '', token: '' };
  setDraftGateway(draft, gatewayUrl);
  return askAndSignIn(services, draft);
}

async function askAndSignIn(services: SessionServices, draft: SignInDraft): Promise<SignedIn | undefined> {
  const finished = await runWizard(signInSteps(services, draft));
  if (!finished) return undefined;
  if (draft.switched) return draft.switched;
  return draft.tried ? completeSignIn(services, draft.tried) : undefined;
}

async function completeSignIn(services: SessionServices, tried: AcceptedToken): Promise<SignedIn> {
  const { platform, accessToken, identity } = tried;
  try {
    await savePlatform(platform);
  } catch (error) {
    services.log.warn(`The platform could not be written to the user settings: ${String(error)}`);
  }
  if (tried.applications) services.catalog.prime({ platform, accessToken }, tried.applications);
  const { kept } = await services.session.signIn(platform, accessToken, identity);
  services.log.info(`Signed in to ${platform.gatewayUrl}`);
  notifySignedIn(services, tried, kept);
  return { state: 'signedIn', platform, identity, accessToken };
}

function notifySignedIn(
  { editor: { applications } }: SessionServices,
  { platform, identity, notPermitted, readAs }: AcceptedToken,
  kept: boolean,
): void {
  const signedIn = signedInText(t, platform.name, identity);
  const show = { title: t('Show Applications View'), run: () => applications.reveal() };
  if (notPermitted) {
    // The view also shows the reason and the remedies. But the view can be hidden, so this warning shows the reason
    // too.
    showWarning(t('{0} {1}', signedIn, errorMessage(t, notPermitted.code, notPermitted.facts)), show);
  } else if (!kept) {
    showWarning(
      t(
        '{0} Couldn’t save the token on this computer, so it’s kept only for this session. On Linux, install a keyring such as gnome-keyring to save tokens.',
        signedIn,
      ),
      show,
    );
  } else {
    const texts: Record<typeof readAs, string> = {
      bare: signedIn,
      json: t('{0} The token was read from the pasted JSON.', signedIn),
      header: t('{0} The token was read from the pasted header.', signedIn),
      text: t('{0} The token was read from the pasted text.', signedIn),
    };
    // The view shows who is signed in, so a notification beside the view would only repeat it.
    if (!applications.isVisible() || readAs !== 'bare') showInformation(texts[readAs], show);
  }
}

/**
 * Resolves to the session that a command needs. Starts a sign-in if there is no such session. `platform` is the name or
 * gateway URL of a platform in the settings; without `platform`, the current session is used. Resolves to undefined if
 * the user cancels. Rejects with the code `platformUnknown` if the settings do not contain the platform.
 */
export async function ensureSignedIn(services: SessionServices, platform?: string): Promise<SignedIn | undefined> {
  const current = await services.session.read();
  if (platform === undefined) return current.state === 'signedIn' ? current : signIn(services);

  const wanted = findPlatform(current, platform);
  if (!wanted) throw new PlatformError('platformUnknown', { subject: platform });
  return (await services.session.switchTo(wanted)) ?? signIn(services, wanted);
}

/**
 * Returns the platform with this name or gateway URL, from the session or from the settings; undefined if there is
 * none.
 */
export function findPlatform(current: Session, platform: string): PlatformSetting | undefined {
  // The settings do not contain the current platform if they could not be written at the sign-in.
  const known = [...(current.state === 'signedOut' ? [] : [current.platform]), ...readPlatforms()];
  const gatewayUrl = platform.trim().replace(/\/+$/, '');
  return known.find((candidate) => candidate.name === platform || candidate.gatewayUrl === gatewayUrl);
}
