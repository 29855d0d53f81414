import assert from 'node:assert/strict';
import test from 'node:test';
import { gatewayUrlOf } from '../connect.ts';
import { parseGatewayUrl, sendsTokenUnencrypted } from '../../../src/core/platform/gatewayUrl.ts';

const pathUrl = 'https://bkapi.example.com/api/bkpaas3/prod';
const domainUrl = 'https://bkpaas3.apigw.example.com/prod';

const validUrls: [why: string, typed: string, read: string][] = [
  ['the path layout', pathUrl, pathUrl],
  ['the domain layout', domainUrl, domainUrl],
  ['blanks and line ends around it', `  ${pathUrl}\n`, pathUrl],
  ['a trailing slash', `${pathUrl}/`, pathUrl],
  ['several slashes', 'https://bkapi.example.com//api//bkpaas3/prod//', pathUrl],
  ['a whole API address', `${pathUrl}/bkapps/applications/demo-app/modules/default/source_package/link/`, pathUrl],
  ['a whole API address in the domain layout', `${domainUrl}/bkapps/applications/lists/minimal?limit=1`, domainUrl],
  ['the address with the documentation’s placeholders', `${pathUrl}/bkapps/applications/{app_code}/modules/`, pathUrl],
  ['a query and a fragment', `${pathUrl}?a=b#c`, pathUrl],
  ['an upper-case scheme and host', 'HTTPS://BKAPI.Example.COM/api/bkpaas3/prod', pathUrl],
  [
    'a port of its own',
    'https://bkapi.example.com:8443/api/bkpaas3/stag',
    'https://bkapi.example.com:8443/api/bkpaas3/stag',
  ],
  ['the default port', 'https://bkapi.example.com:443/api/bkpaas3/prod', pathUrl],
  ['an IP address', 'http://10.0.0.8:8080/api/paasv3/prod', 'http://10.0.0.8:8080/api/paasv3/prod'],
  ['an IPv6 address', 'http://[::1]:8080/prod', 'http://[::1]:8080/prod'],
  [
    'a site path before the gateway',
    'https://h.example.com/t/api/bkpaas3/prod',
    'https://h.example.com/t/api/bkpaas3/prod',
  ],
  ['dots that climb, climbed', 'https://bkapi.example.com/x/../api/bkpaas3/prod', pathUrl],
  [
    'letters that matter in the path',
    'https://bkapi.example.com/api/BKPaaS3/Prod',
    'https://bkapi.example.com/api/BKPaaS3/Prod',
  ],
];
for (const [why, typed, read] of validUrls) {
  test(`reads ${why}`, () => {
    assert.deepEqual(parseGatewayUrl(typed), { ok: true, gatewayUrl: read });
  });
}

const invalidUrls: [why: string, typed: string, problem: string][] = [
  ['nothing', ' \n ', 'gatewayUrlEmpty'],
  ['a host without a scheme', 'bkapi.example.com/api/bkpaas3/prod', 'gatewayUrlUnreadable'],
  ['a host with a port and without a scheme', 'bkapi.example.com:8080/api/bkpaas3/prod', 'gatewayUrlUnreadable'],
  ['a scheme alone', 'https://', 'gatewayUrlUnreadable'],
  ['words', 'the gateway of the company', 'gatewayUrlUnreadable'],
  ['Chinese punctuation', 'https：//bkapi.example.com/api/bkpaas3/prod', 'gatewayUrlUnreadable'],
  ['a blank in the host', 'https://bkapi example.com/api/bkpaas3/prod', 'gatewayUrlUnreadable'],
  ['a port that is none', 'https://bkapi.example.com:99999/api/bkpaas3/prod', 'gatewayUrlUnreadable'],
  ['ftp', 'ftp://bkapi.example.com/api/bkpaas3/prod', 'gatewayUrlSchemeRefused'],
  ['file', 'file://host/api/bkpaas3/prod', 'gatewayUrlSchemeRefused'],
  ['ws', 'wss://bkapi.example.com/api/bkpaas3/prod', 'gatewayUrlSchemeRefused'],
  ['a user name', 'https://admin@bkapi.example.com/api/bkpaas3/prod', 'gatewayUrlWithCredentials'],
  ['a password', 'https://admin:secret@bkapi.example.com/api/bkpaas3/prod', 'gatewayUrlWithCredentials'],
  ['no path', 'https://bkapi.example.com', 'gatewayUrlWithoutStage'],
  ['a slash alone', 'https://bkpaas3.apigw.example.com/', 'gatewayUrlWithoutStage'],
  ['a gateway without a stage', 'https://bkapi.example.com/api/bkpaas3', 'gatewayUrlWithoutStage'],
  ['api alone', 'https://bkapi.example.com/api/', 'gatewayUrlWithoutStage'],
  [
    'an API address without a stage',
    'https://bkapi.example.com/api/bkpaas3/bkapps/applications/x/',
    'gatewayUrlWithoutStage',
  ],
  [
    'an API address of a domain without a stage',
    'https://bkpaas3.apigw.example.com/bkapps/applications/x/',
    'gatewayUrlWithoutStage',
  ],
];
for (const [why, typed, problem] of invalidUrls) {
  test(`refuses ${why}`, () => {
    assert.deepEqual(parseGatewayUrl(typed), { ok: false, problem });
  });
}

test('parsing a result again changes nothing', () => {
  for (const [, , read] of validUrls) {
    const again = parseGatewayUrl(read);
    assert.equal(again.ok && again.gatewayUrl, read);
  }
});

for (const [url, open] of [
  ['http://bkapi.example.com/api/bkpaas3/prod', true],
  ['http://10.0.0.7:8080/prod', true],
  ['http://localhost.example.com/prod', true],
  ['https://bkapi.example.com/api/bkpaas3/prod', false],
  ['http://localhost:8080/prod', false],
  ['http://127.0.0.1:8080/prod', false],
  ['http://[::1]:8080/prod', false],
] as const) {
  test(`a token to ${url} ${open ? 'can' : 'cannot'} be read on its way`, () => {
    assert.equal(sendsTokenUnencrypted(gatewayUrlOf(url)), open);
  });
}
