import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import ts from 'typescript';
import { filesLoadedAtStart, filesLoadedWith } from './loadedAtStart.ts';

/**
 * The rows of docs/architecture.md, lowest first. Each row lists its rooms, which are folders and files of `src`. A
 * file can import from its own room and from the rows below. It must not import from a row above or from another room
 * in the same row.
 */
const rows: readonly (readonly string[])[] = [
  // The script of the deployment page runs in the webview, so a separate test below restricts the script's imports.
  ['page'],
  ['core/http'],
  ['core/archive'],
  ['core/yaml'],
  ['core/description'],
  ['core/platform', 'core/releases', 'core/package', 'core/packing', 'core/repository'],
  ['core/releases/sources'],
  ['core/operations'],
  [
    'core/operations/upload',
    'core/operations/deploy',
    'core/operations/running',
    'core/operations/publish',
    'core/operations/connection',
    'core/operations/ci',
  ],
  ['core/operations/batch'],
  ['texts'],
  ['vscode/editor'],
  ['vscode/session'],
  ['vscode/modules'],
  ['vscode/tree'],
  ['vscode/upload'],
  ['vscode/upload/page'],
  ['vscode/batch'],
  ['vscode/batch/page'],
  ['vscode/description'],
  ['vscode/publish'],
  ['vscode/deploy'],
  ['vscode/deploy/page'],
  ['vscode/running'],
  ['vscode/running/page'],
  ['vscode/tools'],
  ['vscode/commands'],
  ['vscode/tasks'],
  ['onDemand.ts'],
  ['start.ts'],
  ['extension.ts'],
];

const source = new URL('../src/', import.meta.url);

interface Import {
  from: string;
  /** The path of a file, relative to `src`, or the name of a package. */
  to: string;
  ours: boolean;
}

const imports = await readImports();

test('every file is in a room', () => {
  for (const { from } of imports) assert.notEqual(rowOf(from), -1, `${from} is in no room`);
});

test('no file imports from a higher row or from another room of its own row', () => {
  for (const { from, to } of imports.filter((item) => item.ours)) {
    const allowed = roomOf(from) === roomOf(to) || rowOf(to) < rowOf(from);
    assert.ok(allowed, `${from} may not import ${to}`);
  }
});

test('no folder of src/vscode has more than 18 files, and none lies outside a room', async () => {
  const names = (await readdir(new URL('vscode/', source), { recursive: true })).filter((name) => name.endsWith('.ts'));
  const counts = new Map<string, number>();
  for (const folder of names.map((name) => path.dirname(name))) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  assert.ok(!counts.has('.'), 'a file lies outside a room');
  for (const [folder, count] of counts) assert.ok(count <= 18, `${folder} has ${count} files`);
});

test('no source file has more than 300 lines, and the build script has at most 60', async () => {
  const files = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const linesOf = async (file: URL): Promise<number> => (await readFile(file, 'utf8')).split('\n').length - 1;
  for (const name of files) assert.ok((await linesOf(new URL(name, source))) <= 300, name);
  assert.ok((await linesOf(new URL('../esbuild.mjs', import.meta.url))) <= 60);
});

test('no files import each other in a circle', () => {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports.filter((item) => item.ours)) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(file), `circle: ${[...trail.slice(trail.indexOf(file)), file].join(' -> ')}`);
    if (done.has(file)) return;
    for (const next of targets.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
});

test('nothing below the vscode rooms names vscode, not even for a type', () => {
  for (const { from, to } of imports) {
    if (to === 'vscode') assert.match(from, /^(?:vscode\/|extension\.ts$|start\.ts$)/, `${from} names vscode`);
  }
});

test('the scripts of the pages import nothing but their own files, and only their webviews know their messages', () => {
  // The code outside the pages also imports ansi.ts, to show logs in documents, terminals and on the clipboard.
  const shared = new Set(['page/messages.ts', 'page/ansi.ts']);
  for (const { from, to } of imports) {
    if (from.startsWith('page/')) assert.ok(to.startsWith('page/'), `${from} imports ${to}`);
    else if (to.startsWith('page/')) {
      const isPage = /^vscode\/(?:batch|deploy|upload|running)\/page\//.test(from);
      const showsLogs = /^vscode\/(?:deploy|running|tasks)\//.test(from);
      assert.ok(isPage ? shared.has(to) : to === 'page/ansi.ts' && showsLogs, `${from}: ${to}`);
    }
  }
});

test('core and texts can be bundled without an editor', async () => {
  const entryPoints = [...new Set(imports.map((item) => item.from))]
    .filter((file) => file.startsWith('core/') || file.startsWith('texts/'))
    .map((file) => path.join(new URL('.', source).pathname.replace(/^\/(?=[A-Za-z]:)/, ''), file));
  const result = await esbuild.build({
    entryPoints,
    bundle: true,
    platform: 'node',
    write: false,
    outdir: 'out',
    logLevel: 'silent',
  });
  assert.deepEqual(result.errors, []);
});

test('the files that are loaded at start contain neither undici nor form-data', async () => {
  const dist = fileURLToPath(new URL('../dist', import.meta.url));
  for (const name of filesLoadedAtStart(dist)) {
    const text = await readFile(path.join(dist, name), 'utf8');
    assert.doesNotMatch(text, /undici|globalDispatcher/, name);
    assert.doesNotMatch(text, /combined-stream|CombinedStream/, name);
  }
});

test('VS Code loads at most 50 KB to activate the extension', async () => {
  const dist = fileURLToPath(new URL('../dist', import.meta.url));
  let bytes = 0;
  for (const name of filesLoadedWith(dist, 'extension.cjs')) bytes += (await readFile(path.join(dist, name))).length;
  assert.ok(bytes <= 50 * 1024, `${bytes} bytes`);
});

test('start.ts imports no file that onDemand.ts imports, neither directly nor through other files', async () => {
  const loaded = new Set<string>();
  const load = async (file: string): Promise<void> => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const next of await valueImports(file)) await load(next);
  };
  await load('start.ts');
  assert.deepEqual(
    (await valueImports('onDemand.ts')).filter((file) => loaded.has(file)),
    [],
  );
});

test('a CommonJS library that is loaded with import() is used by its default export', async () => {
  for (const { from, to } of imports.filter((item) => !item.ours && !isEsModule(item.to))) {
    const text = await readFile(new URL(from, source), 'utf8');
    for (const [, names] of text.matchAll(new RegExp(`const \\{([^}]*)\\} = await import\\('${to}'\\)`, 'g')))
      assert.match(names ?? '', /^ default: \w+ $/, `${from}: ${to}`);
  }
});

/** Returns the files that are loaded together with a file. Leaves out imports of types and calls of `import()`. */
async function valueImports(file: string): Promise<string[]> {
  const text = await readFile(new URL(file, source), 'utf8');
  const found = [...text.matchAll(/^(?:import|export) (?!type )[^;]*? from '(\.[^']+)';$/gm)];
  return found.map(([, target = '']) => path.posix.join(path.posix.dirname(file), target));
}

function isEsModule(library: string): boolean {
  const folder = new URL(`../node_modules/${library}/`, import.meta.url);
  if (!existsSync(new URL('package.json', folder))) return true;
  const { type } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as { type?: string };
  return type === 'module';
}

async function readImports(): Promise<Import[]> {
  const files = (await readdir(source, { recursive: true }))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'));
  const found = await Promise.all(
    files.map(async (from) => {
      const text = await readFile(new URL(from, source), 'utf8');
      return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }): Import => {
        const ours = fileName.startsWith('.');
        return { from, ours, to: ours ? path.posix.join(path.posix.dirname(from), fileName) : fileName };
      });
    }),
  );
  return found.flat();
}

function roomOf(file: string): string {
  return file.includes('/') ? path.posix.dirname(file) : file;
}

function rowOf(file: string): number {
  return rows.findIndex((rooms) => rooms.includes(roomOf(file)));
}
