import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Builds the bundle and packs it: `dist/bkpaas.vsix`. */
const root = fileURLToPath(new URL('..', import.meta.url));

export function packageExtension(): string {
  const vsix = path.join(root, 'dist', 'bkpaas.vsix');
  execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const readme = withoutPictures('README.md');
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  // The links in the README are completed by whoever publishes: this project has no address of its own yet.
  execFileSync(
    process.execPath,
    [
      vsce,
      'package',
      '--no-dependencies',
      '--allow-missing-repository',
      '--no-rewrite-relative-links',
      '--readme-path',
      readme,
      '--out',
      vsix,
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return vsix;
}

/** The pictures are half of what the VSIX may weigh, so they stay out, and its README does not point to them. */
function withoutPictures(readme: string): string {
  const text = readFileSync(path.join(root, readme), 'utf8');
  const file = path.join('dist', readme);
  writeFileSync(path.join(root, file), text.replaceAll(/^!\[[^\]]*\]\(docs\/images\/[^)]*\)\n+/gm, ''));
  return file;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const vsix = packageExtension();
  console.log(`${path.relative(root, vsix)}  ${(statSync(vsix).size / 1024).toFixed(1)} KB`);
}
