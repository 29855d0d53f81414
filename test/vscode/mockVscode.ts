import { registerHooks } from 'node:module';

const key = 'bkpaas.standInEditor';

/**
 * Lets plain Node load modules that import `vscode`. Such an import then gets the members of `editor`. This is for
 * modules that use only a few members of `vscode`. A test file must call this function once, before the test file
 * imports such a module.
 */
export function mockVscode(editor: Readonly<Record<string, unknown>>): void {
  Reflect.set(globalThis, Symbol.for(key), editor);
  const exported = Object.keys(editor).map((name) => `export const ${name} = editor.${name};`);
  const source = [`const editor = globalThis[Symbol.for('${key}')];`, ...exported].join('\n');
  const url = `data:text/javascript,${encodeURIComponent(source)}`;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vscode' ? { url, shortCircuit: true } : next(specifier, context),
  });
}
