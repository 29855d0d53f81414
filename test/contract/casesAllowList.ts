import { fieldError, json, multipart, serverError, uploadAccepted, uploadRequest } from './shapes.ts';
import type { ContractCase, Expectation } from './contractCase.ts';
import type { PlatformAge } from './platformAges.ts';

const INVALID_URL_MESSAGE = '请输入合法的URL。';
const UPLOAD_DISABLED_MESSAGE = '源码包 URL 上传功能未开启，请联系管理员';

// The request contains no version. If the platform accepts the address, it responds with the 500 of platform-api.md 1.6
// and downloads nothing.
const urlAccepted: Expectation = serverError;
const agesWithAllowList: readonly PlatformAge[] = ['current', '1.6'];
const packageUrlError = (message: string): Expectation => fieldError('package_url', message);
const hostNotListedError = (host: string): Expectation => packageUrlError(`主机 '${host}' 不在允许的白名单中`);

/** Returns a case about one address on a platform whose allow-list is known. */
const allowListCase = (id: string, standsFor: string, packageUrl: string, expect: Expectation): ContractCase => ({
  id: `hosts.${id}`,
  statement: `1.4 ${standsFor}`,
  ages: agesWithAllowList,
  switches: { allowedHosts: ['Example.com', 'ports.example.com:8443', 'plain.example.com:80'] },
  request: uploadRequest(json({ package_url: packageUrl })),
  expect,
});

/**
 * Returns a case about an address that the web framework does not accept as a URL, whatever the allow-list contains.
 */
const invalidUrlCase = (id: string, standsFor: string, packageUrl: string, language = 'zh-cn'): ContractCase => ({
  id: `hosts.${id}`,
  statement: `1.4 row "fails generic URL syntax": ${standsFor}`,
  request: uploadRequest(multipart({ package_url: packageUrl, version: '{version}' }), { language }),
  expect: packageUrlError(language === 'en' ? 'Enter a valid URL.' : INVALID_URL_MESSAGE),
});

/** Where packages may come from (platform-api.md 1.4). */
export const casesAllowList: readonly ContractCase[] = [
  {
    id: 'hosts.refused',
    statement: '1.4 row "host not listed"',
    ages: agesWithAllowList,
    request: uploadRequest(multipart({ package_url: '{refusedUrl}', version: '{version}' })),
    expect: {
      status: 400,
      body: {
        is: 'object',
        keys: {
          code: 'VALIDATION_ERROR',
          detail: { is: 'pattern', text: '^package_url: .*(白名单|未开启)' },
          fields_detail: {
            is: 'object',
            keys: { package_url: { is: 'list', exactly: [{ is: 'pattern', text: '白名单|未开启' }] } },
          },
        },
      },
    },
  },
  {
    id: 'hosts.refusedEnglish',
    statement: '1.4 messages: not translated in English mode',
    ages: agesWithAllowList,
    request: uploadRequest(multipart({ package_url: '{refusedUrl}', version: '{version}' }), { language: 'en' }),
    expect: {
      status: 400,
      body: { is: 'object', keys: { detail: { is: 'pattern', text: '^package_url: .*(白名单|未开启)' } } },
    },
  },
  {
    id: 'hosts.empty',
    statement: '1.4 row "list empty"',
    ages: agesWithAllowList,
    switches: { allowedHosts: [] },
    request: uploadRequest(json({ package_url: 'https://example.com/a.tgz' })),
    expect: packageUrlError(UPLOAD_DISABLED_MESSAGE),
  },
  allowListCase('plain', 'host means the default port of the scheme: http', 'http://example.com/a.tgz', urlAccepted),
  allowListCase('http80', 'host means the default port of the scheme: :80', 'http://EXAMPLE.com:80/a.tgz', urlAccepted),
  allowListCase('https', 'host means the default port of the scheme: https', 'https://example.com', urlAccepted),
  allowListCase(
    'https443',
    'host means the default port of the scheme: :443',
    'https://example.com:443/a',
    urlAccepted,
  ),
  allowListCase(
    'otherPort',
    'not http://example.com:8080',
    'http://example.com:8080/a',
    hostNotListedError('example.com'),
  ),
  allowListCase('withPort', 'host:port', 'https://ports.example.com:8443/a', urlAccepted),
  allowListCase(
    'withoutPort',
    'example.com:8443 does not allow https://example.com/',
    'https://ports.example.com/a',
    hostNotListedError('ports.example.com'),
  ),
  allowListCase('portOfScheme', 'host:port with the default port', 'http://plain.example.com/a', urlAccepted),
  allowListCase(
    'portOfOtherScheme',
    'host:port is not another scheme’s default',
    'https://plain.example.com/a',
    hostNotListedError('plain.example.com'),
  ),
  allowListCase('portWritten', 'host:port whatever the scheme', 'https://plain.example.com:80/a', urlAccepted),
  allowListCase(
    'login',
    'the host alone counts, not the user before it',
    'https://user:secret@example.com/a',
    urlAccepted,
  ),
  allowListCase('ipv6', 'host not listed: IPv6', 'http://[::1]/a', hostNotListedError('::1')),
  allowListCase('ipv4', 'host not listed: IPv4', 'http://10.0.0.1/a', hostNotListedError('10.0.0.1')),
  allowListCase('localhost', 'host not listed: localhost', 'http://localhost/a', hostNotListedError('localhost')),
  allowListCase(
    'subDomain',
    'sub-domains are not implied',
    'https://sub.example.com/a',
    hostNotListedError('sub.example.com'),
  ),
  allowListCase('other', 'host not listed', 'https://github.com/a', hostNotListedError('github.com')),
  allowListCase(
    'ftp',
    'row "scheme ftp/ftps"',
    'ftp://example.com/a',
    packageUrlError("不允许的协议 'ftp'，仅支持 http 和 https"),
  ),
  allowListCase(
    'ftps',
    'row "scheme ftp/ftps"',
    'FTPS://example.com/a',
    packageUrlError("不允许的协议 'ftps'，仅支持 http 和 https"),
  ),
  allowListCase('badPort', 'row "unparsable"', 'https://example.com:99999/a', packageUrlError('URL 格式不合法')),
  invalidUrlCase('gopher', 'gopher', 'gopher://example.com/a'),
  invalidUrlCase('file', 'file', 'file:///etc/passwd'),
  invalidUrlCase('singleLabel', 'a single-label host', 'http://bkrepo/a.tar.gz'),
  invalidUrlCase('space', 'a space', 'http://exam ple.com/a'),
  invalidUrlCase('tooLong', 'more than 2048 characters', `http://example.com/${'a'.repeat(2048)}`),
  invalidUrlCase('noScheme', 'no scheme', 'example.com/a.tar.gz'),
  invalidUrlCase('inEnglish', 'en', 'gopher://example.com/a', 'en'),
  {
    id: 'hosts.unchecked',
    statement: '0.1 column "URL allow-list": no, 8 point 29',
    ages: ['oldest'],
    writes: true,
    request: uploadRequest(
      multipart({ package_url: '{otherHostPackages}/demo-app-1.0.3.tar.gz', version: '{version}' }),
    ),
    expect: uploadAccepted,
  },
];
