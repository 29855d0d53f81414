import assert from 'node:assert/strict';
import test from 'node:test';
import { gatewayUrlInPage, parseConsoleAddress, guessGatewayUrls } from '../../../src/core/platform/consoleAddress.ts';

test('an address is the console’s if it has no path or one of the console’s pages', () => {
  const console = 'https://paas.example.com';
  for (const text of [console, ` ${console}/ `, `${console}/developer-center/apps/demo-app/cloudapi?x=1#y`])
    assert.equal(parseConsoleAddress(text), console, text);
  assert.equal(parseConsoleAddress('https://example.com/o/paas/developer-center'), 'https://example.com/o/paas');
  const others = [
    '',
    'paas.example.com',
    'https://bkapi.example.com/api/bkpaas3/prod',
    'https://me:pw@paas.example.com',
  ];
  for (const text of others) assert.equal(parseConsoleAddress(text), undefined, text);
});

test('the console’s page names its gateways with a template, in both layouts', () => {
  const page = (template: string): string => `<script>var BK_API_URL_TMPL = '${template}' || ''\n</script>`;
  const found = (template: string): string | undefined => gatewayUrlInPage(page(template));
  assert.equal(found('https://bkapi.example.com/api/{api_name}/'), 'https://bkapi.example.com/api/bkpaas3/prod');
  assert.equal(found('https://{gateway_name}.apigw.example.com'), 'https://bkpaas3.apigw.example.com/prod');
  for (const template of ['', 'https://bkapi.example.com', 'javascript:{api_name}', '{api_name}'])
    assert.equal(found(template), undefined, template);
});

test('the usual gateway URLs are guessed only for the host of a console', () => {
  assert.deepEqual(guessGatewayUrls('https://paas.example.com'), [
    'https://paas.example.com/api/bkpaas3/prod',
    'https://bkapi.example.com/api/bkpaas3/prod',
    'https://bkpaas3.apigw.example.com/prod',
  ]);
  assert.deepEqual(guessGatewayUrls('https://bkpaas3.apigw.example.com').slice(0, 1), [
    'https://bkpaas3.apigw.example.com/prod',
  ]);
  for (const host of ['example.co.uk', '10.0.0.1', 'paas.com', 'localhost'])
    assert.deepEqual(guessGatewayUrls(`https://${host}`), [`https://${host}/api/bkpaas3/prod`], host);
});
