import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { at, ask, upload, uploadJson, uploadPath, platformFor } from './gatewayClient.ts';
import { demoTokens } from './seedDemo.ts';
import { samplePackages } from './samplePackages.ts';
import type { Answer } from './gatewayClient.ts';

function isServerErrorPage(answer: Answer): boolean {
  return (
    answer.status === 500 &&
    String(answer.headers['content-type']).startsWith('text/html') &&
    answer.text.includes('<h1>Server Error (500)</h1>')
  );
}

test('upload: a good link is downloaded and answered with nine fields of the stored package', async (t) => {
  const platform = await platformFor(t, { now: () => new Date('2026-07-23T06:29:17.900Z') });
  const bytes = samplePackages().get('demo-app-1.0.3.tar.gz') ?? Buffer.alloc(0);
  const answer = await upload(platform, {
    package_url: `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`,
    version: '1.0.3',
    allow_overwrite: 'false',
  });
  assert.equal(answer.status, 200);
  assert.deepEqual(Object.entries(answer.json ?? {}), [
    ['id', 1347],
    ['version', '1.0.3'],
    ['package_name', 'demo-app-1:1.0.3'],
    ['package_size', String(bytes.length)],
    ['sha256_signature', createHash('sha256').update(bytes).digest('hex')],
    ['is_deleted', false],
    ['updated', '2026-07-23 14:29:17 +0800'],
    ['created', '2026-07-23 14:29:17 +0800'],
    ['operator', 'admin'],
  ]);
  assert.deepEqual(platform.packageRequests, ['GET /demo-app-1.0.3.tar.gz']);
});

test('upload: checks come in order - application, role, module, origin, body, fields - each with its shape', async (t) => {
  const platform = await platformFor(t);
  const nothing = { package_url: 'ftp://x' };
  const inEnglish = { headers: { 'Accept-Language': 'en' } };
  const guest = { token: demoTokens.guest };

  const noApp = await upload(platform, nothing, { app: 'no-such-app', ...guest });
  assert.deepEqual(
    [noApp.status, noApp.json],
    [404, { detail: 'No Application matches the given query.', code: 'ERROR' }],
  );
  assert.equal((await upload(platform, nothing, { app: 'removed' })).status, 404);

  const noRole = await upload(platform, nothing, { module: 'no-such-module', ...guest });
  assert.equal(noRole.status, 403);
  assert.deepEqual(Object.keys(noRole.json ?? {}), [
    'message',
    'apply_url_for_admin',
    'apply_url_for_ops',
    'apply_url_for_dev',
    'code',
  ]);
  assert.equal(at(noRole.json, 'message'), 'You are not allowed to do this operation.');

  const noModule = await upload(platform, nothing, { module: 'no-such-module' });
  assert.deepEqual([noModule.status, noModule.json], [404, { detail: '未找到。', code: 'ERROR' }]);
  const noModuleEn = await upload(platform, nothing, { module: 'no-such-module', ...inEnglish });
  assert.deepEqual(noModuleEn.json, { detail: 'Not found.', code: 'ERROR' });

  const form = {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'a=b',
  } as const;
  const wrongOrigin = await ask(platform, uploadPath('demo-app', 'web'), form);
  assert.deepEqual(
    [wrongOrigin.status, wrongOrigin.json],
    [400, { code: 'UNSUPPORTED_SOURCE_ORIGIN', detail: '未支持的源码来源' }],
  );
  assert.equal(wrongOrigin.headers['bkapi-error-code'], 'UNSUPPORTED_SOURCE_ORIGIN');
  assert.equal(wrongOrigin.headers['bkapi-error-code-num'], '4312008');

  const wrongType = await ask(platform, uploadPath('demo-app', 'default'), form);
  assert.deepEqual(
    [wrongType.status, wrongType.json],
    [415, { detail: '不支持请求中的媒体类型 “application/x-www-form-urlencoded”。', code: 'ERROR' }],
  );
  assert.equal(platform.packageRequests.length, 0);
});

test('upload: origins 2, 3 and 7 take packages; 1, null, 4 and 6 are refused; 5 breaks the server', async (t) => {
  const platform = await platformFor(t);
  const outcome = async (app: string, module = 'default'): Promise<unknown> => {
    const package_url = `${platform.packagesUrl}/demo-app-1.0.0.tar.gz`;
    const answer = await upload(platform, { package_url, version: '9.9.9' }, { app, module });
    return answer.status === 400 ? at(answer.json, 'code') : answer.status;
  };
  assert.equal(await outcome('demo-app'), 200);
  assert.equal(await outcome('orders'), 200);
  assert.equal(await outcome('demo-app', 'api'), 200);
  for (const app of ['cmdb-portal', 'history-app', 'old-image', 'static-site']) {
    assert.equal(await outcome(app), 'UNSUPPORTED_SOURCE_ORIGIN');
  }
  assert.equal(await outcome('scene-tmpl'), 500);
  assert.equal(await outcome('bkplugin-greeter'), 200);
});

test('upload: bodies that cannot be parsed are 400 of the framework', async (t) => {
  const platform = await platformFor(t);
  const send = (contentType: string, body: string): Promise<Answer> =>
    ask(platform, uploadPath('demo-app', 'default'), {
      method: 'POST',
      headers: { 'Content-Type': contentType },
      body,
    });
  const detailOf = async (answer: Promise<Answer>): Promise<string> => {
    const { status, json } = await answer;
    assert.deepEqual([status, at(json, 'code')], [400, 'ERROR']);
    return String(at(json, 'detail'));
  };
  assert.match(await detailOf(send('application/json', '{"package_url": ')), /^JSON parse error - /);
  assert.match(await detailOf(send('multipart/form-data', '--x\r\n')), /^Multipart form parse error - /);
  // The boundary of the header does not occur in the body: the classic mistake of a hand-written header.
  assert.match(await detailOf(send('multipart/form-data; boundary=other', '--x\r\n\r\n')), /^Multipart form parse/);
  const list = await send('application/json', '[]');
  assert.equal(at(list.json, 'detail'), '无效数据。期待为字典类型，得到的是 list 。');
  assert.equal((await send('', '')).status, 400);
});

test('upload: field errors name their field, all of them at once, the first by alphabet in detail', async (t) => {
  const platform = await platformFor(t);
  const both = await upload(platform, { version: '   ', allow_overwrite: 'maybe' });
  assert.deepEqual(both.json, {
    code: 'VALIDATION_ERROR',
    detail: 'allow_overwrite: Must be a valid boolean.',
    fields_detail: {
      package_url: ['该字段是必填项。'],
      version: ['该字段不能为空。'],
      allow_overwrite: ['Must be a valid boolean.'],
    },
  });
  const blank = await upload(platform, { package_url: ' ' }, { headers: { 'Accept-Language': 'en' } });
  assert.equal(at(blank.json, 'detail'), 'package_url: This field may not be blank.');
  const wrongKind = await uploadJson(platform, { package_url: ['x'], version: '1', allow_overwrite: {} });
  assert.equal(at(wrongKind.json, 'fields_detail', 'package_url', 0), 'Not a valid string.');
});

test('upload: a missing version is an HTML 500, a blank or null one is 400', async (t) => {
  const platform = await platformFor(t);
  const package_url = `${platform.packagesUrl}/demo-app-1.0.3.tar.gz`;
  assert.ok(isServerErrorPage(await upload(platform, { package_url })));
  assert.ok(isServerErrorPage(await upload(platform, { package_url, version: '' })));
  assert.ok(isServerErrorPage(await uploadJson(platform, { package_url })));
  assert.equal(platform.packageRequests.length, 0);
  const spaces = await upload(platform, { package_url, version: '  ' });
  assert.equal(at(spaces.json, 'detail'), 'version: 该字段不能为空。');
  const empty = await uploadJson(platform, { package_url, version: '' });
  assert.equal(at(empty.json, 'detail'), 'version: 该字段不能为空。');
  const none = await uploadJson(platform, { package_url, version: null });
  assert.equal(at(none.json, 'detail'), 'version: 该字段不能为 null。');
});

test('upload: text is trimmed, JSON numbers are versions, boolean words count in any case', async (t) => {
  const platform = await platformFor(t);
  const package_url = `  ${platform.packagesUrl}/demo-app-1.0.3.tar.gz `;
  const trimmed = await upload(platform, { package_url, version: '\t1.0.3  ' });
  assert.deepEqual([trimmed.status, at(trimmed.json, 'version')], [200, '1.0.3']);
  const number = await uploadJson(platform, { package_url, version: 3 });
  assert.deepEqual([number.status, at(number.json, 'version')], [200, '3']);
  for (const word of ['t', 'Y', 'YES', 'True', 'on', '1']) {
    assert.equal((await upload(platform, { package_url, version: '3', allow_overwrite: word })).status, 200, word);
  }
  for (const word of ['f', 'N', 'no', 'FALSE', 'Off', '0', '', 'null']) {
    const answer = await upload(platform, { package_url, version: '3', allow_overwrite: word });
    assert.ok(isServerErrorPage(answer), word);
  }
  const nothing = await uploadJson(platform, { package_url, version: '4', allow_overwrite: null });
  assert.equal(nothing.status, 200);
});

test('upload: POST without link is 405 of the framework', async (t) => {
  const platform = await platformFor(t);
  const answer = await ask(platform, '/bkapps/applications/demo-app/modules/default/source_package/', {
    method: 'POST',
  });
  assert.deepEqual([answer.status, answer.json], [405, { detail: '方法 “POST” 不被允许。', code: 'ERROR' }]);
});
