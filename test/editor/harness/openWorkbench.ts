import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from './launchBrowser.ts';
import type { Server } from './startServer.ts';
import { driveWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

export interface WorkbenchOptions {
  server: Server;
  /** The Chromium to start if no browser is given. */
  chromium?: string;
  /** A running browser for the window. It can serve several windows and stays open. */
  browser?: Browser;
  /** Another window's context, for a second window of the same user: both share secrets and state. */
  context?: BrowserContext;
  folder?: string;
  workspaceFile?: string;
  language?: 'en' | 'zh-cn';
  /** Default dark. */
  theme?: 'light' | 'dark' | 'hc';
  /** Pairs passed to VS Code in the window's address, for example which tests to run. Needs a server started with `extensionTests`. */
  payload?: [string, string][];
  /** False denies the window access to the clipboard. Default true. */
  clipboard?: boolean;
  viewport?: { width: number; height: number };
  /** Called with the new page before it loads anything. */
  beforeLoad?: (page: Page) => Promise<void>;
}

/**
 * Opens a VS Code window in a browser and waits until it is restored and the commands and views of its extensions are
 * available. Takes about 6 s. Rejects if it is not ready after a minute.
 */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const ownBrowser = (options.browser ?? options.context) ? undefined : await launchBrowser(options.chromium);
  let context = options.context;
  try {
    context ??= await newUser(options.browser ?? requireBrowser(ownBrowser), options);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    // VS Code asks before a window with unsaved files closes: confirm.
    page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
    await options.beforeLoad?.(page);
    await page.goto(addressOf(options), { timeout: 60_000 });
    const waitUntilReady = (): Promise<void> => restored(page);
    await waitUntilReady();
    const ownContext = options.context === undefined ? context : undefined;
    return driveWorkbench({
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

/** Creates a context: one user with their own secrets, state, language and theme. */
async function newUser(browser: Browser, options: WorkbenchOptions): Promise<BrowserContext> {
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
  if (options.language === 'zh-cn') await speakChinese(context, options.server.origin);
  return context;
}

/**
 * Keeps secrets over reloads. VS Code encrypts them with a key: the browser stores one half, `/mint-key` returns the
 * other. The bare server has no such address, so every reload would lose every secret. The page itself answers, because
 * a Playwright route would disable the browser's cache, and each load of the window would read and compile 19 MB again.
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
 * Sets the language to Chinese. No language pack can be installed here: the workbench stays English, but extensions get
 * Chinese as their language and show it.
 */
async function speakChinese(context: BrowserContext, origin: string): Promise<void> {
  await context.addCookies([{ name: 'vscode.nls.locale', value: 'zh-cn', url: origin }]);
  await context.addInitScript({
    content: `try { localStorage.setItem('vscode.nls.locale', 'zh-cn'); } catch { /* A frame without storage. */ }
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

/** Returns the path part of a file's URI: `/home/me` stays, `C:\me` becomes `/c:/me`. */
export function asUriPath(file: string): string {
  const absolute = path.resolve(file).replaceAll('\\', '/');
  return absolute.startsWith('/') ? absolute : `/${absolute}`;
}

/** Waits for VS Code's performance marks of its start. Both are set in 1.112 and in 1.139. */
async function restored(page: Page): Promise<void> {
  await page.waitForFunction(
    `['code/LifecyclePhase/Restored', 'code/didLoadExtensions'].every((name) => performance.getEntriesByName(name).length > 0)`,
    undefined,
    { timeout: 60_000 },
  );
  await page.locator('.monaco-workbench .part.statusbar').waitFor();
}
