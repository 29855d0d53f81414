import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { Ajv, type ValidateFunction } from 'ajv';
import esbuild from 'esbuild';
import english from '../../../package.nls.json' with { type: 'json' };
import chinese from '../../../package.nls.zh-cn.json' with { type: 'json' };
import { schemas } from '../../../schemas/esbuildPlugin.mjs';
import { localized, localizedForBoth } from '../../../schemas/localized.mjs';
import { toJson } from '../../../src/core/description/yamlJson.ts';
import { readYaml } from '../../../src/core/yaml/readYaml.ts';
import * as validators from '../../../src/core/description/validators.ts';

type Schema = Record<string, unknown>;
type Validators = Pick<typeof validators, 'validateModule2' | 'validateModule3'>;

const { validateModule2, validateModule3 } = validators;
const ajv = new Ajv({
  strictRequired: false,
  allowUnionTypes: true,
  validateFormats: false,
  inlineRefs: false,
  keywords: ['patternErrorMessage'],
});
const compile = (schema: Schema): ValidateFunction => ajv.compile(schema);
const languages = ['en', 'zh-cn'] as const;
const minimalProcess = { command: 'run' };
const webProcess = { name: 'web' };

test('the schemas are valid JSON Schemas', () => {
  for (const language of languages) {
    const each = [localized(2, language), localized(3, language), localizedForBoth(language)];
    for (const schema of each) assert.ok(compile(schema));
  }
});

test('every property has a title, a description and examples in both languages', () => {
  for (const version of [2, 3] as const) {
    const [en, zh] = [propertiesOf(localized(version, 'en')), propertiesOf(localized(version, 'zh-cn'))];
    assert.ok(en.size > 60, `${en.size} properties`);
    for (const [name, schema] of en) {
      const [title, description] = [schema['title'], schema['description']];
      assert.match(`${String(title)}\n${String(description)}`, /^[\x20-\x7e’]+\n[\x20-\x7e’]+\.$/, name);
      assert.ok(Array.isArray(schema['examples']) && schema['examples'].length > 0, `${name} has no example`);
      assert.match(String(zh.get(name)?.['description']), /\p{Script=Han}.*。$/u, name);
      assert.ok(zh.get(name)?.['title'] !== title || title === 'ConfigMap', `${name} has no Chinese title`);
      if (schema['pattern']) assert.equal(schema['patternErrorMessage'], description, name);
    }
  }
});

test('the platform accepts every example and every default', () => {
  for (const version of [2, 3] as const) {
    const schema = localized(version, 'en');
    for (const [name, property] of [['the file', schema] as const, ...propertiesOf(schema)]) {
      const { examples, default: ownDefault, ...rules } = property;
      const accepts = compile({ definitions: schema['definitions'], ...rules });
      const values = [...(examples as unknown[]), ...(ownDefault === undefined ? [] : [ownDefault])];
      for (const value of values) assert.ok(accepts(value), `${name}: ${JSON.stringify(value)}`);
    }
  }
});

for (const file of ['team-board', 'order-service', 'one-module']) {
  test(`the sample ${file}.yaml is accepted`, async () => {
    const reading = readYaml(await readFile(new URL(`../../fixtures/descriptions/${file}.yaml`, import.meta.url)));
    const description = reading.ok && reading.root && toJson(reading.root);
    for (const language of languages) assertValid(compile(localizedForBoth(language)), description);
    const { modules = {}, module, specVersion } = description as { modules?: object; module?: object; specVersion?: 3 };
    for (const value of module ? [module] : (Object.values(modules) as unknown[])) {
      assertValid(specVersion ? validateModule3 : validateModule2, value);
    }
  });
}

test('the key for the version decides by which schema a file is checked', () => {
  const validate = compile(localizedForBoth('en'));
  assert.ok(!validate({ specVersion: 3, modules: { default: { language: 'Go' } } }));
  assert.ok(validate({ spec_version: 2, modules: { default: { language: 'Go' } } }));
});

/**
 * Each row has a kind of field, a function that validates a value for such a field, and the values that the platform
 * accepts and refuses.
 */
const coercions: [what: string, of: (value: unknown) => boolean, accepted: unknown[], refused: unknown[]][] = [
  [
    'text',
    (command) => isValidModule2({ processes: { web: { command } } }),
    ['run', 7, 1.5],
    ['', ' ', true, null, ['a'], {}],
  ],
  [
    'text that can be blank',
    (value) => isValidModule2({ env_variables: [{ key: 'A', value }] }),
    ['', 'a', 7],
    [null, false],
  ],
  [
    'text that can be null',
    (plan) => isValidModule2({ processes: { web: { ...minimalProcess, plan } } }),
    [null, '', 'x'],
    [true, []],
  ],
  [
    'text of limited length',
    (description) => isValidModule3({ configuration: { env: [{ name: 'A', value: '', description }] } }),
    ['', 5, 'x'.repeat(200)],
    [null, 'x'.repeat(201)],
  ],
  [
    'whole number',
    (replicas) => isValidModule2({ processes: { web: { ...minimalProcess, replicas } } }),
    [2, -1, 2.0, '2', ' 2.0 ', '+2', '1_000', null],
    [1.5, 'two', '1.5', '', true, [], {}],
  ],
  [
    'whole number from 0',
    (replicas) => isValidModule3({ processes: [{ name: 'web', replicas }] }),
    [0, 100_000, '0', '-0', '2', null],
    [-1, '-1', 'two', true],
  ],
  [
    'whole number from 1',
    (minReplicas) => isValidModule3({ processes: [{ name: 'web', autoscaling: { minReplicas, maxReplicas: 9 } }] }),
    [1, '1', '010'],
    [0, '0', -1, null],
  ],
  [
    'port',
    (port) => isValidModule3(service({ port })),
    [1, 65_535, '80', null],
    [0, 65_536, '0', '65536', 'http', true],
  ],
  [
    'target port',
    (targetPort) => isValidModule3(service({ targetPort })),
    [1, '65535', '${PORT}'],
    [0, 70_000, '70000', '$PORT', 'http', 1.5, null],
  ],
  [
    'choice',
    (imagePullPolicy) => isValidModule3({ build: { imagePullPolicy } }),
    ['Always'],
    ['always', ' Never', null, 1, []],
  ],
  [
    'name with a pattern',
    (name) => isValidModule3({ processes: [{ name }] }),
    ['web', 'web-1', '1-', 7, 'w'.repeat(12)],
    ['Web', 'web_1', '-web', '', -1, 1.5, true, null, 'w'.repeat(13), 1e12],
  ],
  ['map', (build) => isValidModule3({ build }), [{}, null, { unknown: 1 }], ['', [], true, 7]],
  [
    'list',
    (args) => isValidModule3({ processes: [{ name: 'web', args }] }),
    [[], ['a', 7], null],
    ['a b', {}, [null], [['a']]],
  ],
  ['list that cannot be null', (mounts) => isValidModule3({ mounts }), [[]], [null, {}, '']],
];

for (const [what, accepts, accepted, refused] of coercions) {
  test(`a ${what} is coerced as on the platform`, () => {
    for (const value of accepted) assert.ok(accepts(value), `${JSON.stringify(value)} was refused`);
    for (const value of refused) assert.ok(!accepts(value), `${JSON.stringify(value)} was accepted`);
  });
}

test('a language can have any case, and spaces around it', () => {
  for (const language of ['python', 'PHP', ' Go ', 'NodeJS', 'java'])
    assert.ok(validateModule2({ language }), language);
  for (const language of ['rust', 'Python3', '', 7, null]) assert.ok(!validateModule2({ language }), String(language));
});

test('a build directory is a relative path without ".."', () => {
  for (const path of ['', '.', './src/', 'a//b', '-x', 1, 1.5])
    assert.ok(isValidModule2({ source_dir: path }), String(path));
  const refused = ['/src', '../src', 'a/../b', 'src..old', 'src web', 'a\\b', 'C:/x', '源码', true, null, []];
  for (const path of refused) assert.ok(!isValidModule2({ source_dir: path }), String(path));
  assert.ok(isValidModule2({ source_dir: 'a'.repeat(300) }));
  assert.ok(!validateModule3({ language: 'go', spec: { processes: [webProcess] }, sourceDir: 'a'.repeat(256) }));
});

test('the name of an environment variable is in upper case and not reserved', () => {
  const accepts = (key: string): boolean => isValidModule2({ env_variables: [{ key, value: '' }] });
  for (const key of ['A', 'S3_BUCKET', 'BK_FOO', 'A'.repeat(1024)]) assert.ok(accepts(key), key);
  const refused = ['foo', '_A', '1A', 'A.B', 'BKPAAS_X', 'KUBERNETES_X', 'A'.repeat(1025), ''];
  for (const key of refused) assert.ok(!accepts(key), key);
});

test('a module has at most 16 processes, and one of version 3 has at least 1', () => {
  const names = Array.from({ length: 17 }, (_, index) => `p${index}`);
  const of2 = (count: number): object =>
    Object.fromEntries(names.slice(0, count).map((name) => [name, minimalProcess]));
  assert.deepEqual(
    [0, 16, 17].map((count) => isValidModule2({ processes: of2(count) })),
    [true, true, false],
  );
  const of3 = (count: number): object[] => names.slice(0, count).map((name) => ({ name }));
  assert.deepEqual(
    [0, 1, 16, 17].map((count) => isValidModule3({ processes: of3(count) })),
    [false, true, true, false],
  );
});

test('a probe of version 2 has exactly one check, and one of version 3 any number', () => {
  const [tcp, exec] = [{ port: 80 }, { command: ['ls'] }];
  const of2 = (liveness: unknown): boolean =>
    isValidModule2({ processes: { web: { ...minimalProcess, probes: { liveness } } } });
  assert.deepEqual([{ tcp_socket: tcp }, { tcp_socket: tcp, exec: null }, null].map(of2), [true, true, true]);
  assert.deepEqual([{}, { exec: null }, { tcp_socket: tcp, exec }].map(of2), [false, false, false]);
  const of3 = (liveness: unknown): boolean => isValidModule3({ processes: [{ name: 'web', probes: { liveness } }] });
  assert.deepEqual([{}, { tcpSocket: tcp, exec }, { exec: { command: 'ls' } }].map(of3), [true, true, false]);
});

test('a pre-release command of version 2 is a text or empty', () => {
  const accepts = (hook: unknown): boolean => isValidModule2({ scripts: { pre_release_hook: hook, other: 1 } });
  for (const hook of ['migrate', '', null, false, 0, [], {}]) assert.ok(accepts(hook), JSON.stringify(hook));
  for (const hook of [true, 7, ['migrate'], { a: 1 }]) assert.ok(!accepts(hook), JSON.stringify(hook));
});

test('the build writes the schemas that the manifest names, and the validators without Ajv', async (t) => {
  const outdir = await mkdtemp(path.join(tmpdir(), 'schemas-'));
  t.after(() => rm(outdir, { recursive: true }));
  const entryPoints = [path.join(import.meta.dirname, '../../../src/core/description/validators.ts')];
  const output = { outdir, outExtension: { '.js': '.cjs' }, bundle: true, format: 'cjs', platform: 'node' } as const;
  await esbuild.build({ entryPoints, ...output, plugins: [schemas], logLevel: 'silent' });

  for (const [language, texts] of [['en', english] as const, ['zh-cn', chinese] as const]) {
    const file = path.resolve(outdir, '..', texts['schema.appDesc'].replace('./dist', path.basename(outdir)));
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), localizedForBoth(language));
  }
  const code = path.join(outdir, 'validators.cjs');
  assert.doesNotMatch(await readFile(code, 'utf8'), /new Function|\p{Script=Han}/u);
  const built = createRequire(import.meta.url)(code) as Validators;
  const wrong = { language: 'rust', processes: { Web: {} }, spec: { processes: [{ name: 'web', replicas: 'two' }] } };
  for (const name of ['validateModule2', 'validateModule3'] as const) {
    assert.equal(built[name](wrong), validators[name](wrong));
    assert.deepEqual(built[name].errors, validators[name].errors);
    assert.ok(built[name].errors?.length);
  }
});

function assertValid(validate: ValidateFunction, value: unknown): void {
  assert.ok(validate(value), JSON.stringify(validate.errors));
}

function isValidModule2(fields: object): boolean {
  return validateModule2({ language: 'Python', ...fields });
}

function isValidModule3(fields: object): boolean {
  return validateModule3({ language: 'Go', spec: { processes: [webProcess], ...fields } });
}

function service(fields: object): object {
  return { processes: [{ name: 'web', services: [{ name: 'a', targetPort: 1, ...fields }] }] };
}

/**
 * Returns the schema of every property, keyed by path. A property is a member of any `properties`, except in
 * conditions.
 */
function propertiesOf(schema: unknown, at = ''): Map<string, Schema> {
  const found = new Map<string, Schema>();
  if (typeof schema !== 'object' || schema === null) return found;
  for (const [keyword, value] of Object.entries(schema)) {
    if (['examples', 'default', 'then', 'if'].includes(keyword)) continue;
    if (keyword === 'properties') {
      for (const [name, property] of Object.entries(value as Record<string, Schema>)) {
        found.set(`${at}.${name}`, property);
        for (const each of propertiesOf(property, `${at}.${name}`)) found.set(...each);
      }
    } else for (const each of propertiesOf(value, `${at}/${keyword}`)) found.set(...each);
  }
  return found;
}
