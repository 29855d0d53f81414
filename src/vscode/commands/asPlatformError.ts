import { PlatformError } from '../../core/platform/platformError.ts';
import type { SessionServices } from './sessionServices.ts';

/** Wraps an unexpected error so that it can be shown. A fault of this extension is logged with its stack. */
export function asPlatformError({ log }: Pick<SessionServices, 'log'>, source: string, error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  log.error(`${source}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return new PlatformError('extensionFault', { cause: error });
}
