import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import type { Uri } from 'vscode';
import { mockVscode } from './mockVscode.ts';

interface FakeUri {
  path: string;
}

const files: ReadonlyMap<string, string> = new Map([
  ['/demo/app_desc.yaml', 'spec_version: 2\napp_version: 1.0.3\napp:\n  bk_app_code: orders\nmodules:\n  web: {}\n'],
  ['/demo/package.json', '{ "version": "2.0.0" }'],
  ['/demo/release.url', '[InternetShortcut]\nURL=https://bkrepo.example.com/demo-app-1.0.3.tar.gz\n'],
  ['/large/app_desc.yaml', `spec_version: 2\napp:\n  bk_app_code: orders\n${'#'.repeat(1024 * 1024)}\n`],
]);
const accessedPaths: string[] = [];
const workspace = {
  isTrusted: true,
  fs: {
    stat({ path: name }: FakeUri) {
      accessedPaths.push(name);
      const text = files.get(name);
      if (text !== undefined) return Promise.resolve({ type: 1, size: Buffer.byteLength(text) });
      return name.includes('.') ? Promise.reject(new Error('FileNotFound')) : Promise.resolve({ type: 2, size: 0 });
    },
    readFile({ path: name }: FakeUri) {
      accessedPaths.push(name);
      const text = files.get(name);
      return text === undefined ? Promise.reject(new Error('FileNotFound')) : Promise.resolve(Buffer.from(text));
    },
  },
};
mockVscode({
  workspace,
  FileType: { Directory: 2 },
  Uri: { joinPath: (uri: FakeUri, name: string): FakeUri => ({ path: path.posix.join(uri.path, name) }) },
});
const { readFolderSuggestions } = await import('../../src/vscode/modules/folderSuggestions.ts');

async function suggestionsFor(name: string, isTrusted: boolean) {
  accessedPaths.length = 0;
  workspace.isTrusted = isTrusted;
  const uri: FakeUri = { path: name };
  // `FakeUri` has all the members of `Uri` that `readFolderSuggestions` uses.
  return readFolderSuggestions(uri as unknown as Uri);
}

const startPaths = ['/demo', '/demo/app_desc.yaml', '/demo/package.json', '/demo/release.url'];

test('a trusted folder suggests target, version and link', async () => {
  const { targets, version, packageUrls } = await suggestionsFor('/demo/release.url', true);
  assert.deepEqual(targets, [{ appCode: 'orders', module: 'web', from: 'app_desc.yaml' }]);
  assert.deepEqual(version, { version: '1.0.3', from: 'app_desc.yaml' });
  assert.deepEqual(packageUrls, [{ url: 'https://bkrepo.example.com/demo-app-1.0.3.tar.gz', from: 'release.url' }]);
});

for (const start of startPaths) {
  test(`in Restricted Mode ${start} suggests nothing, and no file is so much as looked for`, async () => {
    const { targets, version, packageUrls } = await suggestionsFor(start, false);
    assert.deepEqual({ targets, version, packageUrls }, { targets: [], version: undefined, packageUrls: [] });
    assert.deepEqual(accessedPaths, []);
  });
}

test('a file of more than 1 MiB is not read, however much it says that it is a description', async () => {
  assert.deepEqual((await suggestionsFor('/large', true)).targets, []);
  assert.ok(accessedPaths.includes('/large/app_desc.yaml'));
});
