import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser } from '../editor/harness/launchBrowser.ts';
import { openWorkbench, type WorkbenchOptions } from '../editor/harness/openWorkbench.ts';
import { startServer, type Server, type ServerOptions } from '../editor/harness/startServer.ts';
import { nightly } from '../nightly.ts';
import { startPlatform, type EmbeddedPlatform, type PlatformOptions } from '../platform/startPlatform.ts';
import type { User } from './steps.ts';
import { wordsOf, type Language } from './words.ts';

/** A platform, a VS Code with the packed extension, and a browser: everything an end-to-end test needs. */
export interface Setup {
  platform: EmbeddedPlatform;
  server: Server;
  browser: Browser;
  /** Creates a workspace folder with these files. */
  folder: (files: Readonly<Record<string, string>>) => Promise<string>;
  /** Opens a window. The names of its pictures begin with `name`. */
  open: (name: string, options?: UserOptions) => Promise<User>;
  close: () => Promise<void>;
}

export interface UserOptions extends Pick<WorkbenchOptions, 'folder' | 'theme' | 'beforeLoad'> {
  language?: Language;
  /** For another window of the same user. */
  context?: BrowserContext;
  /** True: pictures are written in every run, not only with PICTURES=1 or in the nightly run. */
  pictures?: boolean;
}

export interface SetupOptions extends Partial<Pick<ServerOptions, 'which' | 'settings' | 'workspaceTrust' | 'env'>> {
  platform?: PlatformOptions;
}

/** Whether all pictures are written: each takes half a second of both cores. The main story always writes its own. */
export const writesPictures = nightly || process.env['PICTURES'] === '1';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The output of `npm run package`: the file that is shipped. */
const vsix = path.join(root, 'dist', 'bkpaas.vsix');

export async function setUp({ platform: platformOptions, ...serverOptions }: SetupOptions = {}): Promise<Setup> {
  const platform = await startPlatform(platformOptions);
  const server = await startServer({ which: editor(), vsix, ...serverOptions });
  const browser = await launchBrowser();
  const folders: string[] = [];
  return {
    platform,
    server,
    browser,
    folder: async (files) => {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-folder-'));
      folders.push(folder);
      for (const [name, text] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
        await writeFile(path.join(folder, name), text);
      }
      return folder;
    },
    open: async (name, { language = 'en', pictures: always = false, ...options } = {}) => {
      const workbench = await openWorkbench({ server, browser, language, ...options });
      const pictures = path.join(root, 'out', 'screenshots');
      await mkdir(pictures, { recursive: true });
      const story = editor() === 'oldest' ? `oldest-${name}` : name;
      let count = 0;
      return {
        workbench,
        platform,
        words: wordsOf(language),
        picture: async (what, subject, pictureOptions) => {
          count += 1;
          const isWritten = always || writesPictures;
          const file = path.join(pictures, `${story}-${String(count).padStart(2, '0')}-${what}.png`);
          await workbench.picture(isWritten ? file : undefined, subject, pictureOptions);
          if (process.env['README_PICTURES'] === '1' && what.startsWith('readme-')) {
            await copyFile(file, path.join(root, 'docs', 'images', `${what.slice('readme-'.length)}-${language}.png`));
          }
        },
      };
    },
    close: async () => {
      await browser.close();
      await server.close();
      await platform.close();
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Returns the extension's log, read from its output channel. */
export function logOf(user: User): string {
  return user.workbench.output('BlueKing PaaS');
}

/**
 * Returns the languages to run a test in: `always`, or both in the nightly run. STORY_LANGUAGE in the environment
 * selects one instead. English is enough if another language shows no other behaviour: the translations have their own
 * tests.
 */
export function languages(always: Language[] = ['en']): Language[] {
  const only = process.env['STORY_LANGUAGE'];
  if (only === 'en' || only === 'zh-cn') return [only];
  return nightly ? ['en', 'zh-cn'] : always;
}

/** Returns the VS Code to test: the newest, or the oldest with STORY_EDITOR=oldest in the environment. */
function editor(): 'oldest' | 'newest' {
  return process.env['STORY_EDITOR'] === 'oldest' ? 'oldest' : 'newest';
}
