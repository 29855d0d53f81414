import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import esbuild from 'esbuild';
import { schemas } from './schemas/esbuildPlugin.mjs';

process.chdir(import.meta.dirname);
const watch = process.argv.includes('--watch');

/** Replaces ES imports of `vscode` by `require`. For an ES import, esbuild copies its 450 names when the file is loaded. */
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

const shared = { charset: 'utf8', legalComments: 'none', minify: !watch, sourcemap: watch && 'inline' };
/** The oldest supported VS Code, 1.112, runs extensions on Node 22. */
const node = { ...shared, platform: 'node', target: 'node22' };

/** Writes CommonJS, because VS Code adds proxy support only to the `https` module that `require` returns. */
const asCommonJs = {
  name: 'as-common-js',
  setup({ onEnd }) {
    onEnd(async ({ outputFiles }) => {
      await mkdir('dist', { recursive: true });
      for (const { path: file, text } of outputFiles) {
        const { code } = await esbuild.transform(text, {
          ...node,
          format: 'cjs',
          supported: { 'dynamic-import': false },
        });
        await writeFile(file, code);
      }
    });
  },
};

async function build(specific) {
  const options = { outdir: 'dist', bundle: true, logLevel: 'info', ...specific };
  await esbuild.build(options);
  if (watch) await (await esbuild.context(options)).watch();
}

await rm('dist', { recursive: true, force: true });
// esbuild splits only ES modules, so the output has the format `esm` until `asCommonJs` converts it. In the split
// files, a CommonJS library that is loaded with `import()` has only a default export.
const split = { splitting: true, format: 'esm', outExtension: { '.js': '.cjs' }, write: false, external: ['vscode'] };
await build({ ...node, ...split, entryPoints: ['src/extension.ts'], plugins: [schemas, vscodeByRequire, asCommonJs] });
const pages = { deployment: 'main', applicationLog: 'applicationLog', result: 'result' };
const page = Object.entries(pages).flatMap(([name, script]) => [
  { in: `src/page/${script}.ts`, out: `page/${name}` },
  { in: `media/${name}.css`, out: `page/${name}` },
]);
await build({ ...shared, entryPoints: page, platform: 'browser', target: 'es2022', format: 'iife' });
