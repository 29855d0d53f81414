import {
  absent,
  apiNotFound,
  BRANCHES_PATH,
  listCaseBuilder,
  fieldError,
  UPLOAD_PATH,
  applicationListAnswer,
  APPLICATION_LIST_PATH,
  MODULES_PATH,
  multipart,
  noApplication,
  object,
  pattern,
  text,
  uploadRequest,
} from './shapes.ts';
import type { ContractCase } from './contractCase.ts';

const gatewayCase = listCaseBuilder('gateway');
const requestId = pattern('^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$');
const REQUIRED_ZH = '该字段是必填项。';

/** Addresses and headers (platform-api.md 2.1, 2.4). */
export const casesGateway: readonly ContractCase[] = [
  gatewayCase(
    'requestId',
    '2.4 row X-Bkapi-Request-ID',
    {},
    applicationListAnswer({ 'X-Bkapi-Request-ID': requestId }),
  ),
  gatewayCase(
    'echo',
    '2.4 row X-Request-ID: echo of the request',
    { headers: { 'X-Request-ID': 'contract-1' } },
    // The header can also contain an id of the backend, so the pattern matches only a part of the header.
    applicationListAnswer({ 'X-Request-ID': pattern('contract-1') }),
  ),
  gatewayCase(
    'ownId',
    '2.4 row X-Request-ID: else the same id without dashes',
    {},
    applicationListAnswer({ 'X-Request-ID': pattern('[0-9a-f]{32}') }),
  ),
  gatewayCase(
    'noErrorHeaders',
    '2.4 row X-Bkapi-Error-Code: present only on errors made by the gateway',
    {},
    applicationListAnswer({
      'X-Bkapi-Error-Code': absent,
      'X-Bkapi-Error-Message': absent,
      'bkapi-error-code': absent,
    }),
  ),
  {
    id: 'gateway.backendPassesThrough',
    statement: '2.5 a normal backend answer passes through untouched',
    request: { path: '/bkapps/applications/no-such-app-here/' },
    expect: { ...noApplication, headers: { 'X-Bkapi-Request-ID': requestId, 'X-Bkapi-Error-Code': absent } },
  },
  gatewayCase(
    'unknownStage',
    '2.1 another stage: 404 API_NOT_FOUND',
    { path: `{noSuchStage}${APPLICATION_LIST_PATH}` },
    apiNotFound('GET', 'lists/minimal'),
  ),
  gatewayCase(
    'unknownGateway',
    '8 point 1: unknown gateway',
    { path: `{noSuchGateway}${APPLICATION_LIST_PATH}` },
    apiNotFound('GET', 'lists/minimal'),
  ),
  gatewayCase(
    'unknownPath',
    '2.5 row API_NOT_FOUND: path',
    { path: '/bkapps/no-such-path' },
    apiNotFound('GET', 'no-such-path'),
  ),
  gatewayCase(
    'unknownMethod',
    '2.5 row API_NOT_FOUND: method',
    { method: 'DELETE' },
    apiNotFound('DELETE', 'lists/minimal'),
  ),
  gatewayCase(
    'getUpload',
    '2.5 row API_NOT_FOUND: GET of the upload',
    { path: UPLOAD_PATH },
    apiNotFound('GET', 'source_package/link/'),
  ),
  gatewayCase(
    'noSlash',
    '2.1 with and without a trailing slash',
    { path: MODULES_PATH.slice(0, -1) },
    {
      status: 200,
      body: { is: 'list', least: 1 },
    },
  ),
  gatewayCase(
    'noSlashVersions',
    '8 point 1: accept without trailing slash',
    { path: BRANCHES_PATH.slice(0, -1) },
    applicationListAnswer(),
  ),
  gatewayCase(
    'noSlashUpload',
    '2.1 a slash never matters, at the upload',
    {
      ...uploadRequest(multipart({ version: '{version}' }), { path: UPLOAD_PATH.slice(0, -1) }),
    },
    fieldError('package_url', REQUIRED_ZH),
  ),
  gatewayCase(
    'domain',
    '2.1 domain style',
    { path: `{domainGateway}${APPLICATION_LIST_PATH}` },
    applicationListAnswer(),
  ),
  gatewayCase(
    'debug',
    '2.4 row X-Bkapi-Debug-Info',
    { headers: { 'X-Bkapi-Debug': 'true' } },
    applicationListAnswer({
      'X-Bkapi-Debug-Info': {
        is: 'hiddenJson',
        inner: object({
          bk_username: pattern('.'),
          bk_app_code: pattern('.'),
          bk_stage_name: text,
          bk_resource_name: 'get_minimal_app_list',
        }),
      },
    }),
  ),
  gatewayCase(
    'debugRefused',
    '2.4 X-Bkapi-Debug: true on any call, refused ones too',
    { headers: { 'X-Bkapi-Debug': 'true' }, caller: 'noGrant' },
    {
      status: 403,
      headers: { 'X-Bkapi-Debug-Info': { is: 'hiddenJson', inner: object({ bk_username: pattern('.') }) } },
      body: object({ code: 1640301 }),
    },
  ),
  {
    ...gatewayCase(
      'debugOff',
      '2.4 row X-Bkapi-Debug-Info: a stage without the plugin',
      { headers: { 'X-Bkapi-Debug': 'true' } },
      applicationListAnswer({ 'X-Bkapi-Debug-Info': absent }),
    ),
    switches: { debugHeader: false },
  },
  gatewayCase(
    'noDebug',
    '2.4 only when the request has X-Bkapi-Debug: true',
    {},
    applicationListAnswer({ 'X-Bkapi-Debug-Info': absent }),
  ),
];
