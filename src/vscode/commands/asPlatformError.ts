import { PlatformError } from '../../core/platform/platformError.ts';
import type { Services } from './services.ts';

/** What escaped a command, as an error that has a sentence. A fault of this extension is logged with its stack. */
export function asPlatformError({ log }: Pick<Services, 'log'>, command: string, error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  log.error(`${command}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return new PlatformError('extensionFault', { cause: error });
}
