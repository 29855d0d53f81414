import { parseArgs } from 'node:util';
import { demoTokens } from './seedDemo.ts';
import { startPlatform } from './startPlatform.ts';

const { values } = parseArgs({ options: { port: { type: 'string' } } });
const platform = await startPlatform({ port: Number(values.port ?? 0) });
console.log(`Gateway:  ${platform.gatewayUrl}`);
console.log(`Console:  ${platform.consoleUrl}`);
console.log(`Packages: ${platform.packagesUrl}/demo-app-1.0.3.tar.gz`);
console.log(`Token:    ${demoTokens.admin}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void platform.close();
  });
}
