import { readFile, rm } from 'node:fs/promises';
import esbuild from 'esbuild';

process.chdir(import.meta.dirname);
const watch = process.argv.includes('--watch');

/**
 * Names of the libraries that the code loads with `import()`. Each library is bundled into a separate file, which the
 * extension loads when it first uses the library.
 */
const libraries = new Set();
const besideTheBundle = {
  name: 'beside-the-bundle',
  setup({ onResolve }) {
    onResolve({ filter: /^[^.]/ }, ({ kind, path }) => {
      if (kind !== 'dynamic-import') return undefined;
      libraries.add(path);
      return { path: `./${path}.cjs`, external: true };
    });
  },
};

/**
 * Replaces each ES import of `vscode` with `require`. For an ES import, esbuild copies 450 names, which takes a third
 * of the start-up time.
 */
const vscodeByRequire = {
  name: 'vscode-by-require',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace("import * as vscode from 'vscode';", "const vscode = require('vscode');");
      return { contents, loader: 'ts' };
    });
  },
};

/** The oldest supported VS Code, 1.112, runs extensions on Node 22. */
const node = { platform: 'node', target: 'node22', format: 'cjs', outExtension: { '.js': '.cjs' } };

async function build(entryPoints, specific) {
  const output = { outdir: 'dist', bundle: true, minify: !watch, sourcemap: watch, charset: 'utf8' };
  const options = { entryPoints, ...output, legalComments: 'none', logLevel: 'info', ...specific };
  await esbuild.build(options);
  if (watch) await (await esbuild.context(options)).watch();
}

await rm('dist', { recursive: true, force: true });
await build(['src/extension.ts'], {
  ...node,
  external: ['vscode'],
  // Compiles `import()` to `require`, because VS Code adds proxy support only to the `https` module that `require`
  // returns.
  supported: { 'dynamic-import': false },
  plugins: [besideTheBundle, vscodeByRequire],
});
await build(
  Array.from(libraries, (name) => ({ in: name, out: name })),
  node,
);
const page = [
  { in: 'src/page/main.ts', out: 'page/deployment' },
  { in: 'media/deployment.css', out: 'page/deployment' },
  { in: 'media/result.css', out: 'page/result' },
];
await build(page, { platform: 'browser', target: 'es2022', format: 'iife' });
