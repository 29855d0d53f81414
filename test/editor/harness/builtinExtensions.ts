import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CodeServer } from './installCodeServer.ts';

/** The built-in extensions that the tests need: files and their icons, themes, git, the preview of the guide. */
const needed: ReadonlySet<string> = new Set([
  'configuration-editing',
  'git',
  'git-base',
  'json',
  'log',
  'markdown-basics',
  'markdown-language-features',
  // Starts last: the suite waits for it to detect the end of the start-up.
  'merge-conflict',
  'theme-defaults',
  'theme-modern-icons',
  'theme-seti',
  'yaml',
]);

/**
 * Creates a folder with only the built-in extensions that tests need, beside the installed VS Code. Without the other
 * ninety a window opens in three quarters of the time. The nightly run has them all.
 */
export async function fewBuiltinExtensions({ folder, builtinExtensions }: CodeServer): Promise<string> {
  // The name depends on the list, because the folder of an older list can exist.
  const list = createHash('sha256')
    .update([...needed].join())
    .digest('hex')
    .slice(0, 8);
  const few = path.join(folder, `extensions-${list}`);
  if (existsSync(few)) return few;
  const unfinished = await mkdtemp(`${few}-`);
  try {
    const present = (await readdir(builtinExtensions)).filter((name) => needed.has(name));
    await Promise.all(
      present.map((name) => cp(path.join(builtinExtensions, name), path.join(unfinished, name), { recursive: true })),
    );
    // Another process may have been faster. Its folder is identical.
    await rename(unfinished, few).catch((error: unknown) => {
      if (!existsSync(few)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return few;
}
