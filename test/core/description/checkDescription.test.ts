import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { checkDescription, type DescriptionTarget } from '../../../src/core/description/checkDescription.ts';
import { descriptionSeverities, type DescriptionCode } from '../../../src/core/description/descriptionFinding.ts';
import { property } from '../../properties/property.ts';

const descriptionV2 = `spec_version: 2
app_version: "1.0.3"
app:
  bk_app_code: demo-app
modules:
  default:
    language: Python
    processes:
      web:
        command: ./start
`;
const descriptionV3 = `specVersion: 3
appVersion: '1.0.3'
app:
  bkAppCode: demo-app
modules:
  - name: default
    language: NodeJS
    spec:
      processes:
        - name: web
          procCommand: npm start
`;

const target = { appCode: 'demo-app', module: 'default' };

for (const [what, text] of [
  ['version 2', descriptionV2],
  ['version 3', descriptionV3],
  ['one module alone', 'spec_version: 2\nmodule:\n  language: go\n  processes:\n    web: {command: x}\n'],
  [
    'merged keys',
    descriptionV2
      .replace('modules:', 'base: &base {language: go, processes: {web: {command: x}}}\nmodules:')
      .replace(/    language[^]*$/, '    <<: *base\n'),
  ],
] as const) {
  test(`a good description: ${what}`, () => {
    assert.deepEqual(checkDescription(text, target), []);
  });
}

interface Case {
  what: string;
  text: string;
  code: DescriptionCode;
  /** The text that the finding underlines. */
  at?: string;
  /** The whole description after the finding's fix has been applied. */
  fixed?: string;
  target?: DescriptionTarget;
}

const cases: readonly Case[] = [
  { what: 'nothing but comments', text: '# nothing\n', code: 'descriptionEmpty' },
  { what: 'broken YAML', text: 'spec_version: 2\n  app: [unclosed\n', code: 'descriptionNotYaml' },
  { what: 'a list', text: '- a\n- b\n', code: 'descriptionNotMapping' },
  {
    what: 'no version, of form 3',
    text: descriptionV3.replace('specVersion: 3\n', ''),
    code: 'specVersionMissing',
    fixed: descriptionV3,
  },
  {
    what: 'no version, of form 2',
    text: descriptionV2.replace('spec_version: 2\n', ''),
    code: 'specVersionMissing',
    fixed: descriptionV2,
  },
  { what: 'no version, of no form', text: 'name: x\n', code: 'specVersionMissing' },
  {
    what: 'a version in quotes',
    text: descriptionV3.replace('3', '"3"'),
    code: 'specVersionUnsupported',
    at: '"3"',
    fixed: descriptionV3,
  },
  { what: 'another version', text: descriptionV3.replace('3', '4'), code: 'specVersionUnsupported', at: '4' },
  {
    what: 'another application',
    text: descriptionV2.replace('demo-app', 'other'),
    code: 'appCodeDiffers',
    at: 'other',
  },
  {
    what: 'a version that is a number',
    text: descriptionV3.replace("'1.0.3'", '1.10'),
    code: 'valueChanged',
    at: '1.10',
    fixed: descriptionV3.replace("'1.0.3'", "'1.10'"),
  },
  {
    what: 'another module alone',
    text: descriptionV3.replace('default', 'api'),
    code: 'moduleMissing',
    at: 'api',
    fixed: descriptionV3,
  },
  {
    what: 'modules as a map in form 3',
    text: descriptionV3.replace(/modules:[^]*/, 'modules:\n  default: {}\n'),
    code: 'modulesOfOtherShape',
  },
  {
    what: 'a module without a name',
    text: descriptionV3.replace('name: default\n    language', 'language'),
    code: 'moduleWithoutName',
  },
  { what: 'no language', text: descriptionV2.replace('    language: Python\n', ''), code: 'fieldMissing' },
  { what: 'an unknown language', text: descriptionV2.replace('Python', 'cobol'), code: 'languageUnknown', at: 'cobol' },
  {
    what: 'a language by another name',
    text: descriptionV2.replace('Python', 'golang'),
    code: 'languageUnknown',
    fixed: descriptionV2.replace('Python', 'go'),
  },
  { what: 'no processes', text: descriptionV2.replace(/ {4}processes[^]*/, ''), code: 'processesMissing' },
  {
    what: 'no processes in form 3',
    text: descriptionV3.replace(/ {6}processes[^]*/, '      processes: []\n'),
    code: 'processesMissing',
  },
  {
    what: 'a process in upper case',
    text: descriptionV2.replace('web', 'Web'),
    code: 'processNameInvalid',
    at: 'Web',
    fixed: descriptionV2,
  },
  {
    what: 'a process with a long name',
    text: descriptionV2.replace('web', 'averylongprocess'),
    code: 'processNameInvalid',
  },
  {
    what: 'seventeen processes',
    text: descriptionV2.replace(
      / {6}web[^]*/,
      Array.from({ length: 17 }, (_, index) => `      p${index}: {command: x}\n`).join(''),
    ),
    code: 'tooManyProcesses',
  },
  {
    what: 'a source directory that climbs',
    text: descriptionV2.replace('    language', '    source_dir: ../x\n    language'),
    code: 'sourceDirInvalid',
    at: '../x',
  },
  {
    what: 'a source directory that is not there',
    text: descriptionV2.replace('    language', '    source_dir: src\n    language'),
    code: 'sourceDirMissing',
    at: 'src',
    target: { hasFolder: () => false },
  },
  {
    what: 'a date as a key',
    text: `${descriptionV2}2024-01-15: x\n`,
    code: 'keyIsDate',
    at: '2024-01-15',
    fixed: `${descriptionV2}'2024-01-15': x\n`,
  },
  { what: 'infinity', text: descriptionV2.replace('./start', '.inf'), code: 'numberNotFinite', at: '.inf' },
  {
    what: 'an empty module',
    text: descriptionV2.replace(/  default:[^]*/, '  default: {}\n'),
    code: 'moduleEmpty',
    at: 'default',
  },
  { what: 'no module', text: 'specVersion: 3\n', code: 'moduleEmpty', at: 'specVersion' },
  { what: 'a command without a value', text: descriptionV2.replace(' ./start', ''), code: 'fieldNull', at: 'command' },
  {
    what: 'a process that is a text',
    text: descriptionV2.replace('\n        command: ./start', ' ./start'),
    code: 'fieldWrongType',
    at: './start',
  },
  {
    what: 'true for a text',
    text: descriptionV2.replace('./start', 'yes'),
    code: 'fieldNotText',
    at: 'yes',
    fixed: descriptionV2.replace('./start', "'yes'"),
  },
  {
    what: 'a text for a number',
    text: descriptionV2.replace('./start', './start\n        replicas: two'),
    code: 'fieldNotNumber',
    at: 'two',
  },
  { what: 'a blank command', text: descriptionV2.replace('./start', '" "'), code: 'fieldBlank', at: '" "' },
  { what: 'a long description', text: withVariable(`description: ${'x'.repeat(201)}`), code: 'fieldTooLong' },
  {
    what: 'a negative number',
    text: descriptionV3.replace('npm start', 'npm start\n          replicas: -1'),
    code: 'fieldOutOfRange',
    at: '-1',
  },
  {
    what: 'an environment in other words',
    text: withVariable('environment_name: staging'),
    code: 'fieldNotAllowed',
    at: 'staging',
    fixed: withVariable('environment_name: stag'),
  },
  {
    what: 'a name of a mount with an underscore',
    text: withSpec('mounts: [{name: a_b, mountPath: /x, source: {configMap: {name: y}}}]'),
    code: 'fieldMalformed',
    at: 'a_b',
  },
  {
    what: 'a probe with a long command',
    text: descriptionV2.replace('./start', `x\n        probes: {liveness: {exec: {command: [${'a, '.repeat(13)}]}}}`),
    code: 'listTooLong',
  },
  {
    what: 'a variable in lower case',
    text: withVariable('', 'log_level'),
    code: 'variableNameInvalid',
    at: 'log_level',
    fixed: withVariable('', 'LOG_LEVEL'),
  },
  { what: 'a reserved variable', text: withVariable('', 'BKPAAS_X'), code: 'variableNameReserved', at: 'BKPAAS_X' },
  {
    what: 'a name server that is no address',
    text: withSpec('domainResolution: {nameservers: [dns]}'),
    code: 'addressInvalid',
    at: 'dns',
  },
  {
    what: 'a probe with two checks',
    text: descriptionV2.replace(
      './start',
      'x\n        probes: {liveness: {tcp_socket: {port: 1}, exec: {command: [a]}}}',
    ),
    code: 'probeHandlers',
  },
  {
    what: 'an apostrophe in a command',
    text: descriptionV2.replace('./start', "echo it's"),
    code: 'commandQuoteOpen',
    at: "echo it's",
  },
  {
    what: 'a backslash at the end of a hook',
    text: descriptionV2.replace('    processes', '    scripts: {pre_release_hook: a\\}\n    processes'),
    code: 'commandBackslash',
    at: 'a\\',
  },
  {
    what: 'two services of one port',
    text: withServices('{name: a, targetPort: 1}, {name: b, targetPort: 1}'),
    code: 'serviceTwice',
  },
  {
    what: 'two exposed services',
    text: withServices(
      '{name: a, targetPort: 1, exposedType: {name: bk/http}}, {name: b, targetPort: 2, exposedType: {name: bk/grpc}}',
    ),
    code: 'exposedTwice',
  },
  {
    what: 'an application that is discovered twice',
    text: descriptionV2.replace('    processes', '    svc_discovery: {bk_saas: [a, {bk_app_code: a}]}\n    processes'),
    code: 'discoveredTwice',
  },
  {
    what: 'a metric of no process',
    text: withSpec('observability: {monitoring: {metrics: [{process: nope, serviceName: a}]}}'),
    code: 'metricWithoutProcess',
    at: 'nope',
  },
  {
    what: 'a metric of no service',
    text: withSpec('observability: {monitoring: {metrics: [{process: web, serviceName: a}]}}'),
    code: 'metricWithoutService',
    at: 'a',
  },
  {
    what: 'a plan that the platform does not ship with',
    text: descriptionV2.replace('./start', './start\n        plan: huge'),
    code: 'planUnknown',
    at: 'huge',
  },
  {
    what: 'two main modules',
    text: `${descriptionV3.replace('    language', '    isDefault: true\n    language')}  - name: api\n    isDefault: true\n    language: go\n    spec: {processes: [{name: web}]}\n`,
    code: 'mainModuleTwice',
    at: 'isDefault',
  },
  {
    what: 'a key of the other version',
    text: descriptionV2.replace('bk_app_code', 'bkAppCode'),
    code: 'fieldIgnored',
    at: 'bkAppCode',
    fixed: descriptionV2,
  },
];

function withVariable(more: string, key = 'A'): string {
  const line = more === '' ? '' : `        ${more}\n`;
  return descriptionV2.replace(
    '    processes',
    `    env_variables:\n      - key: ${key}\n        value: x\n${line}    processes`,
  );
}

function withSpec(line: string): string {
  return descriptionV3.replace('    spec:\n', `    spec:\n      ${line}\n`);
}

function withServices(services: string): string {
  return descriptionV3.replace('npm start', `npm start\n          services: [${services}]`);
}

for (const { what, text, code, at, fixed, target: other } of cases) {
  test(`${what}: ${code}`, () => {
    const findings = checkDescription(text, { ...target, ...other });
    const finding = findings.find((candidate) => candidate.code === code);
    assert.ok(finding, findings.map((each) => each.code).join());
    if (at !== undefined) assert.equal(text.slice(finding.range.start, finding.range.end), at);
    const { fix } = finding;
    const edited = fix && text.slice(0, fix.range.start) + fix.text + text.slice(fix.range.end);
    assert.equal(edited, fixed);
    if (edited !== undefined) assert.ok(!checkDescription(edited, target).some((each) => each.code === code));
  });
}

test('every code has a case', () => {
  const found = new Set(cases.map(({ code }) => code));
  assert.deepEqual(
    Object.keys(descriptionSeverities).filter((code) => !found.has(code as DescriptionCode)),
    [],
  );
});

test('a fault of a module that is not deployed names the module', () => {
  const text = `${descriptionV2}  api:\n    language: rust\n    processes: {web: {command: x}}\n`;
  const findings = checkDescription(text, target);
  assert.deepEqual(
    findings.map(({ code, otherModule }) => [code, otherModule]),
    [['languageUnknown', 'api']],
  );
  const [inTarget] = checkDescription(text, { ...target, module: 'api' });
  assert.deepEqual([inTarget?.code, inTarget?.otherModule], ['languageUnknown', undefined]);
});

test('without a known target module, a single module is the target, and of several modules none is', () => {
  const broken = descriptionV3.replace('NodeJS', 'rust');
  assert.deepEqual(
    checkDescription(broken).map(({ otherModule }) => otherModule),
    [undefined],
  );
  const two = `${broken}  - name: api\n    language: rust\n    spec: {processes: [{name: web}]}\n`;
  assert.deepEqual(
    checkDescription(two).map(({ otherModule }) => otherModule),
    ['default', 'api'],
  );
});

test('values that YAML does not change, and numbers where a number is expected, are not reported', () => {
  const values = ['"3.10"', "'012'", '1.5', '31', 'v1_000', '|\n          012'];
  for (const value of values) {
    const text = descriptionV2.replace(
      '    processes',
      `    env_variables:\n      - key: A\n        value: ${value}\n    processes`,
    );
    assert.deepEqual(checkDescription(text, target), [], value);
  }
  assert.deepEqual(checkDescription(descriptionV2.replace('./start', './start\n        replicas: 0x2'), target), []);
});

const piece = fc.constantFrom(
  'specVersion: 3\n',
  'modules:\n',
  '  - name: x\n',
  '    spec:\n',
  '- ',
  ': ',
  '&a ',
  '*a',
  '<<: ',
  '"',
  "'",
  '\n',
  '  ',
  '[',
  '}',
  '|\n',
  '#',
  '1.10',
  'app:\n',
  '\t',
  '演示',
);
property(
  'random texts are checked, and none throws; what is underlined is in the text',
  fc.array(piece, { maxLength: 30 }),
  (pieces) => {
    const text = pieces.join('');
    for (const { range, fix } of checkDescription(text, target)) {
      for (const place of [range, fix?.range ?? range]) {
        assert.ok(0 <= place.start && place.start <= place.end && place.end <= text.length);
      }
    }
  },
);
