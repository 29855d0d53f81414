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

/** Everything that an end-to-end test needs: a platform, a VS Code with the packed extension, and a browser. */
export interface Setup {
  platform: EmbeddedPlatform;
  server: Server;
  browser: Browser;
  /**
   * Creates a workspace folder with these files and returns the folder's path. The files' texts are keyed by relative
   * path.
   */
  folder: (files: Readonly<Record<string, string>>) => Promise<string>;
  /** Opens a window. The file names of the window's pictures contain `name`. */
  open: (name: string, options?: UserOptions) => Promise<User>;
  close: () => Promise<void>;
}

export interface UserOptions extends Pick<WorkbenchOptions, 'folder' | 'theme' | 'beforeLoad'> {
  language?: Language;
  /** The browser context of another window, so that the new window belongs to the same user. */
  context?: BrowserContext;
  /**
   * If true, pictures are written in every run. If false (the default), pictures are written only if `writesPictures`
   * is true.
   */
  pictures?: boolean;
}

export interface SetupOptions extends Partial<Pick<ServerOptions, 'which' | 'settings' | 'workspaceTrust' | 'env'>> {
  platform?: PlatformOptions;
}

/**
 * True if every test writes its pictures. If false, only the main story (story.ts) writes its pictures, because each
 * picture keeps two cores busy for half a second.
 */
export const writesPictures = nightly || process.env['PICTURES'] === '1';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The path of the VSIX that `npm run package` made. This is the file that is shipped. */
const vsix = path.join(root, 'dist', 'bkpaas.vsix');

export async function setUp({ platform: platformOptions, ...serverOptions }: SetupOptions = {}): Promise<Setup> {
  const platform = await startPlatform(platformOptions);
  const server = await startServer({ which: editorVersion(), vsix, ...serverOptions });
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
      const story = editorVersion() === 'oldest' ? `oldest-${name}` : name;
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

/** Returns the text of the extension's log, which is an output channel. */
export function logOf(user: User): string {
  return user.workbench.output('BlueKing PaaS');
}

/**
 * Returns the languages to run a test in: both languages in the nightly run, otherwise English. STORY_LANGUAGE in the
 * environment selects a single language instead. English is enough otherwise, because the extension behaves alike in
 * both languages, and other tests check the translations.
 */
export function languagesToTest(): Language[] {
  const only = process.env['STORY_LANGUAGE'];
  if (only === 'en' || only === 'zh-cn') return [only];
  return nightly ? ['en', 'zh-cn'] : ['en'];
}

/** Returns the VS Code to test: the oldest with STORY_EDITOR=oldest in the environment, otherwise the newest. */
function editorVersion(): 'oldest' | 'newest' {
  return process.env['STORY_EDITOR'] === 'oldest' ? 'oldest' : 'newest';
}
