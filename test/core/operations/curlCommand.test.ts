import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import test from 'node:test';
import { promisify } from 'node:util';
import { curlCommand } from '../../../src/core/operations/upload/curlCommand.ts';
import { parseUploadRequest } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import type { UploadByLink } from '../../../src/core/platform/sourcePackages.ts';
import { startPlatformForTest } from '../../platform/gatewayClient.ts';
import { demoTokens } from '../../platform/seedDemo.ts';
import { moduleOf } from '../../platform/state.ts';
import { gatewayUrlOf } from '../connect.ts';

const gatewayUrl = gatewayUrlOf('https://bkapi.example.com/api/bkpaas3/prod');
const upload = (rest: Partial<UploadByLink> = {}): UploadByLink => ({
  ...parseUploadRequest({
    appCode: 'demo-app',
    module: 'default',
    packageUrl: 'https://pkg.example.com/demo-app.tar.gz',
    version: '1.0.3',
    allowOverwrite: false,
  }),
  ...rest,
});

const canRun = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
const noShellReason = canRun('sh', '-c', 'exit 0') ? false : 'there is no POSIX shell here';
const noCurlReason = noShellReason || (canRun('curl', '--version') ? false : 'there is no curl here');

/** Returns the arguments that `curl` receives when a POSIX shell runs the command. */
async function wordsOf(command: string, token: string): Promise<string[]> {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const env = { PATH: process.env['PATH'], BKPAAS_ACCESS_TOKEN: token };
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { env });
  return stdout.split('\0').slice(0, -1);
}

test('the displayed command', () => {
  assert.equal(
    curlCommand(gatewayUrl, undefined, upload({ allowOverwrite: true })),
    [
      `curl -X POST 'https://bkapi.example.com/api/bkpaas3/prod/bkapps/applications/demo-app/modules/default/source_package/link/'`,
      String.raw`-H "X-Bkapi-Authorization: {\"access_token\": \"$BKPAAS_ACCESS_TOKEN\"}"`,
      `--form-string 'package_url=https://pkg.example.com/demo-app.tar.gz'`,
      `--form-string 'version=1.0.3'`,
      `--form-string 'allow_overwrite=true'`,
    ].join(' \\\n  '),
  );
});

test('a tenant becomes a header', () => {
  assert.match(curlCommand(gatewayUrl, 'my-tenant', upload()), /^ {2}-H 'X-Bk-Tenant-Id: my-tenant' \\$/m);
  for (const none of [undefined, '']) assert.doesNotMatch(curlCommand(gatewayUrl, none, upload()), /Tenant/);
});

const awkwardTexts: Record<string, string> = {
  'quotes of every kind': `it's "quoted" \`id\``,
  'what a shell would run or fill in': '$(touch /tmp/owned) ${HOME} $HOME !! ~ * ? [a] {b,c} ; & | > < # \\',
  'line breaks': 'one\ntwo\r\nthree',
  'quotes alone': `'''`,
  'Chinese and emoji': '一期 🐳',
  'what curl would read from a file': '@/etc/passwd',
  'what curl would take for a type': 'a;type=text/html',
};
for (const [what, value] of Object.entries(awkwardTexts)) {
  test(`${what} come through a real shell as they are`, { skip: noShellReason }, async () => {
    const packageUrl = `https://pkg.example.com/a.tar.gz?q=${value}`;
    const command = curlCommand(gatewayUrl, value, upload({ packageUrl, version: value }));
    assert.deepEqual(await wordsOf(command, 'tok-en'), [
      ...['-X', 'POST', `${gatewayUrl}/bkapps/applications/demo-app/modules/default/source_package/link/`],
      ...['-H', 'X-Bkapi-Authorization: {"access_token": "tok-en"}'],
      ...['-H', `X-Bk-Tenant-Id: ${value}`],
      ...['--form-string', `package_url=${packageUrl}`],
      ...['--form-string', `version=${value}`],
      ...['--form-string', 'allow_overwrite=false'],
    ]);
  });
}

test('the command does the same upload with a real curl', { skip: noCurlReason }, async (t) => {
  const platform = await startPlatformForTest(t);
  const packageUrl = `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`;
  const command = curlCommand(gatewayUrlOf(platform.gatewayUrl), undefined, upload({ packageUrl, version: '@一期' }));
  const env = { PATH: process.env['PATH'], BKPAAS_ACCESS_TOKEN: demoTokens.admin, NO_PROXY: '*' };
  const { stdout } = await promisify(execFile)('sh', ['-c', `${command} --silent`], { env });
  assert.match(stdout, /"version":"@一期"/);
  assert.equal(moduleOf(platform.state, 'demo-app', 'default').packages.at(-1)?.packageName, 'demo-app-1:@一期');
});
