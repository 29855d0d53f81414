import * as vscode from 'vscode';
import { parseSignInLink, type SignInLink } from '../../core/platform/signInLink.ts';
import { signInLinkDetail, signInLinkProblemText } from '../../texts/signInTexts.ts';
import { askConfirmation, showInformation } from '../editor/notifications.ts';
import { readPlatforms } from '../editor/settings.ts';
import { showLinkProblem } from './links.ts';
import type { SessionServices } from './sessionServices.ts';
import { signIn, signInWithLink } from './signIn.ts';

const { t } = vscode.l10n;

/**
 * Follows a sign-in link. If the link is invalid, shows why. Nothing is stored or sent before the user has confirmed
 * the hosts of the gateway and the console.
 */
export async function followSignInLink(services: SessionServices, { path, query }: vscode.Uri): Promise<void> {
  const parsed = parseSignInLink(path, query);
  if (parsed.ok) await confirmAndSignIn(services, parsed.link);
  else showLinkProblem(services, signInLinkProblemText(t, parsed.problem));
}

async function confirmAndSignIn(services: SessionServices, link: SignInLink): Promise<void> {
  const { host } = new URL(link.gatewayUrl);
  const question = t('Sign in to the BlueKing platform at {0}?', host);
  if (!(await askConfirmation(question, signInLinkDetail(t, link), t('Continue')))) return;
  // A link does not change the settings of a platform that the user already has.
  const known = readPlatforms().find(({ gatewayUrl }) => gatewayUrl === link.gatewayUrl);
  if (!known) {
    await signInWithLink(services, link);
    return;
  }
  const switched = await services.session.switchTo(known);
  if (switched) showInformation(t('You’re signed in to {0}.', known.name));
  else await signIn(services, known);
}
