import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { findChromium } from './findChromium.ts';

/**
 * Starts a headless Chromium; HEADED=1 in the environment shows its window. The caller closes it. Without `executable`,
 * finds a Chromium or installs one.
 */
export async function launchBrowser(executable?: string): Promise<Browser> {
  return chromium.launch({
    executablePath: executable ?? (await findChromium()),
    headless: process.env['HEADED'] !== '1',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
