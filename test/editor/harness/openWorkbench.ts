import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './launchBrowser.ts';
import type { Server } from './startServer.ts';
import { createWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

export interface WorkbenchOptions {
  server: Server;
  /** The path of the Chromium to start if neither `browser` nor `context` is given. */
  chromium?: string;
  /**
   * A running browser for the window. The browser stays open when the window closes, so several windows can use one
   * browser.
   */
  browser?: Browser;
  /**
   * The browser context of another window. The new window then belongs to the same user and shares secrets and state
   * with the other window.
   */
  context?: BrowserContext;
  folder?: string;
  workspaceFile?: string;
  language?: 'en' | 'zh-cn';
  /** The default is `dark`. `hc` is high contrast. */
  theme?: 'light' | 'dark' | 'hc';
  /**
   * Name-value pairs that VS Code reads from the window's address, for example the path of the test suite. The server
   * must have been started with `extensionTests`.
   */
  payload?: [string, string][];
  /** If false, the window has no access to the clipboard. The default is true. */
  clipboard?: boolean;
  viewport?: { width: number; height: number };
  /** A function that gets the new page before the page loads anything. */
  beforeLoad?: (page: Page) => Promise<void>;
}

/**
 * Opens a VS Code window in a browser and waits until the window is restored and the commands and views of its
 * extensions are available. Takes about 6 s. Rejects if the window is not ready after a minute.
 */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const ownBrowser = (options.browser ?? options.context) ? undefined : await launchBrowser(options.chromium);
  let context = options.context;
  try {
    context ??= await createUserContext(options.browser ?? requireBrowser(ownBrowser), options);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    // When a window with unsaved files closes, VS Code asks in a dialog whether to leave the page. This accepts the
    // dialog.
    page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
    await options.beforeLoad?.(page);
    await page.goto(addressOf(options), { timeout: 60_000 });
    const waitUntilReady = (): Promise<void> => waitUntilRestored(page);
    await waitUntilReady();
    const ownContext = options.context === undefined ? context : undefined;
    return createWorkbench({
      page,
      context,
      server: options.server,
      waitUntilReady,
      close: async () => {
        await page.close();
        await ownContext?.close();
        await ownBrowser?.close();
      },
    });
  } catch (error) {
    await ownBrowser?.close();
    throw error;
  }
}

function requireBrowser(browser: Browser | undefined): Browser {
  if (browser === undefined) throw new Error('Neither a browser nor a context to open the window in.');
  return browser;
}

/** Creates a browser context, which is one user with separate secrets, state, language and theme. */
async function createUserContext(browser: Browser, options: WorkbenchOptions): Promise<BrowserContext> {
  const theme = options.theme ?? 'dark';
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    colorScheme: theme === 'light' ? 'light' : 'dark',
    forcedColors: theme === 'hc' ? 'active' : 'none',
    reducedMotion: 'reduce',
    locale: options.language === 'zh-cn' ? 'zh-CN' : 'en-US',
    permissions: options.clipboard === false ? [] : ['clipboard-read', 'clipboard-write'],
  });
  await keepSecrets(context, options.server.origin);
  if (options.language === 'zh-cn') await setChineseLanguage(context, options.server.origin);
  return context;
}

/**
 * Makes secrets survive a reload. VS Code encrypts secrets with a key of two halves: the browser stores the first half,
 * and `/mint-key` of the server returns the second half. VS Code's own server has no `/mint-key`, so every reload would
 * lose all secrets. This answers `/mint-key` with a script inside the page, because a Playwright route would disable
 * the browser's cache. Without the cache, each load of the window would read and compile 19 MB again.
 */
async function keepSecrets(context: BrowserContext, origin: string): Promise<void> {
  await context.addCookies([{ name: 'vscode-secret-key-path', value: '/mint-key', url: origin }]);
  await context.addInitScript({
    content: `{
      const { fetch } = globalThis;
      globalThis.fetch = (resource, options) =>
        String(resource).endsWith('/mint-key') ? Promise.resolve(new Response(new Uint8Array(32).fill(7))) : fetch(resource, options);
    }`,
  });
}

/**
 * Sets the language to Chinese. The workbench stays English, because no language pack can be installed here. Extensions
 * show Chinese, because `vscode.env.language` is Chinese.
 */
async function setChineseLanguage(context: BrowserContext, origin: string): Promise<void> {
  await context.addCookies([{ name: 'vscode.nls.locale', value: 'zh-cn', url: origin }]);
  await context.addInitScript({
    content: `try { localStorage.setItem('vscode.nls.locale', 'zh-cn'); } catch { /* This frame has no storage. */ }
      globalThis._VSCODE_NLS_LANGUAGE = 'zh-cn';`,
  });
}

function addressOf({ server, folder, workspaceFile, payload }: WorkbenchOptions): string {
  const address = new URL('/', server.origin);
  if (folder !== undefined) address.searchParams.set('folder', asUriPath(folder));
  else if (workspaceFile !== undefined) address.searchParams.set('workspace', asUriPath(workspaceFile));
  else address.searchParams.set('ew', 'true');
  if (payload !== undefined) address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}

/** Returns the path part of a file's URI: `/home/me` stays unchanged, `C:\me` becomes `/C:/me`. */
export function asUriPath(file: string): string {
  const absolute = path.resolve(file).replaceAll('\\', '/');
  return absolute.startsWith('/') ? absolute : `/${absolute}`;
}

/**
 * Waits until VS Code has set two performance marks at the end of the start-up, and until the status bar is there. VS
 * Code 1.112 and 1.139 set both marks.
 */
async function waitUntilRestored(page: Page): Promise<void> {
  await page.waitForFunction(
    `['code/LifecyclePhase/Restored', 'code/didLoadExtensions'].every((name) => performance.getEntriesByName(name).length > 0)`,
    undefined,
    { timeout: 60_000 },
  );
  await page.locator('.monaco-workbench .part.statusbar').waitFor();
}
