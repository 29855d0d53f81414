import type { Log } from '../../src/core/http/log.ts';

/** A log that stores its lines. Each line starts with the level, for example `info GET /… 200 3 ms`. */
export interface RecordedLog extends Log {
  readonly lines: string[];
}

export function recordLog(): RecordedLog {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (message: string): void => {
      lines.push(`${level} ${message}`);
    };
  return { lines, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
}
