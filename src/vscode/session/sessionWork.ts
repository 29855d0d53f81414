import type * as vscode from 'vscode';
import { background } from '../editor/background.ts';
import type { SessionStore, SignedIn } from './session.ts';

/** Background work that uses the session's token. It stops when the user signs out or the window closes. */
export class SessionWork implements vscode.Disposable {
  readonly #session: SessionStore;
  readonly #underWay = new Map<AbortController, SignedIn>();
  readonly #subscription: vscode.Disposable;

  constructor(session: SessionStore) {
    this.#session = session;
    this.#subscription = session.onDidChange(() => {
      background('session', this.#stopSignedOut());
    });
  }

  /** Runs work whose signal is aborted when the token is deleted, replaced or rejected, or the window closes. */
  async run<T>(session: SignedIn, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#underWay.set(controller, session);
    try {
      // A notification's button may come long after the sign-out.
      if (!(await this.#session.stillHas(session))) controller.abort();
      return await work(controller.signal);
    } finally {
      this.#underWay.delete(controller);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const controller of this.#underWay.keys()) controller.abort();
  }

  async #stopSignedOut(): Promise<void> {
    for (const [controller, session] of this.#underWay) {
      if (!(await this.#session.stillHas(session))) controller.abort();
    }
  }
}
