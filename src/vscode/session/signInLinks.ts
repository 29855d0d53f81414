import * as vscode from 'vscode';
import { parseSignInLink, type SignInLink } from '../../core/platform/signInLink.ts';
import { signInLinkDetail, signInLinkProblemText } from '../../texts/signInTexts.ts';
import { confirm, showError, showInformation } from '../editor/notifications.ts';
import { readPlatforms } from '../editor/settings.ts';
import { presentEscaped } from './presentError.ts';
import type { SessionServices } from './sessionServices.ts';
import { signIn, signInWithLink } from './signIn.ts';

const { t } = vscode.l10n;

/**
 * Handles the links that other programs open with `vscode://bkpaas-vscode.bkpaas/…`. The only such link is a sign-in
 * link. Any web page can open one, so nothing is stored or sent before the user has confirmed both hosts, and one link
 * is handled at a time.
 */
export class SignInLinks implements vscode.UriHandler {
  readonly #services: SessionServices;
  #isAsking = false;

  constructor(services: SessionServices) {
    this.#services = services;
  }

  async handleUri({ path, query }: vscode.Uri): Promise<void> {
    if (this.#isAsking) {
      this.#services.log.warn('A sign-in link was ignored, because another one is open');
      return;
    }
    this.#isAsking = true;
    try {
      const parsed = parseSignInLink(path, query);
      if (parsed.ok) await this.#follow(parsed.link);
      else this.#refuse(signInLinkProblemText(t, parsed.problem));
    } catch (error) {
      presentEscaped(this.#services, 'sign-in link', error);
    } finally {
      this.#isAsking = false;
    }
  }

  /** Shows why a link cannot be used. The log gets the same sentence, which has no part of the link. */
  #refuse(sentence: string): void {
    this.#services.log.warn(sentence);
    showError(sentence);
  }

  async #follow(link: SignInLink): Promise<void> {
    const { host } = new URL(link.gatewayUrl);
    const question = t('Sign in to the BlueKing platform at {0}?', host);
    if (!(await confirm(question, signInLinkDetail(t, link), t('Continue')))) return;
    // The settings of a platform that the user already has are the user's own. A link does not change them.
    const known = readPlatforms().find(({ gatewayUrl }) => gatewayUrl === link.gatewayUrl);
    if (!known) {
      await signInWithLink(this.#services, link);
      return;
    }
    const switched = await this.#services.session.switchTo(known);
    if (switched) showInformation(t('You’re signed in to {0}.', known.name));
    else await signIn(this.#services, known);
  }
}
