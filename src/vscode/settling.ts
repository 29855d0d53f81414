import type * as vscode from 'vscode';
import type { UploadRecord } from '../core/operations/uploadRecord.ts';
import { background } from './background.ts';
import type { SessionStore, SignedIn } from './session.ts';

/**
 * The uploads that are being settled in this window. A token that was signed out is not used any more: what is being settled
 * with it stops, and waits for the next sign-in to the same platform.
 */
export class Settling implements vscode.Disposable {
  readonly #session: SessionStore;
  readonly #underWay = new Map<AbortController, SignedIn>();
  readonly #waiting = new Map<string, UploadRecord>();
  readonly #subscription: vscode.Disposable;

  constructor(session: SessionStore) {
    this.#session = session;
    this.#subscription = session.onDidChange(() => {
      background('session', this.#stopSignedOut());
    });
  }

  /** Runs with a signal that is aborted when the session's token is given up, or the window closes. */
  async run<T>(session: SignedIn, settle: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#underWay.set(controller, session);
    try {
      return await settle(controller.signal);
    } finally {
      this.#underWay.delete(controller);
    }
  }

  /** Keeps an upload for the next sign-in to its platform. */
  wait(record: UploadRecord): void {
    this.#waiting.set(record.id, record);
  }

  /** Hands out what waits for this platform, once. */
  takeWaiting({ platform }: SignedIn): UploadRecord[] {
    const taken = [...this.#waiting.values()].filter((record) => record.platform.gatewayUrl === platform.gatewayUrl);
    for (const { id } of taken) this.#waiting.delete(id);
    return taken;
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
