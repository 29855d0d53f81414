import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { findChromium } from './findChromium.ts';

/**
 * Starts the Chromium at `executable`, or the Chromium of `findChromium` if `executable` is undefined. The browser is
 * headless, unless HEADED=1 is in the environment. The caller must close the browser.
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
