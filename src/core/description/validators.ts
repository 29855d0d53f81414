import { Ajv, type ValidateFunction } from 'ajv';
import version2 from '../../../schemas/app-desc-2.json' with { type: 'json' };
import version3 from '../../../schemas/app-desc-3.json' with { type: 'json' };

/**
 * The Ajv instance that compiles the schemas when tests run. In the bundle, `schemas/esbuildPlugin.mjs` replaces this
 * file with the code that this instance generates, because Ajv is large and compiles with `new Function`. Load this
 * file with `import()`.
 */
export const ajv = new Ajv({
  strict: true,
  allErrors: true,
  // The schemas have union types, because the platform accepts numbers for texts, and texts for numbers.
  allowUnionTypes: true,
  // `format` is for editors that use these schemas. It is not checked here, because it and the platform disagree about
  // some spellings of IP addresses. `referenceRules.ts` checks the addresses instead.
  validateFormats: false,
  // These two options halve the generated code.
  inlineRefs: false,
  messages: false,
  code: { source: true, esm: true },
});

/**
 * Checks a module of version 2 as the platform does when it deploys the module. The schema cannot express shell
 * quoting, duplicates, references and IP addresses. Pass `.inf` and `.nan` as texts, because JSON has no such numbers.
 * Errors have no `message`.
 */
export const validateModule2: ValidateFunction = compileModule('validateModule2', version2);

/** Checks a module of version 3. See `validateModule2`. */
export const validateModule3: ValidateFunction = compileModule('validateModule3', version3);

/** Compiles the definition `module` without its texts, which Ajv would copy into the generated code. */
function compileModule($id: string, { definitions }: { definitions: { module: object } }): ValidateFunction {
  const schema = JSON.stringify({ $id, ...definitions.module, definitions }, (key, value: unknown) => {
    const isText = typeof value === 'string' && (key === 'title' || key === 'description');
    return isText || key === 'x-zh-cn' || key === 'examples' ? undefined : value;
  });
  return ajv.compile(JSON.parse(schema) as object);
}
