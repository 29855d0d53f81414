import type * as vscode from 'vscode';
import { showError } from '../editor/notifications.ts';
import { presentUnhandledError } from './presentError.ts';
import type { SessionServices } from './sessionServices.ts';

/** At most `most` links are followed in `withinMs` milliseconds, because a web page could open links without end. */
const [most, withinMs] = [10, 60_000];

/** Follows a link. Asks the user before it sends or stores anything. Resolves after the user has answered. */
export type LinkFollower = (uri: vscode.Uri) => Promise<void>;

/**
 * Handles the links that other programs open with `vscode://bkpaas-vscode.bkpaas/…`. Any web page can open such a link.
 * So only one link is handled at a time, and the number of links in a minute is limited. `paths` contains the followers
 * for certain paths, such as `/upload`. `otherwise` follows all other links.
 */
export class LinkHandler implements vscode.UriHandler {
  readonly #services: SessionServices;
  readonly #paths: Readonly<Record<string, LinkFollower>>;
  readonly #otherwise: LinkFollower;
  readonly #now: () => number;
  #isAsking = false;
  #followedAt: number[] = [];

  constructor(
    services: SessionServices,
    paths: Readonly<Record<string, LinkFollower>>,
    otherwise: LinkFollower,
    now: () => number = Date.now,
  ) {
    this.#services = services;
    this.#paths = paths;
    this.#otherwise = otherwise;
    this.#now = now;
  }

  async handleUri(uri: vscode.Uri): Promise<void> {
    const { log } = this.#services;
    if (this.#isAsking) {
      log.warn('A link was ignored, because another one is open');
      return;
    }
    const now = this.#now();
    this.#followedAt = this.#followedAt.filter((at) => at > now - withinMs);
    if (this.#followedAt.length >= most) {
      log.warn(`A link was ignored, because ${most} links were opened within a minute`);
      return;
    }
    this.#followedAt.push(now);
    this.#isAsking = true;
    try {
      const path = uri.path.replace(/\/+$/, '');
      const follow = Object.hasOwn(this.#paths, path) ? this.#paths[path] : undefined;
      await (follow ?? this.#otherwise)(uri);
    } catch (error) {
      presentUnhandledError(this.#services, 'link', error);
    } finally {
      this.#isAsking = false;
    }
  }
}

/**
 * Shows and logs a sentence that says why a link cannot be used. The sentence must not quote the link, which can
 * contain a secret.
 */
export function showLinkProblem({ log }: SessionServices, sentence: string): void {
  log.warn(sentence);
  showError(sentence);
}
