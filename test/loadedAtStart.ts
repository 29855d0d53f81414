import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Returns the names of the files in `dist` that are loaded together with `extension.cjs` or `start-*.cjs`. A window
 * loads `start-*.cjs` only if it needs the extension.
 */
export function filesLoadedAtStart(dist: string): Set<string> {
  const start = readdirSync(dist).find((name) => /^start-\w+\.cjs$/.test(name));
  if (start === undefined) throw new Error(`no start-*.cjs in ${dist}`);
  return new Set([...filesLoadedWith(dist, 'extension.cjs'), ...filesLoadedWith(dist, start)]);
}

/**
 * Returns the names of the files in `dist` that are loaded together with `entry`: this file and the files that it
 * requires, directly or indirectly. Leaves out files that the sources load with `import()`, which esbuild compiles to
 * `() => require(…)`.
 */
export function filesLoadedWith(dist: string, entry: string): Set<string> {
  const names = new Set<string>();
  const load = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    const text = readFileSync(path.join(dist, name), 'utf8');
    for (const [, next = ''] of text.matchAll(/(?<!\(\)=>(?:[\w$]+\()?)require\("\.\/([^"]+)"\)/g)) load(next);
  };
  load(entry);
  return names;
}
