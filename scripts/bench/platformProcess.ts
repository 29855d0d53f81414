import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EmbeddedPlatform } from '../../test/platform/startPlatform.ts';

export type PlatformAddresses = Pick<EmbeddedPlatform, 'gatewayUrl' | 'consoleUrl' | 'packagesUrl'>;

/** An embedded platform in a process of its own. */
export interface PlatformProcess {
  addresses: PlatformAddresses;
  /** Forgets what was uploaded since the start; resolves when that is done. */
  reset: () => Promise<void>;
  close: () => Promise<void>;
}

/**
 * Starts an embedded platform outside this process: playwright is told of every frame the window receives, and a platform
 * beside it would answer the extension, which has a window, later than curl, which has none.
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
    addresses: (await said()) as PlatformAddresses, // platformMain.ts says nothing else first
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
