import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestAddresses, shippedText, webAddress, type WebAddress } from './shippedText.ts';
import { walkthroughPictures } from './walkthroughPictures.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const stagingFolder = path.join(root, 'dist', 'package');

/**
 * Builds the bundle, packs it into `dist/bkpaas.vsix` and returns the path of the VSIX. `webAddress` selects the
 * repository to which the links in the VSIX lead.
 */
export function packageExtension(): string {
  const vsix = path.join(root, 'dist', 'bkpaas.vsix');
  execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const address = webAddress(readJson('package.json'), process.env);
  stageFiles(address);
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  execFileSync(
    process.execPath,
    [
      vsce,
      'package',
      '--no-dependencies',
      // Without these options, vsce requires a repository address, because it resolves relative links to that address.
      ...(address === undefined ? ['--allow-missing-repository', '--no-rewrite-relative-links'] : []),
      '--ignoreFile',
      path.join(root, '.vscodeignore'),
      '--out',
      vsix,
    ],
    { cwd: stagingFolder, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return vsix;
}

/**
 * The documents that the help buttons open. Maps their paths in the repository to their paths in the VSIX. The English
 * README is shipped twice. The copy for the Extensions view has no relative links, because this view does not follow
 * them. The copy for the help has relative links.
 */
export const guides: ReadonlyMap<string, string> = new Map([
  ['README.md', 'README.en.md'],
  ['README.zh-CN.md', 'README.zh-CN.md'],
  ['docs/security.md', 'docs/security.md'],
  ...['commands', 'keyboard', 'settings', 'troubleshooting'].flatMap((name) =>
    ['md', 'zh-CN.md'].map((end): [string, string] => [`docs/${name}.${end}`, `docs/${name}.${end}`]),
  ),
]);

/** The files to which the guides can link. vsce renames the changelog and the license. */
const linkTargets = new Map([...guides, ['CHANGELOG.md', 'changelog.md'], ['LICENSE', 'LICENSE.txt']]);

/**
 * Writes the files of the VSIX to `stagingFolder`. Files that only development needs are left out, to keep the VSIX
 * small.
 */
function stageFiles(address: WebAddress | undefined): void {
  rmSync(stagingFolder, { recursive: true, force: true });
  for (const folder of ['l10n', 'media', 'dist/page', 'dist/schemas']) {
    cpSync(path.join(root, folder), path.join(stagingFolder, folder), { recursive: true });
  }
  const bundles = readdirSync(path.join(root, 'dist')).filter((file) => file.endsWith('.cjs'));
  for (const file of ['LICENSE', ...bundles.map((bundle) => `dist/${bundle}`)]) {
    mkdirSync(path.dirname(path.join(stagingFolder, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(stagingFolder, file));
  }
  writeStagedFile('package.json', JSON.stringify(shippedManifest(address)));
  const texts = readdirSync(root).filter((file) => /^package\.nls(?:\.[\w-]+)?\.json$/.test(file));
  for (const file of [...texts, 'l10n/bundle.l10n.zh-cn.json']) writeStagedFile(file, JSON.stringify(readJson(file)));
  for (const file of ['README.md', 'CHANGELOG.md']) writeStagedFile(file, shippedText(readText(file), address));
  for (const [from, to] of guides)
    writeStagedFile(to, shippedText(readText(from), address, { from, shipped: linkTargets }));
  for (const [file, picture] of walkthroughPictures()) writeStagedFile(file, picture);
}

/**
 * Returns package.json without the properties that only development needs, and with the addresses of the repository.
 */
function shippedManifest(address: WebAddress | undefined): object {
  const { engines, ...manifest } = readJson('package.json') as { engines: { vscode: string } };
  const ours = ['private', 'scripts', 'devDependencies', 'allowScripts', 'overrides'];
  const shipped = Object.entries(manifest).filter(([name]) => !ours.includes(name));
  return {
    ...Object.fromEntries(shipped),
    engines: { vscode: engines.vscode },
    ...(address && manifestAddresses(address)),
  };
}

function readJson(file: string): object {
  return JSON.parse(readText(file)) as object; // all JSON files here contain objects
}

function readText(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

function writeStagedFile(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(stagingFolder, file)), { recursive: true });
  writeFileSync(path.join(stagingFolder, file), text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const vsix = packageExtension();
  console.log(`${path.relative(root, vsix)}  ${(statSync(vsix).size / 1024).toFixed(1)} KB`);
}
