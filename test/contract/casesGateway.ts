import {
  absent,
  apiNotFound,
  BRANCHES,
  casesOfList,
  fieldError,
  LINK,
  listed,
  MINIMAL,
  MODULES,
  multipart,
  noApplication,
  object,
  pattern,
  text,
  upload,
} from './shapes.ts';
import type { ContractCase } from './contractCase.ts';

const asking = casesOfList('gateway');
const requestId = pattern('^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$');
const ZH = '该字段是必填项。';

/** Addresses and headers (platform-api.md 2.1, 2.4). */
export const casesGateway: readonly ContractCase[] = [
  asking('requestId', '2.4 row X-Bkapi-Request-ID', {}, listed({ 'X-Bkapi-Request-ID': requestId })),
  asking(
    'echo',
    '2.4 row X-Request-ID: echo of the request',
    { headers: { 'X-Request-ID': 'contract-1' } },
    // The header can also contain an id of the backend.
    listed({ 'X-Request-ID': pattern('contract-1') }),
  ),
  asking(
    'ownId',
    '2.4 row X-Request-ID: else the same id without dashes',
    {},
    listed({ 'X-Request-ID': pattern('[0-9a-f]{32}') }),
  ),
  asking(
    'noErrorHeaders',
    '2.4 row X-Bkapi-Error-Code: present only on errors made by the gateway',
    {},
    listed({ 'X-Bkapi-Error-Code': absent, 'X-Bkapi-Error-Message': absent, 'bkapi-error-code': absent }),
  ),
  {
    id: 'gateway.backendPassesThrough',
    statement: '2.5 a normal backend answer passes through untouched',
    request: { path: '/bkapps/applications/no-such-app-here/' },
    expect: { ...noApplication, headers: { 'X-Bkapi-Request-ID': requestId, 'X-Bkapi-Error-Code': absent } },
  },
  asking(
    'unknownStage',
    '2.1 another stage: 404 API_NOT_FOUND',
    { path: `{noSuchStage}${MINIMAL}` },
    apiNotFound('GET', 'lists/minimal'),
  ),
  asking(
    'unknownGateway',
    '8 point 1: unknown gateway',
    { path: `{noSuchGateway}${MINIMAL}` },
    apiNotFound('GET', 'lists/minimal'),
  ),
  asking(
    'unknownPath',
    '2.5 row API_NOT_FOUND: path',
    { path: '/bkapps/no-such-path' },
    apiNotFound('GET', 'no-such-path'),
  ),
  asking(
    'unknownMethod',
    '2.5 row API_NOT_FOUND: method',
    { method: 'DELETE' },
    apiNotFound('DELETE', 'lists/minimal'),
  ),
  asking(
    'getUpload',
    '2.5 row API_NOT_FOUND: GET of the upload',
    { path: LINK },
    apiNotFound('GET', 'source_package/link/'),
  ),
  asking(
    'noSlash',
    '2.1 with and without a trailing slash',
    { path: MODULES.slice(0, -1) },
    {
      status: 200,
      body: { is: 'list', least: 1 },
    },
  ),
  asking('noSlashVersions', '8 point 1: accept without trailing slash', { path: BRANCHES.slice(0, -1) }, listed()),
  asking(
    'noSlashUpload',
    '2.1 a slash never matters, at the upload',
    {
      ...upload(multipart({ version: '{version}' }), { path: LINK.slice(0, -1) }),
    },
    fieldError('package_url', ZH),
  ),
  asking('domain', '2.1 domain style', { path: `{domainGateway}${MINIMAL}` }, listed()),
  asking(
    'debug',
    '2.4 row X-Bkapi-Debug-Info',
    { headers: { 'X-Bkapi-Debug': 'true' } },
    listed({
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
  asking(
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
    ...asking(
      'debugOff',
      '2.4 row X-Bkapi-Debug-Info: a stage without the plugin',
      { headers: { 'X-Bkapi-Debug': 'true' } },
      listed({ 'X-Bkapi-Debug-Info': absent }),
    ),
    switches: { debugHeader: false },
  },
  asking('noDebug', '2.4 only when the request has X-Bkapi-Debug: true', {}, listed({ 'X-Bkapi-Debug-Info': absent })),
];
