import type { Page } from 'playwright-core';
import { quickInputOf } from './quickInput.ts';
import { serveCalls } from './serveCalls.ts';
import type { CallServer } from './serveCalls.ts';

/**
 * The name of the environment variable that gives the extension host the address of `Hands`. The variable is unset in a
 * desktop VS Code, where no `Hands` are served.
 */
export const remoteKeyboardVariable = 'EDITOR_HANDS';

/**
 * Keyboard input that a suite can send to its own window. A suite uses this only where no VS Code API does the same,
 * for example to paste a token into an input box.
 */
export interface Hands {
  /** Waits for the question whose title contains `titlePart`, enters `value` and presses Enter. */
  answer: (titlePart: string, value: string) => Promise<void>;
  /** Waits until the message of the open input box contains `part`, and returns the whole message. */
  message: (part: string) => Promise<string>;
  escape: () => Promise<void>;
  waitUntilClosed: () => Promise<void>;
  /** Types the text into the element that has the focus. */
  type: (text: string) => Promise<void>;
}

export interface RemoteKeyboardServer extends CallServer {
  /** Sets the window that receives the input. A call of `Hands` that arrives earlier waits until the window is set. */
  take: (page: Page) => void;
}

/**
 * Starts to serve `Hands`. Call this before the window opens, because the extension host reads the address of `Hands`
 * from its environment.
 */
export async function serveRemoteKeyboard(): Promise<RemoteKeyboardServer> {
  let take: RemoteKeyboardServer['take'] = () => undefined;
  const page = new Promise<Page>((resolve) => (take = resolve));
  const input = async (): Promise<ReturnType<typeof quickInputOf>> => quickInputOf(await page);
  const hands: Hands = {
    answer: async (titlePart, value) => {
      const box = await input();
      await box.waitForTitle(substringPattern(titlePart));
      await box.fill(value);
      await box.accept();
    },
    message: async (part) => (await input()).waitForMessage(substringPattern(part)),
    escape: async () => (await input()).escape(),
    waitUntilClosed: async () => (await input()).waitUntilClosed(),
    type: async (text) => (await page).keyboard.type(text),
  };
  return { ...(await serveCalls(hands)), take };
}

function substringPattern(part: string): RegExp {
  return new RegExp(part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}
