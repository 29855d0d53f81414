import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { parse } from 'yaml';
import { ciScript, type CiScriptOptions } from '../../src/core/operations/ci/ciScript.ts';
import { ciStep } from '../../src/core/operations/ci/ciStep.ts';
import { parseAppCode, parseModuleName } from '../../src/core/platform/names.ts';
import { gatewayUrlOf } from '../core/connect.ts';
import { valueAt } from '../platform/gatewayClient.ts';
import { textOrUrl, anyText, lettersAndDigits, secretOf, versionLike } from './arbitraries.ts';
import { property } from './property.ts';

const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
const hostileText = fc.constantFrom(
  ...[
    `'; touch owned #`,
    '$(id)',
    '`id`',
    `'\\''`,
    '${{ secrets.X }}',
    '${HOME}',
    '$',
    "$'",
    '-rf',
    '一期',
    '- |',
    '#',
  ],
);
const options: fc.Arbitrary<CiScriptOptions> = fc.record({
  gatewayUrl: fc
    .constantFrom('https://bkapi.example.com/api/bkpaas3/prod', 'http://例子.中国:8080/it%27s/$x/prod')
    .map(gatewayUrlOf),
  tenantId: fc.option(fc.oneof(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), hostileText), { nil: undefined }),
  language: fc.constantFrom('en' as const, 'zh-cn' as const),
  appCode: name.map((text) => parseAppCode(text) ?? assert.fail()),
  module: name.map((text) => parseModuleName(text) ?? assert.fail()),
  packageUrl: fc.option(fc.oneof(textOrUrl, hostileText), { nil: undefined }),
  version: fc.option(fc.oneof(versionLike, anyText, hostileText), { nil: undefined }),
  environment: fc.constantFrom(undefined, 'stag' as const, 'prod' as const),
});

/** Runs the assignments at the top of the script in a real shell. Returns the values of the script's variables. */
function runAssignments(script: string): string[] {
  const top = script.slice(0, script.indexOf('\nexport '));
  const print = `printf '%s\\0' "$api" "$PACKAGE_URL" "$VERSION"`;
  const { stdout, stderr, status } = spawnSync('sh', ['-c', `PACKAGE_URL=; VERSION=\n${top}\n${print}`], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout.split('\0').slice(0, -1);
}

property(
  'a real shell and a YAML parser read exactly the values from a CI step, and a CI finds no expression in it',
  options,
  (given) => {
    const { text, variables } = ciScript(given);
    const names = variables.map((variable) => variable.name);
    assert.doesNotMatch(text, /\$\{/);
    assert.deepEqual(runAssignments(text), [
      `${given.gatewayUrl}/bkapps/applications/${given.appCode}/modules/${given.module}`,
      names.includes('PACKAGE_URL') ? '' : given.packageUrl,
      names.includes('VERSION') ? '' : given.version,
    ]);
    assert.equal(valueAt(parse(ciStep('gitHub', given).text), 0, 'run'), text);
  },
  2000,
);

property(
  'no secret of a package URL is in a CI step',
  fc.tuple(options, secretOf(lettersAndDigits)),
  ([given, password]) => {
    for (const packageUrl of [
      `https://user:${password}@pkg.example.com/a.tgz`,
      `https://${password}@pkg.example.com/a.tgz`,
      `https://pkg.example.com/a.tgz?x=1&X-Amz-Signature=${password}`,
      `https://pkg.example.com/a.tgz?token=${password}`,
    ])
      assert.ok(!ciStep('bkCi', { ...given, packageUrl }).text.includes(password));
  },
);
