import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import esbuild from 'esbuild';
import { schemas } from './schemas/esbuildPlugin.mjs';

process.chdir(import.meta.dirname);
const watch = process.argv.includes('--watch');

/** Libraries and files that the code loads with `import()`. Each is a separate file, loaded when it is first used. */
const loadedLater = new Map();
const besideTheBundle = {
  name: 'beside-the-bundle',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ kind, path: from, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const name = path.basename(from, '.ts');
      loadedLater.set(name, from.startsWith('.') ? path.join(resolveDir, from) : from);
      return { path: `./${name}.cjs`, external: true };
    });
  },
};

/** Replaces ES imports of `vscode` by `require`. For these, esbuild copies 450 names: a third of the start-up time. */
const vscodeByRequire = {
  name: 'vscode-by-require',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
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
// `import()` becomes `require`, because VS Code adds proxy support only to the `https` module that `require` returns.
const extension = { external: ['vscode'], supported: { 'dynamic-import': false } };
await build(['src/extension.ts'], { ...node, ...extension, plugins: [besideTheBundle, vscodeByRequire] });
const files = Array.from(loadedLater, ([name, file]) => ({ in: file, out: name }));
await build(files, { ...node, plugins: [schemas] });
const page = [
  { in: 'src/page/main.ts', out: 'page/deployment' },
  { in: 'media/deployment.css', out: 'page/deployment' },
  { in: 'src/page/applicationLog.ts', out: 'page/applicationLog' },
  { in: 'media/applicationLog.css', out: 'page/applicationLog' },
  { in: 'src/page/result.ts', out: 'page/result' },
  { in: 'media/result.css', out: 'page/result' },
];
await build(page, { platform: 'browser', target: 'es2022', format: 'iife' });
