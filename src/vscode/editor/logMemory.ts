import type { PlatformError } from '../../core/platform/platformError.ts';
import type { LogLine, RememberedError } from '../../texts/diagnosticsText.ts';

/** Enough for the upload that went wrong and what was done before it. */
const maxLines = 200;

/** The end of the log and the last error of this window, for who copies the diagnostics. */
export class LogMemory {
  readonly #lines: LogLine[] = [];
  #lastError: RememberedError | undefined;

  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  get lastError(): RememberedError | undefined {
    return this.#lastError;
  }

  add(level: LogLine['level'], text: string): void {
    this.#lines.push({ at: new Date(), level, text });
    if (this.#lines.length > maxLines) this.#lines.shift();
  }

  /** Codes and ids only: what the platform said may hold a fragment of a token's answer (platform-api.md 7.9). */
  rememberError({ code, facts }: PlatformError): void {
    this.#lastError = { at: new Date(), code, status: facts.status, requestId: facts.requestId };
  }
}
