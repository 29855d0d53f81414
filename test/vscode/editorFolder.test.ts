import assert from 'node:assert/strict';
import test from 'node:test';
import type * as vscode from 'vscode';
import { fileSet } from '../../src/core/packing/fileSet.ts';
import { packPreview } from '../../src/core/packing/packPreview.ts';
import { mockVscode } from './mockVscode.ts';

/**
 * The texts of a remote folder's files, keyed by path. Like VS Code's file system API, the `fs` below reads only whole
 * files, returns file types as bits and cannot resolve a symbolic link.
 */
const contents: Readonly<Record<string, string>> = {
  'app_desc.yaml': 'spec_version: 2\n',
  '.gitignore': '*.log\n',
  'a.log': 'x',
  'src/main.py': 'print()\n',
};
const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };
class FileSystemError extends Error {
  readonly code = 'FileNotFound';
}
const relative = (uri: vscode.Uri): string => uri.path.replace(/^\/remote\/?/, '');
const fs = {
  readDirectory: (uri: vscode.Uri) => {
    const prefix = relative(uri) === '' ? '' : `${relative(uri)}/`;
    const names = Object.keys(contents).filter((name) => name.startsWith(prefix));
    const entries = new Map(
      names.map((name) => {
        const [first = '', ...rest] = name.slice(prefix.length).split('/');
        return [first, rest.length > 0 ? FileType.Directory : FileType.File] as const;
      }),
    );
    if (prefix === '') entries.set('link', FileType.SymbolicLink | FileType.File);
    return Promise.resolve([...entries]);
  },
  stat: (uri: vscode.Uri) => {
    const text = contents[relative(uri)];
    if (text === undefined) return Promise.reject(new FileSystemError());
    return Promise.resolve({ type: FileType.File, size: text.length });
  },
  readFile: (uri: vscode.Uri) => Promise.resolve(new TextEncoder().encode(contents[relative(uri)])),
};
mockVscode({
  FileType,
  FileSystemError,
  workspace: { fs },
  Uri: { joinPath: (uri: { path: string }, part: string) => ({ path: `${uri.path}/${part}` }) },
});
const { editorFolder } = await import('../../src/vscode/editor/editorFolder.ts');

test('a folder that only the editor can reach is listed and checked like a folder of this computer', async () => {
  const files = editorFolder(
    // `editorFolder` uses only the path of the URI.
    { path: '/remote' } as unknown as vscode.Uri,
  );
  const paths = await fileSet({ files, listed: undefined });
  assert.deepEqual(
    paths.map(({ path }) => path),
    ['.gitignore', 'app_desc.yaml', 'link', 'src/main.py'],
  );
  const preview = await packPreview(files, paths);
  const leftOut = [{ path: 'link', reason: 'linkLeavesFolder' }];
  assert.deepEqual(preview.leftOut, leftOut, 'a link whose end is not known is not packed');
  assert.equal(preview.files, 3);
  assert.equal((await files.readWhole('app_desc.yaml', 4)).toString(), 'spec');
  assert.equal(await files.look('missing'), undefined);
});
