import { startPlatform } from '../../test/platform/startPlatform.ts';
import type { PlatformAddresses } from './platformProcess.ts';

/** The other side of platformProcess.ts. Ends when that one closes the channel or is gone. */
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
