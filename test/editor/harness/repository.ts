import path from 'node:path';

export const repositoryFolder = path.resolve(import.meta.dirname, '..', '..', '..');

/**
 * The folder that keeps downloaded editors between runs. `@vscode/test-electron` uses the same folder. git ignores this
 * folder.
 */
export const cacheFolder = path.join(repositoryFolder, '.vscode-test');

/**
 * The folder of an extension that does nothing. A test run requires a development extension, but the extension under
 * test is installed from its VSIX.
 */
export const emptyExtensionFolder = path.join(repositoryFolder, 'test', 'editor', 'empty-extension');
