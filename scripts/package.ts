import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Builds the bundle and packs it: `dist/bkpaas.vsix`. */
const root = fileURLToPath(new URL('..', import.meta.url));
const staged = path.join(root, 'dist', 'package');

export function packageExtension(): string {
  const vsix = path.join(root, 'dist', 'bkpaas.vsix');
  execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  stage();
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
      '--ignoreFile',
      path.join(root, '.vscodeignore'),
      '--out',
      vsix,
    ],
    { cwd: staged, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return vsix;
}

/** Lays out what is shipped: less than the repository has of it, since the VSIX is to stay small. */
function stage(): void {
  rmSync(staged, { recursive: true, force: true });
  for (const folder of ['l10n', 'media', 'dist/page']) {
    cpSync(path.join(root, folder), path.join(staged, folder), { recursive: true });
  }
  const bundles = readdirSync(path.join(root, 'dist')).filter((file) => file.endsWith('.cjs'));
  for (const file of ['LICENSE', 'CHANGELOG.md', ...bundles.map((bundle) => `dist/${bundle}`)]) {
    mkdirSync(path.dirname(path.join(staged, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(staged, file));
  }
  const json = readdirSync(root).filter((file) => /^package(?:\.nls(?:\.[\w-]+)?)?\.json$/.test(file));
  for (const file of [...json, 'l10n/bundle.l10n.zh-cn.json']) put(file, withoutSpaces(file));
  put('README.md', forUsers(readFileSync(path.join(root, 'README.md'), 'utf8')));
}

function put(file: string, text: string): void {
  writeFileSync(path.join(staged, file), text);
}

/** Without the scripts and dependencies of those who work on it. */
function withoutSpaces(file: string): string {
  const content = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>;
  for (const ours of ['scripts', 'devDependencies', 'allowScripts', 'private']) {
    if (file === 'package.json') content[ours] = undefined;
  }
  return JSON.stringify(content);
}

/**
 * The pictures are half of what the VSIX may weigh, so they stay out, and its README does not point to them; nor does it say
 * how to work on the code, which is not there.
 */
function forUsers(readme: string): string {
  return readme
    .replaceAll(/^!\[[^\]]*\]\(docs\/images\/[^)]*\)\n+/gm, '')
    .replace(/^For developers:.*?(?=^## )/ms, '')
    .replace(/^## To add .*?(?=^How it is built)/ms, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const vsix = packageExtension();
  console.log(`${path.relative(root, vsix)}  ${(statSync(vsix).size / 1024).toFixed(1)} KB`);
}
