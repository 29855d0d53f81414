import type * as vscode from 'vscode';
import { background } from './background.ts';

/**
 * Runs a poll on request. Repeats the poll every `everyMs` milliseconds as long as the poll resolves to true. Polls
 * never overlap.
 */
export class Poller implements vscode.Disposable {
  readonly #source: string;
  readonly #everyMs: number;
  readonly #poll: () => Promise<boolean>;
  #last: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  /** `source` is the name of the poll in the log if the poll throws. */
  constructor(source: string, everyMs: number, poll: () => Promise<boolean>) {
    this.#source = source;
    this.#everyMs = everyMs;
    this.#poll = poll;
  }

  /** Polls now. If a poll is in progress, waits for its end first. */
  now(): void {
    clearTimeout(this.#timer);
    const run = this.#last.then(() => this.#run());
    background(this.#source, run);
    // A poll that throws must not prevent the next polls.
    this.#last = run.catch(() => undefined);
  }

  /** Polls after `everyMs` milliseconds. */
  later(): void {
    clearTimeout(this.#timer);
    if (this.#disposed) return;
    this.#timer = setTimeout(() => {
      this.now();
    }, this.#everyMs);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    if (!this.#disposed && (await this.#poll())) this.later();
  }
}
