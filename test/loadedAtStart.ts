import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Returns the names of the files in `dist` that VS Code loads when it activates the extension: `extension.cjs` and what
 * it requires, except what it requires later, in place of an `import()`.
 */
export function loadedAtStart(dist: string): Set<string> {
  const names = new Set<string>();
  const load = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    const text = readFileSync(path.join(dist, name), 'utf8');
    for (const [, next = ''] of text.matchAll(/(?<!\(\)=>(?:\w+\()?)require\("\.\/([^"]+)"\)/g)) load(next);
  };
  load('extension.cjs');
  return names;
}
