import assert from 'node:assert/strict';
import test from 'node:test';
import { at, platformFor, upload, uploadJson } from './gatewayClient.ts';
import { startPackageServer } from './packageServer.ts';
import { selfSignedCertificate } from './selfSignedCertificate.ts';
import { moduleOf } from './state.ts';
import type { Answer } from './gatewayClient.ts';

/** What the upload said about the address; the status when it said nothing about it. */
function urlProblem(answer: Answer): unknown {
  return at(answer.json, 'fields_detail', 'package_url', 0) ?? answer.status;
}

test('allow-list: an empty list refuses all, and says so in Chinese in every language', async (t) => {
  const platform = await platformFor(t, { switches: { allowedHosts: [] } });
  const package_url = `${platform.packagesUrl}/demo-app-1.0.0.tar.gz`;
  const answer = await upload(platform, { package_url, version: '1' }, { headers: { 'Accept-Language': 'en' } });
  assert.equal(urlProblem(answer), '源码包 URL 上传功能未开启，请联系管理员');
});

test('allow-list: hosts and ports match as the platform compares them', async (t) => {
  const platform = await platformFor(t, {
    switches: { allowedHosts: ['Example.com', 'ports.example.com:8443', 'plain.example.com:80'] },
  });
  // No version: an address that passes ends in the 500 of API reference 1.6 before anything is downloaded.
  const problemOf = async (package_url: string): Promise<unknown> => {
    const answer = await uploadJson(platform, { package_url });
    return answer.status === 500 ? 'passes' : urlProblem(answer);
  };
  const refused = (host: string): string => `主机 '${host}' 不在允许的白名单中`;
  const expected: [string, string][] = [
    ['http://example.com/a.tgz', 'passes'],
    ['http://EXAMPLE.com:80/a.tgz', 'passes'],
    ['https://example.com', 'passes'],
    ['https://example.com:443/a', 'passes'],
    ['https://user:secret@example.com/a', 'passes'],
    ['http://example.com:8080/a', refused('example.com')],
    ['https://sub.example.com/a', refused('sub.example.com')],
    ['https://ports.example.com:8443/a', 'passes'],
    ['https://ports.example.com/a', refused('ports.example.com')],
    ['http://plain.example.com/a', 'passes'],
    ['https://plain.example.com/a', refused('plain.example.com')],
    ['https://plain.example.com:80/a', 'passes'],
    ['https://github.com/a', refused('github.com')],
    ['ftp://example.com/a', "不允许的协议 'ftp'，仅支持 http 和 https"],
    ['FTPS://example.com/a', "不允许的协议 'ftps'，仅支持 http 和 https"],
    ['https://example.com:99999/a', 'URL 格式不合法'],
    ['gopher://example.com/a', '请输入合法的URL。'],
    ['file:///etc/passwd', '请输入合法的URL。'],
    ['http://bkrepo/a', '请输入合法的URL。'],
    ['http://exam ple.com/a', '请输入合法的URL。'],
    ['example.com/a', '请输入合法的URL。'],
    [`http://example.com/${'a'.repeat(2048)}`, '请输入合法的URL。'],
    ['http://[::1]/a', refused('::1')],
    ['http://10.0.0.1/a', refused('10.0.0.1')],
    ['http://localhost/a', refused('localhost')],
  ];
  for (const [url, problem] of expected) assert.equal(await problemOf(url), problem, url);
  assert.deepEqual(platform.packageRequests, []);
});

test('allow-list: a platform without it takes any host', async (t) => {
  const platform = await platformFor(t, { switches: { allowedHosts: 'any' } });
  const package_url = `${platform.packagesUrl.replace('127.0.0.1', 'localhost')}/demo-app-1.0.0.tar.gz`;
  assert.equal((await upload(platform, { package_url, version: '5' })).status, 200);
});

test('download: whatever fails is an HTML 500 that tells nothing, and stores nothing', async (t) => {
  const platform = await platformFor(t, { switches: { duplicateAs: '400json' } });
  const gone = await startPackageServer();
  await gone.close();
  platform.switches.allowedHosts = [new URL(platform.packagesUrl).host, new URL(gone.url).host];
  const before = moduleOf(platform.state, 'demo-app', 'default').packages.length;
  const addresses = ['/status/404/x.tar.gz', '/status/403/x.tar.gz', '/status/500/x.tar.gz', '/drop/x.tar.gz', '/none']
    .map((path) => `${platform.packagesUrl}${path}`)
    .concat(`${gone.url}/demo-app-1.0.0.tar.gz`);
  for (const package_url of addresses) {
    const answer = await upload(platform, { package_url, version: '8' });
    assert.equal(answer.status, 500, package_url);
    assert.match(answer.text, /Server Error \(500\)/);
    assert.doesNotMatch(answer.text, /404|403|ECONN|127\.0\.0\.1/);
  }
  assert.equal(moduleOf(platform.state, 'demo-app', 'default').packages.length, before);
});

test('download: redirects are followed, also to a host that is not on the list', async (t) => {
  const platform = await platformFor(t);
  const package_url = `${platform.packagesUrl}/redirect/demo-app-1.1.0.tar.gz`;
  const answer = await upload(platform, { package_url, version: '1.1.0' });
  assert.deepEqual([answer.status, at(answer.json, 'package_name')], [200, 'demo-app-1:1.1.0']);
  assert.deepEqual(platform.packageRequests, ['GET /redirect/demo-app-1.1.0.tar.gz', 'GET /demo-app-1.1.0.tar.gz']);

  const elsewhere = await startPackageServer();
  t.after(() => elsewhere.close());
  const away = `${platform.packagesUrl}/redirect-to/${encodeURIComponent(`${elsewhere.url}/demo-app-1.1.0.tar.gz`)}`;
  assert.equal((await upload(platform, { package_url: away, version: '1.1.1' })).status, 200);
  assert.deepEqual(elsewhere.requests, ['GET /demo-app-1.1.0.tar.gz']);
});

test('download: certificates are verified', async (t) => {
  const platform = await platformFor(t, { switches: { allowedHosts: 'any' } });
  const secured = await startPackageServer(selfSignedCertificate());
  t.after(() => secured.close());
  const package_url = `${secured.url}/demo-app-1.0.0.tar.gz`;
  assert.equal((await upload(platform, { package_url, version: '8' })).status, 500);
  assert.deepEqual(secured.requests, []);
});

test('download: a slow host takes as long as it takes', async (t) => {
  const platform = await platformFor(t);
  const package_url = `${platform.packagesUrl}/slow/60/demo-app-1.0.3.tar.gz`;
  assert.equal((await upload(platform, { package_url, version: '1.0.3' })).status, 200);
});

test('download: there is no limit of size', async (t) => {
  const platform = await platformFor(t);
  const fields = { package_url: `${platform.packagesUrl}/size/5000000/big.tar`, version: 'big' };
  const answer = await upload(platform, fields);
  assert.equal(answer.status, 200);
  // Rounded up to whole blocks of the archive.
  assert.equal(at(answer.json, 'package_size'), String(Math.ceil(5_000_000 / 512) * 512));
});

test('archives: each sample ends as the platform ends it', async (t) => {
  const platform = await platformFor(t);
  const expected: [string, unknown, ...string[]][] = [
    ['demo-app-2.0.0.zip', 'demo-app/app_desc.yaml'],
    ['demo-app-1.0.0.tar', 'demo-app/app_desc.yaml'],
    ['demo-app-1.0.0.tar.gz', 'demo-app/app_desc.yaml'],
    ['chinese.tar.gz', '演示/app_desc.yaml'],
    ['truncated.tar.gz', null],
    ['no-description.tar.gz', null],
    [
      'not-an-archive.tar.gz',
      '源码包文件格式错误，文件可能已经损坏',
      'source package file format error, file may be damaged',
    ],
    ['not-an-archive-inside.tar.gz', '源码包文件格式错误，文件可能已经损坏'],
    ['login-page.tar.gz', '源码包文件格式错误，文件可能已经损坏'],
    ['symlink.tar.gz', '源码包文件格式错误，使用了不合法的符号链接'],
    ['escaping.tar.gz', '应用描述文件的所在目录不合法', 'Invalid application description file directory'],
    ['bad-yaml.tar.gz', '应用描述文件内容不是有效 YAML 格式'],
    ['inner-symlink.tar.gz', 500],
  ];
  const { packages } = moduleOf(platform.state, 'demo-app', 'default');
  for (const [index, [file, outcome, english]] of expected.entries()) {
    const fields = { package_url: `${platform.packagesUrl}/${file}`, version: `a${index}` };
    const answer = await upload(platform, fields);
    if (answer.status === 200) assert.equal(packages.at(-1)?.contents.descriptionPath, outcome, file);
    else if (answer.status === 500) assert.equal(answer.status, outcome, file);
    else {
      // Raised without a field: `fields_detail` is an array then (API reference 1.11, B-list).
      assert.deepEqual(
        [answer.status, answer.json],
        [400, { code: 'VALIDATION_ERROR', detail: outcome, fields_detail: [outcome] }],
      );
    }
    if (english === undefined) continue;
    const inEnglish = await upload(platform, fields, { headers: { 'Accept-Language': 'en' } });
    assert.equal(at(inEnglish.json, 'detail'), english);
  }
});

test('archives: a login page served as a package is refused, or stored where the tar of the platform lets it through', async (t) => {
  const platform = await platformFor(t);
  const fields = { package_url: `${platform.packagesUrl}/login-page/demo-app-1.0.3.tar.gz`, version: '1.0.3' };
  assert.equal((await upload(platform, fields)).status, 400);
  platform.switches.nonArchiveAs = 'stored';
  assert.equal((await upload(platform, fields)).status, 200);
  const short = { package_url: `${platform.packagesUrl}/not-an-archive.tar.gz`, version: '2' };
  assert.equal((await upload(platform, short)).status, 400);
});
