import esbuild from 'esbuild';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';

const watch = process.argv.includes('--watch');
const root = fileURLToPath(new URL('.', import.meta.url));

/** Loaded when first used and not at start, so each is a file of its own beside the bundle, with only what is used of it. */
const loadedLater = {
  'form-data': "module.exports = require('form-data');",
  ignore: "module.exports = require('ignore');",
  'js-yaml':
    "export { load, parseEvents, getScalarValue, EVENT_ID, SCALAR_STYLE, FAILSAFE_SCHEMA, mergeTag, realMapTag } from 'js-yaml';",
  'tar-stream': "module.exports = require('tar-stream');",
  yauzl: "module.exports = require('yauzl');",
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

/** `form-data` pulls in 12 KB of spare parts for engines of 2015 to name its class for `Object.prototype.toString`. */
const plainToStringTag = {
  name: 'plain-to-string-tag',
  setup(build) {
    build.onResolve({ filter: /^es-set-tostringtag$/ }, ({ path: name }) => ({ path: name, namespace: 'plain' }));
    build.onLoad({ filter: /.*/, namespace: 'plain' }, () => ({
      contents:
        'module.exports = (target, value) => Object.defineProperty(target, Symbol.toStringTag, { value, configurable: true });',
    }));
  },
};

/** Nearly half of `js-yaml` writes YAML, which is never done here; what it makes when it is loaded has no effect elsewhere. */
const onlyWhatIsRead = {
  name: 'only-what-is-read',
  setup(build) {
    build.onLoad({ filter: /[\\/]js-yaml\.mjs$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(
        /^((?:var|const|let) [\w$]+ = )(?=[\w$.]+\(|new )/gm,
        '$1/* @__PURE__ */ ',
      ),
      loader: 'js',
    }));
  },
};

/**
 * Files that no start needs: sentences, pages, readers of links, commands. They lie in a file of their own, and the bundle has
 * functions of the same names that load it when the first of them is called. Only functions can be put here. What they
 * import of the bundle they take from it, so that every module exists once: a class has one identity, and nothing is shipped
 * twice.
 */
const calledLater = [
  'src/core/operations/checkConnection.ts',
  'src/core/operations/compareIntegrity.ts',
  'src/core/operations/preflight.ts',
  'src/core/package/checkDescription.ts',
  'src/core/releases/appDescription.ts',
  'src/core/releases/packageName.ts',
  'src/core/releases/packageUrl.ts',
  'src/core/releases/projectVersion.ts',
  'src/core/releases/readLink.ts',
  'src/core/releases/readPackage.ts',
  'src/core/releases/refusedHosts.ts',
  'src/core/releases/sources/createSource.ts',
  'src/core/releases/suggestVersion.ts',
  'src/texts/deployTexts.ts',
  'src/texts/diagnosticsText.ts',
  'src/texts/environmentTexts.ts',
  'src/texts/errorTexts.ts',
  'src/texts/findingTexts.ts',
  'src/texts/inputTexts.ts',
  'src/texts/integrityTexts.ts',
  'src/texts/outcomeTexts.ts',
  'src/texts/preflightTexts.ts',
  'src/vscode/commands/addRepository.ts',
  'src/vscode/commands/asPlatformError.ts',
  'src/vscode/commands/askDeploy.ts',
  'src/vscode/commands/askModule.ts',
  'src/vscode/commands/askUpload.ts',
  'src/vscode/commands/checkAgain.ts',
  'src/vscode/commands/chooseRepository.ts',
  'src/vscode/commands/confirmPackage.ts',
  'src/vscode/commands/copyAsCurl.ts',
  'src/vscode/commands/copyDiagnostics.ts',
  'src/vscode/commands/deploy.ts',
  'src/vscode/commands/deployStart.ts',
  'src/vscode/commands/ensureSignedIn.ts',
  'src/vscode/commands/filterApplications.ts',
  'src/vscode/commands/moduleOffers.ts',
  'src/vscode/commands/openAddress.ts',
  'src/vscode/commands/openInConsole.ts',
  'src/vscode/commands/otherWays.ts',
  'src/vscode/commands/packageSource.ts',
  'src/vscode/commands/pickLink.ts',
  'src/vscode/commands/pickRelease.ts',
  'src/vscode/commands/presentDeployEnd.ts',
  'src/vscode/commands/presentDeployRefusal.ts',
  'src/vscode/commands/presentOutcome.ts',
  'src/vscode/commands/publicDeployOutcome.ts',
  'src/vscode/commands/publicOutcome.ts',
  'src/vscode/commands/publishAndUpload.ts',
  'src/vscode/commands/publishSource.ts',
  'src/vscode/commands/quickAction.ts',
  'src/vscode/commands/relayPackage.ts',
  'src/vscode/commands/relayRelease.ts',
  'src/vscode/commands/relayUpload.ts',
  'src/vscode/commands/runDeploy.ts',
  'src/vscode/commands/runUpload.ts',
  'src/vscode/commands/selectTarget.ts',
  'src/vscode/commands/showDeployment.ts',
  'src/vscode/commands/showHistory.ts',
  'src/vscode/commands/signIn.ts',
  'src/vscode/commands/signInSteps.ts',
  'src/vscode/commands/signInToSource.ts',
  'src/vscode/commands/signOut.ts',
  'src/vscode/commands/takeOffline.ts',
  'src/vscode/commands/tryToken.ts',
  'src/vscode/commands/uploadAgain.ts',
  'src/vscode/commands/uploadAndDeploy.ts',
  'src/vscode/commands/uploadByAnyWay.ts',
  'src/vscode/commands/uploadDraft.ts',
  'src/vscode/commands/uploadPackage.ts',
  'src/vscode/commands/uploadRemarks.ts',
  'src/vscode/commands/uploadStart.ts',
  'src/vscode/commands/verify.ts',
  'src/vscode/views/deploymentHtml.ts',
  'src/vscode/views/deploymentView.ts',
  'src/vscode/views/pageWords.ts',
  'src/vscode/views/resultPage.ts',
  'src/vscode/views/resultSections.ts',
];

const isCalledLater = (file) => calledLater.includes(path.relative(root, file).replaceAll(path.sep, '/'));

const loadWhenCalled = {
  name: 'load-when-called',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async (args) => {
      if (!isCalledLater(args.path)) return undefined;
      const source = await readFile(args.path, 'utf8');
      const others = [...source.matchAll(/^export (?:const|let|class|default)\s+(\w+)/gm)].map((match) => match[1]);
      const refused = others.filter((name) => !allowedConstants.has(name));
      if (refused.length > 0) {
        return { errors: [{ text: `${args.path} exports ${refused.join(', ')}: only functions can be loaded later` }] };
      }
      const names = [...source.matchAll(/^export (?:async )?function (\w+)/gm)].map((match) => match[1]);
      const lines = names.map((name) => `export const ${name} = (...args) => require('./later.cjs').${name}(...args);`);
      return { contents: lines.join('\n'), loader: 'js' };
    });
    build.onResolve({ filter: /^\.\/later\.cjs$/ }, ({ path: name }) => ({ path: name, external: true }));
  },
};

/** In the later part: what is in the bundle is taken from there. `taken` is filled with what was asked for, in its order. */
const takeFromBundle = (inBundle, taken) => ({
  name: 'take-from-bundle',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path: name, resolveDir }) => {
      const file = path.join(resolveDir, name);
      if (!inBundle.has(file) || isCalledLater(file)) return undefined;
      if (!taken.includes(file)) taken.push(file);
      return { path: file, namespace: 'bundle' };
    });
    build.onLoad({ filter: /.*/, namespace: 'bundle' }, ({ path: file }) => ({
      contents: `module.exports = require('./extension.cjs').shared[${taken.indexOf(file)}];`,
    }));
    build.onResolve({ filter: /^\.\/extension\.cjs$/ }, ({ path: name }) => ({ path: name, external: true }));
  },
});

/** Constants that only files of the later part use. */
const allowedConstants = new Set(['packageUrlProblems']);

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
  absWorkingDir: root,
};

const bundle = {
  ...options,
  outfile: 'dist/extension.cjs',
  // `import()` becomes `require`: the files beside the bundle are CommonJS, and the editor patches what `require` gives.
  supported: { 'dynamic-import': false },
  external: ['vscode'],
  plugins: [besideTheBundle, loadWhenCalled, editorAsItIs],
};

const laterPart = {
  ...options,
  stdin: {
    contents: calledLater.map((file) => `export * from './${file}';`).join('\n'),
    resolveDir: root,
    sourcefile: 'later.js',
  },
  outfile: 'dist/later.cjs',
  supported: { 'dynamic-import': false },
  external: ['vscode'],
};

/** The modules of the bundle that the later part takes from it, in the order it knows them by. */
const shared = [];
const alone = await esbuild.build({ ...bundle, entryPoints: ['src/extension.ts'], write: false });
const inBundle = new Set(Object.keys(alone.metafile.inputs).map((file) => path.join(root, file)));
const later = { ...laterPart, plugins: [besideTheBundle, takeFromBundle(inBundle, shared), editorAsItIs] };
await esbuild.build({ ...later, write: false });
const names = shared.map((file) => JSON.stringify(`./${path.relative(root, file).replaceAll(path.sep, '/')}`));

const builds = [
  {
    ...bundle,
    stdin: {
      contents: [
        `export * from './src/extension.ts';`,
        ...names.map((name, index) => `import * as m${index} from ${name};`),
        `export const shared = [${names.map((_, index) => `m${index}`).join(', ')}];`,
      ].join('\n'),
      resolveDir: root,
      sourcefile: 'bundle.js',
    },
  },
  later,
  ...Object.entries(loadedLater).map(([name, contents]) => ({
    ...options,
    stdin: { contents, resolveDir: options.absWorkingDir, sourcefile: `${name}.js` },
    outfile: `dist/${name}.cjs`,
    // That something has no effect is told by comments, which esbuild takes away when it makes small.
    minify: name !== 'js-yaml' && !watch,
    plugins: [noMimeTypes, plainToStringTag, onlyWhatIsRead],
  })),
  // The page of a deployment runs in the editor's own browser, or in the person's with code-server.
  {
    ...options,
    entryPoints: ['src/page/main.ts'],
    outfile: 'dist/page/deployment.js',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  },
  // The pages' own looks.
  { ...options, entryPoints: ['media/result.css', 'media/deployment.css'], outdir: 'dist/page' },
];

/** What esbuild has made small, made smaller: packed, all of it was 4 KB less of 150 (measured). */
async function makeSmaller(file) {
  const { code } = await minify(await readFile(file, 'utf8'), { ecma: 2020, toplevel: true, compress: { passes: 3 } });
  await writeFile(file, code);
  return Buffer.byteLength(code);
}

await rm(new URL('dist', import.meta.url), { recursive: true, force: true });
if (watch) {
  for (const build of builds) await (await esbuild.context(build)).watch();
} else {
  for (const build of builds) {
    const { metafile } = await esbuild.build(build);
    for (const [file, output] of Object.entries(metafile.outputs)) {
      const bytes = /js$/.test(file) ? await makeSmaller(path.join(root, file)) : output.bytes;
      console.log(`${file}  ${(bytes / 1024).toFixed(1)} KB`);
    }
  }
}
