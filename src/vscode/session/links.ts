import type * as vscode from 'vscode';
import { showError } from '../editor/notifications.ts';
import { presentEscaped } from './presentError.ts';
import type { SessionServices } from './sessionServices.ts';

/** At most `most` links are followed in `withinMs` milliseconds. A page could open one after the other. */
const [most, withinMs] = [10, 60_000];

/** Follows the links of one path. Resolves when its questions are answered. Asks before it sends or stores anything. */
export type LinkFollower = (uri: vscode.Uri) => Promise<void>;

/**
 * Handles the links that other programs open with `vscode://bkpaas-vscode.bkpaas/…`. Any web page can open one, so one
 * link is handled at a time, and only some in a minute. `paths` has a follower for a path, such as `/upload`. All other
 * links go to `otherwise`.
 */
export class Links implements vscode.UriHandler {
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
      presentEscaped(this.#services, 'link', error);
    } finally {
      this.#isAsking = false;
    }
  }
}

/** Shows why a link cannot be used. The log gets the same sentence, which has no part of the link. */
export function refuseLink({ log }: SessionServices, sentence: string): void {
  log.warn(sentence);
  showError(sentence);
}
