import type { Page } from 'playwright-core';
import { quickInputOf } from './quickInput.ts';
import { serveCalls } from './serveCalls.ts';
import type { CallServer } from './serveCalls.ts';

/** The environment variable of the extension host with the address of the `Hands`. Unset if there are none. */
export const handsVariable = 'EDITOR_HANDS';

/**
 * Input that a suite triggers in its own window as the user would, where no VS Code API allows it, for example to paste
 * a token.
 */
export interface Hands {
  /** Waits for the question whose title contains this, enters the text and presses Enter. */
  answer: (titlePart: string, value: string) => Promise<void>;
  /** Waits until the box's message contains this, and returns the whole message. */
  message: (part: string) => Promise<string>;
  escape: () => Promise<void>;
  waitUntilClosed: () => Promise<void>;
  /** Types into whatever has the focus. */
  type: (text: string) => Promise<void>;
}

export interface ServedHands extends CallServer {
  /** Sets the window. Earlier calls wait for it. */
  take: (page: Page) => void;
}

/** Serves `Hands` before their window opens, because its extension host must know their address when it starts. */
export async function serveHands(): Promise<ServedHands> {
  let take: ServedHands['take'] = () => undefined;
  const page = new Promise<Page>((resolve) => (take = resolve));
  const input = async (): Promise<ReturnType<typeof quickInputOf>> => quickInputOf(await page);
  const hands: Hands = {
    answer: async (titlePart, value) => {
      const box = await input();
      await box.waitForTitle(containing(titlePart));
      await box.fill(value);
      await box.accept();
    },
    message: async (part) => (await input()).waitForMessage(containing(part)),
    escape: async () => (await input()).escape(),
    waitUntilClosed: async () => (await input()).waitUntilClosed(),
    type: async (text) => (await page).keyboard.type(text),
  };
  return { ...(await serveCalls(hands)), take };
}

function containing(part: string): RegExp {
  return new RegExp(part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}
