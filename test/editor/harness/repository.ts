import path from 'node:path';

export const repositoryFolder = path.resolve(import.meta.dirname, '..', '..', '..');

/** The folder that keeps editors between runs. `@vscode/test-electron` uses it too, and git ignores it. */
export const cacheFolder = path.join(repositoryFolder, '.vscode-test');

/** An extension that does nothing: VS Code requires a development extension, and the one under test is installed. */
export const emptyExtensionFolder = path.join(repositoryFolder, 'test', 'editor', 'empty-extension');
