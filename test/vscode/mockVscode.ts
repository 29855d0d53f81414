import { registerHooks } from 'node:module';

const key = 'bkpaas.standInEditor';

/**
 * Lets plain Node load a module that imports `vscode`: the import gets this object's members. For code that uses only a
 * few of them. Call it before importing the module, once in a test file.
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
