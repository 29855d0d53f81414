import assert from 'node:assert/strict';
import fc from 'fast-check';
import { curlCommand } from '../../src/core/operations/upload/curlCommand.ts';
import { parseAppCode, parseModuleName } from '../../src/core/platform/names.ts';
import { gatewayUrlOf } from '../core/connect.ts';
import { textOrUrl, anyText, lettersAndDigits, secretOf } from './arbitraries.ts';
import { property } from './property.ts';
import { shellWords } from './shellWords.ts';

const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/);
const uploads = fc.record({
  gatewayUrl: fc
    .constantFrom('https://bkapi.example.com/api/bkpaas3/prod', 'http://例子.中国:8080/it%27s/prod')
    .map(gatewayUrlOf),
  tenantId: fc.option(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), { nil: undefined }),
  appCode: name.map((text) => parseAppCode(text) ?? assert.fail()),
  module: name.map((text) => parseModuleName(text) ?? assert.fail()),
  packageUrl: fc.oneof(textOrUrl, fc.constantFrom(`'; rm -rf ~ #`, '$(id)', '`id`', `'\\''`, '@/etc/passwd', '\\')),
  version: fc.oneof(anyText, fc.constantFrom(`'`, '"$BKPAAS_ACCESS_TOKEN"', '\\\n')),
  allowOverwrite: fc.boolean(),
});

property(
  'a shell reads exactly the values from the command, and finds the token only in its variable',
  fc.tuple(uploads, secretOf(lettersAndDigits)),
  ([{ gatewayUrl, tenantId, ...upload }, token]) => {
    const command = curlCommand(gatewayUrl, tenantId, upload);
    const { appCode, module, packageUrl, version, allowOverwrite } = upload;
    assert.deepEqual(shellWords(command, { BKPAAS_ACCESS_TOKEN: token }), [
      ...['curl', '-X', 'POST'],
      `${gatewayUrl}/bkapps/applications/${appCode}/modules/${module}/source_package/link/`,
      ...['-H', `X-Bkapi-Authorization: ${JSON.stringify({ access_token: token }).replace(':', ': ')}`],
      ...(tenantId === undefined ? [] : ['-H', `X-Bk-Tenant-Id: ${tenantId}`]),
      ...['--form-string', `package_url=${packageUrl}`],
      ...['--form-string', `version=${version}`],
      ...['--form-string', `allow_overwrite=${allowOverwrite}`],
    ]);
    assert.ok(!command.includes(token));
  },
);
