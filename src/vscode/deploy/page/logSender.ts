import type { DeploymentLog } from '../../../core/operations/deploy/deploymentLog.ts';
import type { ToPage } from '../../../page/messages.ts';
import { background } from '../../editor/background.ts';

/** The most lines and characters in one message, so that sending one does not block. */
const maxLines = 2000;
const maxCharacters = 256 * 1024;

/**
 * Keeps the log of a page up to date. Changes during a message are sent with the next one, so a slow page gets fewer
 * and larger messages, and every line once.
 */
export class LogSender {
  readonly #log: () => DeploymentLog | undefined;
  readonly #post: (message: ToPage) => Thenable<boolean>;
  /** How many lines the page has that are up to date. */
  #sent = 0;
  /** Whether the page has lines that the log no longer has. */
  #cut = false;
  #running = false;
  #wanted = false;

  constructor(log: () => DeploymentLog | undefined, post: (message: ToPage) => Thenable<boolean>) {
    this.#log = log;
    this.#post = post;
  }

  /** Sends the whole log, because the page is empty. */
  start(): void {
    this.#sent = 0;
    this.#cut = true;
    this.#wanted = true;
    background('log', this.#run());
  }

  /** Stops sending, because the page is hidden or closed. */
  stop(): void {
    this.#wanted = false;
  }

  /** Sends the log from line `from` on, which changed. */
  changed(from: number): void {
    if (from < this.#sent) {
      this.#sent = from;
      this.#cut = true;
    }
    background('log', this.#run());
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (;;) {
        const log = this.#log();
        if (!this.#wanted || !log || (this.#sent >= log.lineCount && !this.#cut)) return;
        const lines = piece(log.lines(this.#sent, maxLines));
        const message: ToPage = { kind: 'log', from: this.#sent, lines };
        this.#sent += lines.length;
        this.#cut = false;
        await this.#post(message);
      }
    } finally {
      this.#running = false;
    }
  }
}

function piece(lines: readonly string[]): readonly string[] {
  let characters = 0;
  const end = lines.findIndex((line) => (characters += line.length) > maxCharacters);
  return end < 0 ? lines : lines.slice(0, Math.max(1, end));
}
