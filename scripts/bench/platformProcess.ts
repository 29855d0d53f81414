import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EmbeddedPlatform } from '../../test/platform/startPlatform.ts';

export type PlatformAddresses = Pick<EmbeddedPlatform, 'gatewayUrl' | 'consoleUrl' | 'packagesUrl'>;

/** An embedded platform in a separate process. */
export interface PlatformProcess {
  addresses: PlatformAddresses;
  /** Restores the platform's initial state. Resolves after the state is restored. */
  reset: () => Promise<void>;
  close: () => Promise<void>;
}

/**
 * Starts an embedded platform in a separate process. playwright runs in this process and receives every frame that the
 * window draws. The window draws frames while the extension uploads, but not while curl uploads. A platform in this
 * process would therefore respond more slowly to the extension than to curl.
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
    addresses: (await said()) as PlatformAddresses, // platformMain.ts sends the addresses first
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
