import { startPlatform } from '../../test/platform/startPlatform.ts';
import type { PlatformAddresses } from './platformProcess.ts';

/** The child process of platformProcess.ts. Ends when the parent closes the channel or exits. */
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
