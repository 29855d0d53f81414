import type { Log } from '../../src/core/http/log.ts';
import { assertNoSecrets } from '../plantedSecrets.ts';

/** A log that stores its lines. Each line starts with the level, for example `info GET /… 200 3 ms`. */
export interface RecordedLog extends Log {
  readonly lines: string[];
}

/**
 * Returns a log that throws if a line contains a secret of the tests. The caller of the log may catch the error, so
 * `onSecret` also gets it. By default, `onSecret` makes the process exit with code 1.
 */
export function recordLog(onSecret: (error: unknown) => void = failProcess): RecordedLog {
  const lines: string[] = [];
  const keep =
    (level: string) =>
    (message: string): void => {
      lines.push(`${level} ${message}`);
      try {
        assertNoSecrets('the log', message);
      } catch (error) {
        onSecret(error);
        throw error;
      }
    };
  return { lines, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
}

function failProcess(error: unknown): void {
  console.error(error);
  process.on('exit', () => {
    process.exitCode = 1;
  });
}
