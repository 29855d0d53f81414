import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EmbeddedPlatform } from '../../test/platform/startPlatform.ts';

export type PlatformAddresses = Pick<EmbeddedPlatform, 'gatewayUrl' | 'consoleUrl' | 'packagesUrl'>;

/** An embedded platform in a separate process. */
export interface PlatformProcess {
  addresses: PlatformAddresses;
  /** Restores the state at the start; resolves when that is done. */
  reset: () => Promise<void>;
  close: () => Promise<void>;
}

/**
 * Starts an embedded platform outside this process. playwright receives every frame of the window, so a platform in the
 * same process would respond later to the extension, which has a window, than to curl, which has none.
 */
export async function startPlatformProcess(): Promise<PlatformProcess> {
  const child = fork(fileURLToPath(new URL('platformMain.ts', import.meta.url)));
  const said = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const onExit = (): void => {
        reject(new Error('the platform’s process ended'));
      };
      child.once('exit', onExit);
      child.once('message', (message) => {
        child.off('exit', onExit);
        resolve(message);
      });
    });
  return {
    addresses: (await said()) as PlatformAddresses, // platformMain.ts sends nothing else first
    reset: async () => {
      const done = said();
      child.send('reset');
      await done;
    },
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      await gone;
    },
  };
}
