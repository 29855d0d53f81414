import type { DeploymentLog } from '../../../core/operations/deploy/deploymentLog.ts';
import type { ToPage } from '../../../page/messages.ts';
import { background } from '../../editor/background.ts';

/** Lines, and characters, that one message has at most: what it takes to send it holds nothing up. */
const maxLines = 2000;
const maxCharacters = 256 * 1024;

/**
 * Keeps the log of a page up to date. What changes while a message is on its way is sent with the next one, so that a page
 * that is slow gets fewer and larger messages, and every line once.
 */
export class LogSender {
  readonly #log: () => DeploymentLog | undefined;
  readonly #post: (message: ToPage) => Thenable<boolean>;
  /** How many lines the page has as they are. */
  #sent = 0;
  /** Lines the page has that the log has not any more. */
  #cut = false;
  #running = false;
  #wanted = false;

  constructor(log: () => DeploymentLog | undefined, post: (message: ToPage) => Thenable<boolean>) {
    this.#log = log;
    this.#post = post;
  }

  /** The page has nothing: all is sent. */
  start(): void {
    this.#sent = 0;
    this.#cut = true;
    this.#wanted = true;
    background('log', this.#run());
  }

  /** The page is hidden or gone. */
  stop(): void {
    this.#wanted = false;
  }

  /** From this line on, the log is another. */
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
