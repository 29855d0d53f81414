import type { DeploymentLog } from '../../../core/operations/deploy/deploymentLog.ts';
import type { ToPage } from '../../../page/messages.ts';
import { background } from '../../editor/background.ts';

/** Maximum number of lines in one message. A larger message would block the extension host while it is sent. */
const maxLinesPerMessage = 2000;
/** Maximum number of characters in one message, unless the first line alone is longer. */
const maxCharactersPerMessage = 256 * 1024;

/**
 * Sends a log and its changes to the page, one message at a time. A change that occurs while a message is being sent
 * goes into the next message, so a slow page gets fewer and larger messages.
 */
export class LogSender {
  readonly #log: () => DeploymentLog | undefined;
  readonly #post: (message: ToPage) => Thenable<boolean>;
  /** Number of lines at the start of the log that the page has and that have not changed since. */
  #sent = 0;
  /**
   * Whether the page may show outdated lines after the first `#sent` lines. When the page receives a message, the
   * page deletes its lines from the message's `from` on. So while `#cut` is true, the next message is sent even if it
   * has no lines.
   */
  #cut = false;
  #running = false;
  #wanted = false;

  constructor(log: () => DeploymentLog | undefined, post: (message: ToPage) => Thenable<boolean>) {
    this.#log = log;
    this.#post = post;
  }

  /** Sends the whole log and then its changes. Called when the page is empty. */
  start(): void {
    this.#sent = 0;
    this.#cut = true;
    this.#wanted = true;
    background('log', this.#run());
  }

  /** Stops sending. Called when the page is hidden or closed. */
  stop(): void {
    this.#wanted = false;
  }

  /** Sends the log from line `from` on. Called when the log has changed from this line on. */
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
        const lines = firstChunk(log.lines(this.#sent, maxLinesPerMessage));
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

function firstChunk(lines: readonly string[]): readonly string[] {
  let characters = 0;
  const end = lines.findIndex((line) => (characters += line.length) > maxCharactersPerMessage);
  return end < 0 ? lines : lines.slice(0, Math.max(1, end));
}
