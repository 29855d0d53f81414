import type { PlatformError } from '../../core/platform/platformError.ts';
import type { LogLine, RememberedError } from '../../texts/diagnosticsText.ts';

/** Enough for a failed upload and what was done before it. */
const maxLines = 200;

/** The last log lines, even if the channel hides them, and the last error of this window, for the diagnostics. */
export class LogMemory {
  readonly #lines: LogLine[] = [];
  #lastError: RememberedError | undefined;

  /** Oldest first. */
  get lines(): readonly LogLine[] {
    return [...this.#lines];
  }

  get lastError(): RememberedError | undefined {
    return this.#lastError;
  }

  add(level: LogLine['level'], text: string): void {
    this.#lines.push({ at: new Date(), level, text });
    if (this.#lines.length > maxLines) this.#lines.shift();
  }

  /** Keeps only codes and ids: the message can contain a fragment of a token response (platform-api.md 7.9). */
  rememberError({ code, facts }: PlatformError): void {
    this.#lastError = { at: new Date(), code, status: facts.status, requestId: facts.requestId };
  }
}
