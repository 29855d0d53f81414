import {
  apiNotFound,
  codedError,
  fieldError,
  forbidden,
  frameworkError,
  json,
  UPLOAD_PATH,
  nonFieldError,
  MODULES_PATH,
  multipart,
  noApplication,
  noModule,
  object,
  pattern,
  serverError,
  uploadRequest,
  validUpload,
} from './shapes.ts';
import type { ContractCase, ContractRequest, Expectation, RequestBody } from './contractCase.ts';

const REQUIRED_MESSAGE = '该字段是必填项。';
const BLANK_MESSAGE = '该字段不能为空。';
const NULL_MESSAGE = '该字段不能为 null。';

const bodyWithoutUrl = multipart({ version: '{version}' });
const urlencodedBody: RequestBody = { kind: 'urlencoded', fields: { a: 'b' } };
const uploadPath = (app: string, module: string): string =>
  UPLOAD_PATH.replace('{app}', app).replace('{module}', module);
const refusedCase = (
  id: string,
  standsFor: string,
  body: RequestBody,
  expect: Expectation,
  rest: Omit<Partial<ContractRequest>, 'body'> = {},
): ContractCase => ({ id: `refused.${id}`, statement: standsFor, request: uploadRequest(body, rest), expect });
/**
 * Returns a case whose upload is complete except for the value that the platform must refuse. The case is marked as
 * writing, because a platform that does not refuse the value would store the package.
 */
const nearlyValidCase = (
  id: string,
  standsFor: string,
  request: ContractRequest,
  expect: Expectation,
): ContractCase => ({
  id: `refused.${id}`,
  statement: standsFor,
  writes: true,
  request,
  expect,
});

const inEnglish = { language: 'en' };
const unsupportedOriginError = codedError('UNSUPPORTED_SOURCE_ORIGIN', 4312008, '未支持的源码来源');
const unsupportedOriginErrorEnglish = codedError(
  'UNSUPPORTED_SOURCE_ORIGIN',
  4312008,
  'Unsupported source code sources',
);

/** Refusals because of the application, the role or the module, in the order of platform-api.md 1.3. */
const targetCases: readonly ContractCase[] = [
  refusedCase('noApplication', '1.10 row "app code unknown"', bodyWithoutUrl, noApplication, {
    path: uploadPath('no-such-app-here', 'default'),
  }),
  refusedCase('deletedApplication', '1.10 row "app code unknown or deleted"', bodyWithoutUrl, noApplication, {
    path: uploadPath('{deletedApp}', 'default'),
  }),
  refusedCase('applicationBeforeRole', '1.3 steps 2 and 3: the application first', bodyWithoutUrl, noApplication, {
    path: uploadPath('no-such-app-here', 'default'),
    caller: 'guest',
  }),
  refusedCase('guest', '1.10 row "user lacks basic_develop": no role', bodyWithoutUrl, forbidden, { caller: 'guest' }),
  refusedCase('operator', '8 point 27: an operator cannot upload', bodyWithoutUrl, forbidden, { caller: 'operator' }),
  refusedCase('operated', '1.10 row "user lacks basic_develop": operator there', bodyWithoutUrl, forbidden, {
    path: uploadPath('{operatedApp}', 'default'),
  }),
  refusedCase('roleInEnglish', '1.11 envelope E: always English, no detail', bodyWithoutUrl, forbidden, {
    caller: 'guest',
    ...inEnglish,
  }),
  refusedCase('roleBeforeModule', '1.3 steps 3 and 4: the role first', bodyWithoutUrl, forbidden, {
    caller: 'guest',
    path: uploadPath('{app}', 'no-such-module'),
  }),
  refusedCase('noModule', '1.10 row "module unknown"', bodyWithoutUrl, noModule, {
    path: uploadPath('{app}', 'no-such-module'),
  }),
  refusedCase('noModuleEnglish', '1.10 row "module unknown", en', bodyWithoutUrl, frameworkError(404, 'Not found.'), {
    path: uploadPath('{app}', 'no-such-module'),
    ...inEnglish,
  }),
  refusedCase('gitModule', '1.10 row "module is not a package module"', bodyWithoutUrl, unsupportedOriginError, {
    path: uploadPath('{app}', '{gitModule}'),
  }),
  refusedCase(
    'gitModuleEnglish',
    '1.10 row "module is not a package module", en',
    bodyWithoutUrl,
    unsupportedOriginErrorEnglish,
    {
      path: uploadPath('{app}', '{gitModule}'),
      ...inEnglish,
    },
  ),
  refusedCase('originBeforeBody', '1.3 steps 5 and 6: the origin first', urlencodedBody, unsupportedOriginError, {
    path: uploadPath('{app}', '{gitModule}'),
  }),
];

/** Bodies that cannot be parsed (platform-api.md 1.1, 1.10, 8 point 16). */
const bodyCases: readonly ContractCase[] = [
  refusedCase(
    'urlencoded',
    '1.10 row "wrong body type"',
    urlencodedBody,
    frameworkError(415, pattern('^不支持请求中的媒体类型 “application/x-www-form-urlencoded.*”。$')),
  ),
  refusedCase(
    'urlencodedEnglish',
    '1.10 row "wrong body type", en',
    urlencodedBody,
    frameworkError(415, pattern('^Unsupported media type "application/x-www-form-urlencoded.*" in request\\.$')),
    inEnglish,
  ),
  refusedCase(
    'plainText',
    '1.1 accepted body types: nothing else',
    { kind: 'raw', type: 'text/plain', text: 'package_url=x' },
    frameworkError(415, pattern('text/plain')),
  ),
  refusedCase(
    'badJson',
    '1.10 row "bad JSON"',
    { kind: 'raw', type: 'application/json', text: '{"package_url": ' },
    frameworkError(400, pattern('^JSON parse error - ')),
  ),
  refusedCase(
    'byteOrderMark',
    '1.10 row "bad JSON": a byte order mark',
    { kind: 'raw', type: 'application/json', text: '\ufeff{}' },
    frameworkError(400, pattern('^JSON parse error - ')),
  ),
  refusedCase(
    'jsonList',
    '1.11 envelope B-list: JSON that is no object',
    json([]),
    nonFieldError('无效数据。期待为字典类型，得到的是 list 。'),
  ),
  refusedCase(
    'otherBoundary',
    '1.10 row "bad multipart": another boundary than the header says',
    { kind: 'raw', type: 'multipart/form-data; boundary=other', text: '--x\r\n\r\n' },
    frameworkError(400, pattern('^Multipart form parse error - ')),
  ),
  refusedCase(
    'badMultipart',
    '1.10 row "bad multipart"',
    { kind: 'raw', type: 'multipart/form-data', text: '--x\r\n' },
    frameworkError(400, pattern('^Multipart form parse error - ')),
  ),
  refusedCase(
    'byFile',
    '4.0 row "upload by file": 405',
    bodyWithoutUrl,
    frameworkError(405, '方法 “POST” 不被允许。'),
    {
      path: `${MODULES_PATH}{module}/source_package/`,
    },
  ),
  refusedCase('byFileEnglish', '8 point 16, en', bodyWithoutUrl, frameworkError(405, 'Method "POST" not allowed.'), {
    path: `${MODULES_PATH}{module}/source_package/`,
    ...inEnglish,
  }),
  refusedCase(
    'withoutModule',
    '1.1 the gateway exposes only the form with the module',
    bodyWithoutUrl,
    apiNotFound('POST', 'link/'),
    {
      path: '/bkapps/applications/{app}/source_package/link/',
    },
  ),
];

/** Fields that are refused (platform-api.md 1.2, 1.6, 1.10, 1.11 B). */
const fieldCases: readonly ContractCase[] = [
  refusedCase('noUrl', '1.10 row "package_url missing"', bodyWithoutUrl, fieldError('package_url', REQUIRED_MESSAGE)),
  refusedCase(
    'noUrlEnglish',
    '1.10 row "package_url missing", en',
    bodyWithoutUrl,
    fieldError('package_url', 'This field is required.'),
    inEnglish,
  ),
  refusedCase(
    'blankUrl',
    '1.10 row "package_url blank"',
    multipart({ package_url: '  ', version: '{version}' }),
    fieldError('package_url', BLANK_MESSAGE),
  ),
  refusedCase(
    'blankUrlEnglish',
    '1.10 row "package_url blank", en',
    json({ package_url: '', version: '{version}' }),
    fieldError('package_url', 'This field may not be blank.'),
    inEnglish,
  ),
  refusedCase(
    'nullUrl',
    '1.2 package_url: not null',
    json({ package_url: null, version: '{version}' }),
    fieldError('package_url', NULL_MESSAGE),
  ),
  refusedCase(
    'urlList',
    '1.2 package_url: text',
    json({ package_url: ['x'], version: '{version}' }),
    fieldError('package_url', 'Not a valid string.'),
  ),
  refusedCase(
    'allAtOnce',
    '1.11 envelope B: the alphabetically first of all messages',
    multipart({ version: ' ', allow_overwrite: 'maybe' }),
    {
      status: 400,
      body: object({
        code: 'VALIDATION_ERROR',
        detail: 'allow_overwrite: Must be a valid boolean.',
        fields_detail: object({
          package_url: { is: 'list', exactly: [REQUIRED_MESSAGE] },
          version: { is: 'list', exactly: [BLANK_MESSAGE] },
          allow_overwrite: { is: 'list', exactly: ['Must be a valid boolean.'] },
        }),
      }),
    },
  ),
  nearlyValidCase(
    'blankVersion',
    '1.6 row "version only spaces"',
    validUpload({ version: '   ' }),
    fieldError('version', BLANK_MESSAGE),
  ),
  nearlyValidCase(
    'emptyVersionJson',
    '1.6 row "empty string in JSON"',
    uploadRequest(json({ package_url: '{package}', version: '' })),
    fieldError('version', BLANK_MESSAGE),
  ),
  nearlyValidCase(
    'nullVersion',
    '1.6 row "version null, JSON"',
    uploadRequest(json({ package_url: '{package}', version: null })),
    fieldError('version', NULL_MESSAGE),
  ),
  nearlyValidCase(
    'noVersion',
    '1.6 row "version missing", multipart',
    uploadRequest(multipart({ package_url: '{package}' })),
    serverError,
  ),
  nearlyValidCase(
    'noVersionJson',
    '1.6 row "version missing", JSON',
    uploadRequest(json({ package_url: '{package}' })),
    serverError,
  ),
  nearlyValidCase(
    'emptyVersion',
    '1.6 row "version empty string, multipart"',
    validUpload({ version: '' }),
    serverError,
  ),
  nearlyValidCase(
    'longVersion',
    '1.10 row "version > 128 chars"',
    validUpload({ version: `{version}-${'v'.repeat(128)}` }),
    serverError,
  ),
  nearlyValidCase(
    'longName',
    '1.10 row "package_name > 128"',
    uploadRequest(json({ package_url: `{packages}/slow/0/${'n'.repeat(128)}.tgz`, version: '{version}' })),
    serverError,
  ),
  nearlyValidCase(
    'badWord',
    '1.10 row "allow_overwrite not a boolean"',
    validUpload({ allow_overwrite: 'maybe' }),
    fieldError('allow_overwrite', 'Must be a valid boolean.'),
  ),
  nearlyValidCase(
    'paddedWord',
    '1.2 allow_overwrite is not trimmed',
    validUpload({ allow_overwrite: ' true ' }),
    fieldError('allow_overwrite', 'Must be a valid boolean.'),
  ),
  nearlyValidCase(
    'versionNull',
    '1.10 row "version with a NUL character"',
    uploadRequest(json({ package_url: '{package}', version: '{version}\u0000x' })),
    fieldError('version', 'Null characters are not allowed.'),
  ),
  {
    ...nearlyValidCase(
      'versionNewline',
      '6.3 a newline in a version: a 500 HTML on S3',
      uploadRequest(json({ package_url: '{package}', version: '{version}\nx' })),
      serverError,
    ),
    switches: { store: 's3' },
  },
  nearlyValidCase(
    'badWordJson',
    '1.2 allow_overwrite: anything else is 400',
    uploadRequest(json({ package_url: '{package}', version: '{version}', allow_overwrite: 2 })),
    fieldError('allow_overwrite', 'Must be a valid boolean.'),
  ),
];

/**
 * Uploads that are refused, in the order of platform-api.md 1.10. casesAllowList.ts has the refusals by the allow-list.
 */
export const casesUploadErrors: readonly ContractCase[] = [...targetCases, ...bodyCases, ...fieldCases];
