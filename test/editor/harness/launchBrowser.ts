import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { findChromium } from './findChromium.ts';

/**
 * Starts a Chromium without a window; HEADED=1 in the environment shows it. The caller closes it. `executable` is the
 * one to start, otherwise one is found or installed.
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
