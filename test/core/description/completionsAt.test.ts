import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { checkDescription } from '../../../src/core/description/checkDescription.ts';
import { completionsAt } from '../../../src/core/description/completionsAt.ts';
import type { DescriptionCompletion } from '../../../src/core/description/descriptionHelp.ts';
import { schemaAt } from '../../../src/core/description/schemaAt.ts';
import { schemas } from '../../../src/core/description/schemas.ts';
import { readYaml } from '../../../src/core/yaml/readYaml.ts';
import type { YamlNode } from '../../../src/core/yaml/yamlNode.ts';
import { markedText } from './markedText.ts';

const moduleV2 = 'spec_version: 2\nmodules:\n  api:\n    ';
const moduleV3 = 'specVersion: 3\nmodules:\n  - name: api\n    ';
const specV3 = `${moduleV3}spec:\n      `;
const processV3 = `${specV3}processes:\n        - name: web\n          `;

/**
 * Each row has a text with `§` at the cursor, and the first completions there, in order. A completion is its label, or
 * the name of its snippet.
 */
const firstCompletionCases: readonly (readonly [string, string])[] = [
  ['§', 'version3, version2, specVersion: 3, spec_version: 2, modules'],
  ['modules:\n§', 'specVersion: 3, spec_version: 2, appVersion, app, module'],
  ['app:\n  bk_app_code: a\n§', 'specVersion: 3, spec_version: 2, modules, app_version, module'],
  ['specVersion: 3\n§', 'modules, appVersion, app, module'],
  ['spec_version: 2\n§', 'modules, app_version, app, module'],
  ['specVersion: 2\n§', 'modules, app_version, app, module'],
  ['specVersion: 3\nmodules:\n  §', '- name: default'],
  ['specVersion: 3\nmodules:\n  - §', 'name, language, spec, isDefault, sourceDir'],
  [`${moduleV3}§`, 'language, spec, isDefault, sourceDir'],
  [`${moduleV3}language: go\n    §`, 'spec, isDefault, sourceDir'],
  [`${moduleV3}language: §`, 'Python, NodeJS, Go, PHP, Java'],
  [`${moduleV3}language:§`, 'Python, NodeJS, Go, PHP, Java'],
  [`${moduleV3}isDefault: §`, 'true, false'],
  [`${moduleV3}spec: §`, 'processes:'],
  [`${specV3}§`, 'processes, web, hook, variable, build'],
  [`${specV3}processes:\n        §`, 'web, worker'],
  [`${specV3}processes:\n        - §`, 'web, worker, name, procCommand'],
  [`${processV3}§`, 'probe, procCommand, command, args, replicas'],
  [`${processV3}procCommand: run\n          §`, 'probe, replicas'],
  [`${processV3}procCommand: run\n        §`, 'web, worker'],
  [`${processV3}procCommand: run\n      §`, 'hook, variable, build, configuration'],
  [`${processV3}resQuotaPlan: §`, 'default, 4C1G, 4C2G, 4C4G'],
  [`${processV3}resQuotaPlan: 8C8G\n        - name: b\n          resQuotaPlan: §`, '8C8G, default, 4C1G'],
  [`${processV3}probes:\n            liveness:\n              §`, 'httpGet, exec, tcpSocket, initialDelaySeconds'],
  [`${processV3}probes:\n            liveness:\n              exec: {}\n              §`, 'initialDelaySeconds'],
  [`${processV3}services:\n            - name: web\n              §`, 'targetPort, exposedType'],
  [
    `${processV3}services:\n            - name: web\n              exposedType:\n                name: §`,
    'bk/http, bk/grpc',
  ],
  [`${specV3}addons:\n        - name: rabbitmq\n        - name: §`, 'rabbitmq, mysql, redis'],
  [`${specV3}addons:\n        §`, '- name: mysql'],
  [`${specV3}configuration:\n        env:\n          §`, 'variable'],
  [`${specV3}hooks:\n        preRelease:\n          §`, 'procCommand, command, args'],
  [`${processV3}procCommand: a\n      envOverlay:\n        replicas:\n          - envName: §`, 'stag, prod'],
  [`${processV3}procCommand: a\n      envOverlay:\n        replicas:\n          - process: §`, 'web'],
  ['spec_version: 2\nmodules:\n  §', 'default'],
  [`${moduleV2}§`, 'language, web, hook, variable, processes, is_default'],
  [`${moduleV2}processes:\n      §`, 'web, worker'],
  [`${moduleV2}processes:\n      web:\n        command: a\n      §`, 'worker'],
  [`${moduleV2}processes:\n      web:\n        §`, 'command, probe, replicas, plan'],
  [`${moduleV2}env_variables:\n      - environment_name: §`, 'stag, prod, _global_'],
  [`${moduleV2}env_variables:\n      - key: A\n        §`, 'value, environment_name, description'],
  [`${moduleV2}services:\n      - name: redis\n      - name: §`, 'redis, mysql'],
  [`${moduleV2}services:\n      §`, '- name: mysql'],
  // Without a version, the existing keys decide whether completions have the spelling of version 2 or 3.
  ['modules:\n  api:\n    is_default: true\n    §', 'language, web'],
  // No completions.
  ['specVersion: 3\nunknown:\n  §', ''],
  ['# §', ''],
  ['spec_version: 2\nmodules: {§}', ''],
];

test('required keys come first, then snippets and other keys', () => {
  for (const [marked, expected] of firstCompletionCases) {
    const found = complete(marked).map(({ label }) => label);
    const shown = expected === '' ? found : found.slice(0, expected.split(', ').length);
    assert.equal(shown.join(', '), expected, JSON.stringify(marked));
  }
});

test('no completion offers a key that exists already', async () => {
  const folder = new URL('../../fixtures/descriptions/', import.meta.url);
  for (const name of ['one-module.yaml', 'order-service.yaml', 'team-board.yaml']) {
    const text = await readFile(new URL(name, folder), 'utf8');
    const lines = text.split('\n');
    for (let index = 0; index <= lines.length; index += 1) {
      const beside = [lines[index - 1], lines[index]].map((line) => /^ */.exec(line ?? '')?.[0].length ?? 0);
      for (const indent of new Set(beside)) {
        const before = `${lines.slice(0, index).join('\n')}\n${' '.repeat(indent)}`;
        const after = `\n${lines.slice(index).join('\n')}`;
        for (const { kind, label, insert } of complete(`${before}§${after}`)) {
          if (kind !== 'key') continue;
          const at = `${name}:${index} column ${indent}: ${label}`;
          const reading = readYaml(`${before}${plainText(insert).split('\n')[0] ?? ''}${after}`);
          assert.ok(!reading.ok || !reading.root || !hasDuplicateKeys(reading.root), at);
        }
      }
    }
  }
});

test('a deprecated key and the second module come last', () => {
  const keys = complete(`${processV3}§`);
  assert.equal(keys.at(-1)?.label, 'targetPort');
  assert.equal(keys.at(-1)?.isDeprecated, true);
  assert.equal(complete('specVersion: 3\n§').at(-1)?.label, 'module');
});

test('a completion says in the window’s language what the key is for, and whether it is required', () => {
  const language = complete(`${moduleV3}§`, 'zh-cn').find(({ label }) => label === 'language');
  assert.equal(language?.title, '开发语言');
  assert.match(language.text, /不区分大小写/);
  assert.equal(language.isRequired, true);
  assert.equal(complete(`${moduleV3}§`).find(({ label }) => label === 'isDefault')?.isRequired, false);
});

test('the whole word is replaced, and a key with a colon gets no second colon', () => {
  const [language] = complete(`${moduleV3}lan§guage: go`).filter(({ label }) => label === 'language');
  assert.equal(language?.insert, 'language');
  assert.deepEqual(language.range, { start: moduleV3.length, end: moduleV3.length + 'language'.length });
});

test('a value directly after a colon gets a space, and typed quotes are replaced', () => {
  assert.equal(complete(`${moduleV3}language:§`)[0]?.insert, ' Python');
  const [quoted] = complete(`${moduleV3}language: "Py§"`);
  assert.deepEqual([quoted?.insert, quoted?.filter], ['Python', '"Python']);
});

test('the names of the target’s application and module come first', () => {
  const known = { appCode: 'my-app', module: 'backend' };
  const insert = (marked: string): string => complete(marked, 'en', known)[0]?.insert ?? '';
  assert.equal(insert('specVersion: 3\napp:\n  bkAppCode: §'), 'my-app');
  assert.match(insert('§'), /name: \$\{\d\|backend,default\|\}/);
  assert.match(complete('§', 'en', known)[1]?.insert ?? '', /\n {2}\$\{\d:backend\}:\n/);
  assert.ok(complete('spec_version: 2\nmodules:\n  §', 'en', known).some(({ label }) => label === 'backend'));
});

test('lines of a completion after a dash are indented below the item', () => {
  const [web] = complete(`${specV3}processes:\n        - §`);
  assert.match(web?.insert ?? '', /^name: \S+\n {2}procCommand: /);
});

test('the platform accepts every completed description, and every key that is completed in one', () => {
  const [three, two] = complete('§').map(({ insert }) => plainText(insert));
  for (const text of [three, two]) assert.deepEqual(checkDescription(text ?? ''), []);
  for (const marked of [
    `${three ?? ''}\n§`,
    `${two ?? ''}\n§`,
    ...textsMarkedAtMapEnds(three ?? ''),
    ...textsMarkedAtMapEnds(two ?? ''),
  ]) {
    for (const { insert, label, kind, range } of complete(marked)) {
      if (kind === 'value') continue;
      const { text, offset } = markedText(marked);
      const indent = /[^\n]*$/.exec(text.slice(0, offset))?.[0].length ?? 0;
      const lines = plainText(insert).replaceAll('\n', `\n${' '.repeat(indent)}`);
      const whole = text.slice(0, range.start) + lines + text.slice(range.end);
      const findings = checkDescription(whole).filter(({ code }) => !refersToOthers(code, label));
      assert.deepEqual(findings, [], whole);
    }
  }
});

test('every key of both schemas can be completed', () => {
  for (const version of [2, 3] as const) {
    const head = version === 2 ? 'spec_version: 2\n' : 'specVersion: 3\n';
    for (const path of mapPaths(version)) {
      const lines = path
        .map((step, depth) => `${'  '.repeat(depth)}${/^\d$/.test(step) ? '-' : `${step}:`}\n`)
        .join('');
      const labels = complete(`${head}${lines}${'  '.repeat(path.length)}§`).map(({ label }) => label);
      const wanted = Object.keys(schemaAt(schemas[version], path)?.properties ?? {});
      const missing = wanted.filter((key) => path.length > 0 && !labels.includes(key));
      assert.deepEqual(missing, [], `${version} ${path.join('.')}`);
    }
  }
});

function complete(marked: string, language: 'en' | 'zh-cn' = 'en', known = {}): DescriptionCompletion[] {
  const { text, offset } = markedText(marked);
  return completionsAt(text, offset, { language, ...known });
}

/**
 * Returns the text that a snippet inserts if the user changes nothing: the first of its choices, and the default texts
 * of its tab stops.
 */
function plainText(snippet: string): string {
  const chosen = snippet.replaceAll(/\$\{\d+\|((?:\\.|[^,|\\])*)(?:,(?:\\.|[^|\\])*)?\|\}/g, '$1');
  return chosen.replaceAll(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1').replaceAll(/\\([\\$},|])/g, '$1');
}

/**
 * Returns one text for each line of the description. Each text is the description with a new line that contains only
 * the mark `§`. The new line is at the end of the map to which the description's line belongs. The mark is at the
 * column of the map's keys.
 */
function textsMarkedAtMapEnds(text: string): string[] {
  const lines = text.split('\n');
  return lines.map((line, index) => {
    const column = /^ *(?:- )?/.exec(line)?.[0].length ?? 0;
    const end = lines.findIndex((later, at) => at > index && (/^ */.exec(later)?.[0].length ?? 0) < column);
    const at = end === -1 ? lines.length : end;
    return [...lines.slice(0, at), `${' '.repeat(column)}§`, ...lines.slice(at)].join('\n');
  });
}

/**
 * Returns whether a finding is expected after this completion. `observability` refers to a service, and the description
 * does not have this service yet.
 */
function refersToOthers(code: string, label: string): boolean {
  return label === 'observability' && code === 'metricWithoutService';
}

/**
 * Returns the paths of all maps with known keys in a schema. In a path, `0` stands for a list item and `x` for a name.
 */
function mapPaths(version: 2 | 3, path: readonly string[] = []): (readonly string[])[] {
  const schema = schemaAt(schemas[version], path);
  if (!schema || path.length > 12) return [];
  const below = [
    ...Object.keys(schema.properties ?? {}),
    ...(schema.items ? ['0'] : []),
    ...(typeof schema.additionalProperties === 'object' ? ['x'] : []),
  ];
  return [...(schema.properties ? [path] : []), ...below.flatMap((step) => mapPaths(version, [...path, step]))];
}

function hasDuplicateKeys(node: YamlNode): boolean {
  if (node.kind === 'scalar') return false;
  if (node.kind === 'list') return node.items.some(hasDuplicateKeys);
  const keys = node.entries.map(({ key }) => key.text);
  return new Set(keys).size < keys.length || node.entries.some(({ value }) => hasDuplicateKeys(value));
}
