import { registerHooks } from 'node:module';

const key = 'bkpaas.standInEditor';

/**
 * Lets a module that imports `vscode` be loaded in plain Node: it gets this object's members. For what can be told by a few
 * of them; to be called before the module is imported, once in a file of tests.
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
