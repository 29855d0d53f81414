import type * as vscode from 'vscode';
import { background } from '../editor/background.ts';
import type { SessionStore, SignedIn } from './session.ts';

/** Background work that uses a session's token. The work is stopped when the user signs out or the window closes. */
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

  /**
   * Runs work with a signal. The signal is aborted when the session's token is deleted, replaced or rejected, and when
   * the window closes.
   */
  async run<T>(session: SignedIn, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#underWay.set(controller, session);
    try {
      // The button of an old notification can start work after the user has signed out. Such work gets an aborted
      // signal.
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
