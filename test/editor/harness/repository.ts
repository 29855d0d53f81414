import path from 'node:path';

/** The root folder of this repository. */
export const repositoryFolder = path.resolve(import.meta.dirname, '..', '..', '..');

/** Where editors are kept between runs: the folder `@vscode/test-electron` uses too, and git ignores. */
export const cacheFolder = path.join(repositoryFolder, '.vscode-test');

/** An extension that does nothing: stands in where VS Code wants a development extension and the tested one is installed. */
export const emptyExtensionFolder = path.join(repositoryFolder, 'test', 'editor', 'empty-extension');
