import {
  APPLICATION_PATH,
  listCaseBuilder,
  gatewayError,
  applicationListAnswer,
  APPLICATION_LIST_PATH,
  noApplication,
  object,
  pattern,
  serverError,
  text,
} from './shapes.ts';
import type { ContractCase } from './contractCase.ts';
import type { Matcher } from './matcher.ts';

const gatewayCase = listCaseBuilder('gateway');
const rateLimitHeaders = (remaining: string): Readonly<Record<string, Matcher>> => ({
  'X-Bkapi-RateLimit-Limit': '2',
  'X-Bkapi-RateLimit-Remaining': remaining,
  'X-Bkapi-RateLimit-Reset': { is: 'decimal' },
  'X-Bkapi-RateLimit-Plugin': text,
});

/**
 * What the gateway returns if a limit is reached, if something behind the gateway fails, or if the tenants do not match
 * (platform-api.md 2.5, 2.8, 8 points 4 to 6).
 */
export const casesFailures: readonly ContractCase[] = [
  {
    ...gatewayCase(
      'rateLimit',
      '2.4 row X-Bkapi-RateLimit: where a plugin is bound',
      {},
      applicationListAnswer(rateLimitHeaders('1')),
    ),
    switches: { rateLimit: { limit: 2, windowSeconds: 3600 } },
  },
  {
    ...gatewayCase(
      'rateLimited',
      '2.5 row 1642903',
      {},
      gatewayError(429, 1642903, 'RATE_LIMIT_RESTRICTION', '^API rate limit exceeded by resource strategy'),
    ),
    switches: { rateLimit: { limit: 1, windowSeconds: 3600 } },
    before: [{ path: APPLICATION_LIST_PATH, status: 200 }],
  },
  {
    ...gatewayCase(
      'rateLimitHeaders',
      '8 point 4: 429 with the four headers',
      {},
      {
        status: 429,
        headers: rateLimitHeaders('0'),
        body: object({ code: 1642903 }),
      },
    ),
    switches: { rateLimit: { limit: 2, windowSeconds: 3600 } },
    before: [
      { path: APPLICATION_LIST_PATH, status: 200 },
      { path: APPLICATION_LIST_PATH, status: 200 },
    ],
  },
  gatewayCase(
    'timeout',
    '8 point 5',
    { fault: { kind: 'hangThen504' } },
    gatewayError(504, 1650401, 'REQUEST_BACKEND_TIMEOUT', '^Request backend service timeout \\[upstream_error="'),
  ),
  {
    ...gatewayCase(
      'backendDown',
      '2.5 row BAD_GATEWAY',
      {},
      gatewayError(502, 1650200, 'BAD_GATEWAY', '^Bad Gateway \\[upstream_error="'),
    ),
    switches: { backend: 'down' },
  },
  {
    ...gatewayCase(
      'authServiceDown',
      '2.6 the token service cannot be reached: 500',
      {},
      gatewayError(500, 1650001, 'INTERNAL_SERVER_ERROR', 'reason="failed to request third-party api'),
    ),
    switches: { authService: 'down' },
  },
  {
    ...gatewayCase(
      'rewritten',
      '2.5 a plugin that turns gateway errors into HTTP 200',
      { caller: 'madeUp' },
      gatewayError(200, 1640001, 'INVALID_ARGS', '^Parameters error'),
    ),
    switches: { statusRewrite200: true },
  },
  {
    ...gatewayCase(
      'notRewritten',
      '2.5 such a plugin leaves answers of the backend as they are',
      { path: '/bkapps/applications/no-such-app-here/' },
      noApplication,
    ),
    switches: { statusRewrite200: true },
  },
  {
    ...gatewayCase(
      'notLoggedIn',
      '1.11 envelope C',
      {
        path: APPLICATION_PATH,
        fault: { kind: 'backendError', answer: 'notLoggedIn' },
      },
      {
        status: 401,
        body: object({
          code: 'Unauthorized',
          detail: '用户未登录或登录态失效，请使用登录链接重新登录',
          login_url: object({ full: pattern('^https?://'), simple: pattern('^https?://') }),
        }),
      },
    ),
  },
  gatewayCase(
    'unhandled',
    '1.11 envelope F',
    { path: APPLICATION_PATH, fault: { kind: 'backendError', answer: 'serverError' } },
    serverError,
  ),
  {
    ...gatewayCase(
      'globalTenant',
      '2.8 a global application must name a tenant [AH1]',
      { caller: 'globalTenant' },
      gatewayError(403, 1640302, 'CROSS_TENANT_FORBIDDEN', '\\[AH1\\]'),
    ),
    switches: { multiTenant: true },
  },
  {
    ...gatewayCase(
      'tenantNamed',
      '2.8 send X-Bk-Tenant-Id',
      { caller: 'globalTenant', headers: { 'X-Bk-Tenant-Id': 'default' } },
      applicationListAnswer(),
    ),
    switches: { multiTenant: true },
  },
  {
    ...gatewayCase(
      'foreignTenant',
      '2.8 mismatch of header and application [AH2]',
      { headers: { 'X-Bk-Tenant-Id': 'elsewhere' } },
      gatewayError(403, 1640302, 'CROSS_TENANT_FORBIDDEN', '\\[AH2\\]'),
    ),
    switches: { multiTenant: true },
  },
  {
    ...gatewayCase(
      'userOfOtherTenant',
      '2.8 mismatch of application and user [AU]',
      { caller: 'otherTenant' },
      gatewayError(403, 1640302, 'CROSS_TENANT_FORBIDDEN', '\\[AU\\]'),
    ),
    switches: { multiTenant: true },
  },
];
