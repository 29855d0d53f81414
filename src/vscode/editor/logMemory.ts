import type { PlatformError } from '../../core/platform/platformError.ts';
import type { LogLine, RememberedError } from '../../texts/diagnosticsText.ts';

/** Maximum number of lines. This is enough for a failed upload and the user's actions before it. */
const maxLines = 200;

/**
 * Keeps the last log lines and the last error of this window for the diagnostics. The lines include those that the
 * output channel does not show because of its log level.
 */
export class LogMemory {
  readonly #lines: LogLine[] = [];
  #lastError: RememberedError | undefined;

  /** The kept log lines, oldest first. */
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

  /**
   * Keeps the code, status and request ID of an error. Does not keep the message, because it can contain a fragment of
   * a token response (platform-api.md 7.9).
   */
  rememberError({ code, facts }: PlatformError): void {
    this.#lastError = { at: new Date(), code, status: facts.status, requestId: facts.requestId };
  }
}
