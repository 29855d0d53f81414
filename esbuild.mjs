import esbuild from 'esbuild';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const watch = process.argv.includes('--watch');

/** Loaded when first used and not at start, so each is a file of its own beside the bundle, with only what is used of it. */
const loadedLater = {
  'form-data': "module.exports = require('form-data');",
  'js-yaml': "export { load, FAILSAFE_SCHEMA, mergeTag, realMapTag } from 'js-yaml';",
};

/**
 * `form-data` pulls in a table of 2,600 MIME types (140 KB) to name the types of files. The upload has text fields only,
 * for which it is never asked.
 */
const noMimeTypes = {
  name: 'no-mime-types',
  setup(build) {
    build.onResolve({ filter: /^mime-types$/ }, () => ({ path: 'mime-types', namespace: 'none' }));
    build.onLoad({ filter: /.*/, namespace: 'none' }, () => ({ contents: 'exports.lookup = () => false;' }));
  },
};

const besideTheBundle = {
  name: 'beside-the-bundle',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(${Object.keys(loadedLater).join('|')})$`) }, ({ path }) => ({
      path: `./${path}.cjs`,
      external: true,
    }));
  },
};

/**
 * `import * as vscode` in a bundle copies the editor's whole API, 450 names, for each of 37 files: a third of every start
 * (measured). As `require` it is the one object that VS Code hands out.
 */
const editorAsItIs = {
  name: 'editor-as-it-is',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(
        /^import \* as vscode from 'vscode';$/m,
        "const vscode = require('vscode');",
      ),
      loader: 'ts',
    }));
  },
};

/** What the oldest supported VS Code (1.112) runs its extension host on. */
const options = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  charset: 'utf8',
  minify: !watch,
  sourcemap: watch,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
};

const builds = [
  {
    ...options,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    // `import()` becomes `require`: the files beside the bundle are CommonJS, and the editor patches what `require` gives.
    supported: { 'dynamic-import': false },
    external: ['vscode'],
    plugins: [besideTheBundle, editorAsItIs],
  },
  ...Object.entries(loadedLater).map(([name, contents]) => ({
    ...options,
    stdin: { contents, resolveDir: options.absWorkingDir, sourcefile: `${name}.js` },
    outfile: `dist/${name}.cjs`,
    plugins: [noMimeTypes],
  })),
];

await rm(new URL('dist', import.meta.url), { recursive: true, force: true });
if (watch) {
  for (const build of builds) await (await esbuild.context(build)).watch();
} else {
  for (const build of builds) {
    const { metafile } = await esbuild.build(build);
    for (const [file, { bytes }] of Object.entries(metafile.outputs))
      console.log(`${file}  ${(bytes / 1024).toFixed(1)} KB`);
  }
}
