import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import standalone from 'ajv/dist/standalone/index.js';
import { localizedForBoth } from './localized.mjs';

/**
 * Replaces `validators.ts` by the code that Ajv generates for the functions in that file, so that nothing is compiled
 * at run time. Writes the schemas for `contributes.yamlValidation` into `schemas/en` and `schemas/zh-cn` of the output
 * folder.
 */
export const schemas = {
  name: 'schemas',
  setup({ initialOptions, onLoad, onStart }) {
    onLoad({ filter: /[\\/]core[\\/]description[\\/]validators\.ts$/ }, async ({ path: file }) => {
      // Each export other than `ajv` is a validator. The name of a validator is also the `$id` of its schema.
      const { ajv, ...validators } = await import(pathToFileURL(file).href);
      const names = Object.fromEntries(Object.keys(validators).map((name) => [name, name]));
      const contents = standalone.default(ajv, names);
      return { contents, resolveDir: path.dirname(file) };
    });
    onStart(async () => {
      if (!initialOptions.outdir) return;
      for (const language of ['en', 'zh-cn']) {
        const folder = path.resolve(initialOptions.outdir, 'schemas', language);
        await mkdir(folder, { recursive: true });
        await writeFile(path.join(folder, 'app-desc.json'), JSON.stringify(localizedForBoth(language)));
      }
    });
  },
};
