import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CodeServer } from './installCodeServer.ts';

/** The built-in extensions that the tests need, for example for file icons, themes, git and the preview of Markdown. */
const neededExtensions: ReadonlySet<string> = new Set([
  'configuration-editing',
  'git',
  'git-base',
  'json',
  'log',
  'markdown-basics',
  'markdown-language-features',
  'merge-conflict',
  'theme-defaults',
  'theme-modern-icons',
  'theme-seti',
  'yaml',
]);

/**
 * Returns a folder that contains only the built-in extensions that the tests need. Creates the folder inside the
 * code-server's folder if it does not exist yet. Without the other ninety built-in extensions, a window opens in three
 * quarters of the time. The nightly run uses all built-in extensions instead.
 */
export async function neededExtensionsFolder({ folder, builtinExtensions }: CodeServer): Promise<string> {
  // The folder's name contains a hash of the list, because a folder for an older list may still exist.
  const list = createHash('sha256')
    .update([...neededExtensions].join())
    .digest('hex')
    .slice(0, 8);
  const few = path.join(folder, `extensions-${list}`);
  if (existsSync(few)) return few;
  const unfinished = await mkdtemp(`${few}-`);
  try {
    const present = (await readdir(builtinExtensions)).filter((name) => neededExtensions.has(name));
    await Promise.all(
      present.map((name) => cp(path.join(builtinExtensions, name), path.join(unfinished, name), { recursive: true })),
    );
    // The rename fails if another process has created the folder in the meantime. That folder has the same content.
    await rename(unfinished, few).catch((error: unknown) => {
      if (!existsSync(few)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return few;
}
