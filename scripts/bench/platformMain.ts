import { startPlatform } from '../../test/platform/startPlatform.ts';
import type { PlatformAddresses } from './platformProcess.ts';

/**
 * This module runs an embedded platform in a child process of platformProcess.ts. The child process ends when the
 * parent process disconnects or exits. Each message from the parent process resets the platform.
 */
const platform = await startPlatform();
process.on('message', () => {
  void platform.settled().then(() => {
    platform.reset();
    process.send?.('done');
  });
});
process.once('disconnect', () => void platform.close());
const { gatewayUrl, consoleUrl, packagesUrl } = platform;
process.send?.({ gatewayUrl, consoleUrl, packagesUrl } satisfies PlatformAddresses);
