import type { Page } from 'playwright-core';
import { quickInputOf } from './quickInput.ts';
import { serveCalls } from './serveCalls.ts';
import type { CallServer } from './serveCalls.ts';

/** Holds the address of the hands in the extension host's environment; unset where there are none. */
export const handsVariable = 'EDITOR_HANDS';

/** What a suite can have done at its own window as a person would: what no API of the editor may do, such as to paste a token. */
export interface Hands {
  /** Waits for the question whose title contains this, puts the text into its box, and presses Enter. */
  answer: (titlePart: string, value: string) => Promise<void>;
  /** Waits until the box says something that contains this, and returns all it says. */
  message: (part: string) => Promise<string>;
  escape: () => Promise<void>;
  waitUntilClosed: () => Promise<void>;
  /** Presses keys wherever the focus is. */
  type: (text: string) => Promise<void>;
}

export interface ServedHands extends CallServer {
  /** Gives them the window; who called before waits for it. */
  take: (page: Page) => void;
}

/** Serves hands for a window that is yet to come, since its extension host must know their address before it starts. */
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
