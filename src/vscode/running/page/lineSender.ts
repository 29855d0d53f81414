import type { LinesChange, LogLine } from '../../../core/operations/running/logLines.ts';
import type { LabelledLine, ToLogPage } from '../../../page/messages.ts';
import { background } from '../../editor/background.ts';
import { lineLabel } from '../logText.ts';

/** Maximum number of lines in one message. Drawing a larger message would block the page. */
const maxLinesPerMessage = 1000;
/** Maximum number of characters in a message that `#run` sends, unless the message has only one line. */
const maxCharactersPerMessage = 256 * 1024;

interface LineSource {
  readonly lineCount: number;
  lines: (start: number, count: number) => LogLine[];
}

/**
 * Sends the lines of an application's log to its page. The newest lines go first, because the page shows the end of the
 * log. When lines change, the page is updated immediately if it already has these lines.
 */
export class LineSender {
  readonly #lines: () => LineSource | undefined;
  readonly #post: (message: ToLogPage) => Thenable<boolean>;
  /** Index of the first line that the page has; undefined while the page is hidden or closed. */
  #from: number | undefined;
  #isRunning = false;

  constructor(lines: () => LineSource | undefined, post: (message: ToLogPage) => Thenable<boolean>) {
    this.#lines = lines;
    this.#post = post;
  }

  /** Removes the lines that the page has, and sends all lines. */
  start(): void {
    this.#from = this.#lines()?.lineCount ?? 0;
    this.#send({ kind: 'splice', at: 0, removed: Number.MAX_SAFE_INTEGER, lines: [] });
    background('log', this.#run());
  }

  /** Stops sending. Called when the page is hidden or closed. */
  stop(): void {
    this.#from = undefined;
  }

  /**
   * Tells the page about changed lines that it already has. Changes to lines that the page does not have yet are not
   * sent, because `#run` sends the new text of these lines later.
   */
  changed({ at, removed, lines }: LinesChange): void {
    const from = this.#from;
    if (from === undefined) return;
    if (at >= from) {
      for (const message of spliceMessages(at - from, removed, lines)) this.#send(message);
      return;
    }
    const known = Math.max(0, at + removed - from);
    if (known > 0) this.#send({ kind: 'splice', at: 0, removed: known, lines: [] });
    this.#from = known > 0 ? at + lines.length : from + lines.length - removed;
    background('log', this.#run());
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (;;) {
        const log = this.#lines();
        if (!log || this.#from === undefined || this.#from === 0) return;
        const start = Math.max(0, this.#from - maxLinesPerMessage);
        const lines = lastChunk(log.lines(start, this.#from - start));
        this.#from -= lines.length;
        await this.#post({ kind: 'splice', at: 0, removed: 0, lines: lines.map(toLabelledLine) });
      }
    } finally {
      this.#isRunning = false;
    }
  }

  #send(message: ToLogPage): void {
    background('log', this.#post(message));
  }
}

function spliceMessages(at: number, removed: number, lines: readonly LogLine[]): ToLogPage[] {
  const messages: ToLogPage[] = [{ kind: 'splice', at, removed, lines: [] }];
  for (let start = 0; start < lines.length; start += maxLinesPerMessage) {
    const part = lines.slice(start, start + maxLinesPerMessage).map(toLabelledLine);
    messages.push({ kind: 'splice', at: at + start, removed: 0, lines: part });
  }
  // Merges the removal with the first lines, so that a change of few lines needs only one message.
  const [first, second, ...others] = messages;
  if (first?.kind !== 'splice' || second?.kind !== 'splice') return messages;
  return [{ ...second, removed: first.removed }, ...others];
}

/** Returns as many of the last lines as fit into a message, but at least one line. */
function lastChunk(lines: readonly LogLine[]): readonly LogLine[] {
  let characters = 0;
  const last = lines.findLastIndex(({ text }) => (characters += text.length) > maxCharactersPerMessage);
  return last < 0 ? lines : lines.slice(Math.min(last + 1, lines.length - 1));
}

function toLabelledLine(line: LogLine): LabelledLine {
  const { text, marks, gapBefore } = line;
  return {
    text,
    label: lineLabel(line),
    ...(marks.length > 0 ? { marks: marks.map(({ start, end }) => [start, end] as const) } : {}),
    ...(gapBefore ? { gap: true } : {}),
  };
}
