import type { Fault } from '../../platform/faults.ts';
import type { Switches } from '../../platform/switches.ts';

/**
 * A fault and its expected results. The result of an upload is an outcome in the form that `outcomeText` returns. The
 * result of a read is `read` or an error code.
 */
export interface FaultRow {
  name: string;
  /** Absent if `way` or `timesOut` is set instead. */
  fault?: Fault;
  /**
   * How the route to the gateway is broken: nothing listens at the address, or the server's certificate is untrusted.
   */
  way?: 'refused' | 'untrusted';
  switches?: Partial<Switches>;
  /** If set, the POST times out while the platform is still working on the request. */
  timesOut?: true;
  /**
   * The result of an upload if only the POST meets the fault. Later reads of the versions succeed, at once or after 20
   * s.
   */
  upload: string;
  /**
   * The result of an upload if the POST meets the fault and every later read fails. Absent if nothing is reconciled.
   */
  blind?: string;
  /** The result of an upload if every request meets the fault. */
  everywhere: string;
  /** The result of a read if only the first request meets the fault. */
  once: string;
  /** The result of a read if every request meets the fault. */
  always: string;
}

/**
 * Returns the rows without those that differ from an earlier row only in whether the backend completed the request. A
 * read cannot distinguish such rows.
 */
export function distinctForReads<T extends FaultRow>(rows: readonly T[]): T[] {
  const seen = new Map<string, T>();
  for (const row of rows) {
    const { fault, way, switches, timesOut } = row;
    const met = JSON.stringify([{ ...fault, backend: undefined }, way, switches, timesOut]);
    if (!seen.has(met)) seen.set(met, row);
  }
  return [...seen.values()];
}

const storedResult = { upload: 'uploaded found' };
const notStoredResult = { upload: 'failed packageNotArrived' };

/**
 * Results of a fault that loses the upload's response. If every request meets the fault, the baseline read fails, so
 * the client sends no upload.
 */
const lostAs = (code: string): Pick<FaultRow, 'blind' | 'everywhere' | 'always'> => ({
  blind: `unknown ${code} versionsUnreadable`,
  everywhere: `failed ${code}`,
  always: code,
});
/**
 * Results of a transient fault that loses the upload's response. If only the first request of a read meets the fault,
 * the client retries the read, and the retry succeeds.
 */
const retriedAs = (code: string): Pick<FaultRow, 'blind' | 'everywhere' | 'once' | 'always'> => ({
  ...lostAs(code),
  once: 'read',
});
/** Results of a fault that loses the upload's response. A read that meets this fault fails without a retry. */
const notRetriedAs = (code: string): Pick<FaultRow, 'blind' | 'everywhere' | 'once' | 'always'> => ({
  ...lostAs(code),
  once: code,
});
/** Results of a fault whose response proves that the platform did nothing. */
const refusedAs = (code: string): Pick<FaultRow, 'upload' | 'everywhere' | 'once' | 'always'> => ({
  upload: `failed ${code}`,
  ...{ everywhere: `failed ${code}`, once: code, always: code },
});
const harmlessResults = {
  upload: 'uploaded answered',
  ...{ everywhere: 'uploaded answered', once: 'read', always: 'read' },
};

const dayMs = 86_400_000;
const html = (text: string): string => `<!DOCTYPE html><html><body><h1>${text}</h1></body></html>`;
const gatewayError = (codeName: string, rest: Partial<Extract<Fault, { kind: 'gatewayError' }>> = {}): Fault => ({
  kind: 'gatewayError',
  codeName,
  ...rest,
});
const backendCompletes = { backend: 'completes' } as const;
const pageFault = (
  status: number,
  body: string,
  rest: { contentType?: string; backend?: 'completes' } = {},
): Fault => ({
  kind: 'strangeAnswer',
  ...{ status, body },
  ...rest,
});
const jsonContentType = { contentType: 'application/json' };
const rateLimitFault = (seconds: number): Fault =>
  gatewayError('RATE_LIMIT_RESTRICTION', { headers: { 'X-Bkapi-RateLimit-Reset': String(seconds) } });

export const faultRows: readonly FaultRow[] = [
  // Valid responses that are late or unusual.
  { name: 'a delay', fault: { kind: 'delay', ms: 3 }, ...harmlessResults },
  { name: 'gzip', fault: { kind: 'gzip' }, ...harmlessResults },
  { name: 'another content type', fault: { kind: 'wrongContentType' }, ...harmlessResults },
  { name: 'HTML as content type', fault: { kind: 'wrongContentType', contentType: 'text/html' }, ...harmlessResults },
  { name: 'a slow drip', fault: { kind: 'slowDrip', ms: 0, chunkBytes: 100 }, ...harmlessResults },
  { name: 'a clock a day ahead', fault: { kind: 'clockSkew', ms: dayMs }, ...harmlessResults },
  { name: 'a clock a day behind', fault: { kind: 'clockSkew', ms: -dayMs }, ...harmlessResults },

  // Responses that are missing, incomplete or too large.
  {
    name: 'an answer after the time is over',
    timesOut: true,
    ...{ upload: 'uploaded found', blind: 'unknown timedOut versionsUnreadable', everywhere: 'uploaded found' },
    ...{ once: 'read', always: 'read' },
  },
  {
    name: 'a cut before it was done',
    fault: { kind: 'dropBeforeHeaders', backend: 'neverReached' },
    ...notStoredResult,
    ...retriedAs('connectionLost'),
  },
  {
    name: 'a cut after it was done',
    fault: { kind: 'dropBeforeHeaders', ...backendCompletes },
    ...storedResult,
    ...retriedAs('connectionLost'),
  },
  {
    name: 'a cut after the headers',
    fault: { kind: 'dropAfterHeaders' },
    ...storedResult,
    ...retriedAs('connectionLost'),
  },
  { name: 'a cut in the body', fault: { kind: 'dropMidBody' }, ...storedResult, ...retriedAs('connectionLost') },
  { name: 'half of the JSON', fault: { kind: 'halfJson' }, ...storedResult, ...notRetriedAs('answerUnreadable') },
  {
    name: 'a huge answer',
    fault: { kind: 'hugeBody', bytes: 9 * 1024 * 1024 },
    ...storedResult,
    ...notRetriedAs('answerTooLarge'),
  },
  { name: 'nothing listens', way: 'refused', ...refusedAs('connectionRefused') },
  { name: 'an untrusted certificate', way: 'untrusted', ...refusedAs('certificateUntrusted') },

  // Responses of an intermediary.
  { name: 'a login page', fault: { kind: 'proxyLoginPage' }, ...notStoredResult, ...notRetriedAs('notThePlatform') },
  {
    name: 'a login page after it was done',
    fault: { kind: 'proxyLoginPage', ...backendCompletes },
    ...storedResult,
    ...notRetriedAs('notThePlatform'),
  },
  {
    name: 'a page with 500',
    fault: pageFault(500, html('Error')),
    ...notStoredResult,
    ...notRetriedAs('notThePlatform'),
  },
  {
    name: 'a page with 500 after it was done',
    fault: pageFault(500, html('Error'), backendCompletes),
    ...storedResult,
    ...notRetriedAs('notThePlatform'),
  },
  {
    name: 'nothing but 500, after it was done',
    fault: pageFault(500, '', backendCompletes),
    ...storedResult,
    ...notRetriedAs('notThePlatform'),
  },
  {
    name: 'a page with 403',
    fault: pageFault(403, html('Blocked')),
    ...notStoredResult,
    ...notRetriedAs('notThePlatform'),
  },
  {
    name: 'a page with 502',
    fault: pageFault(502, html('Bad Gateway')),
    ...notStoredResult,
    ...retriedAs('gatewayBadAnswer'),
  },
  {
    name: 'a page with 502 after it was done',
    fault: pageFault(502, html('Bad Gateway'), backendCompletes),
    ...storedResult,
    ...retriedAs('gatewayBadAnswer'),
  },
  {
    name: 'JSON of another gateway with 502',
    fault: pageFault(502, '{"message": "upstream"}', { ...jsonContentType, ...backendCompletes }),
    ...storedResult,
    ...notRetriedAs('refusedByPlatform'),
  },
  {
    name: 'half of a refusal',
    fault: pageFault(400, '{"code": "VALID', jsonContentType),
    ...notStoredResult,
    ...notRetriedAs('answerUnreadable'),
  },
  {
    name: 'somebody else’s JSON',
    fault: pageFault(200, '{"result": true}', jsonContentType),
    ...notStoredResult,
    ...notRetriedAs('answerUnreadable'),
  },
  {
    name: 'somebody else’s JSON after it was done',
    fault: pageFault(200, '{"code": 0}', { ...jsonContentType, ...backendCompletes }),
    ...storedResult,
    ...notRetriedAs('answerUnreadable'),
  },
  {
    name: 'an empty answer after it was done',
    fault: pageFault(200, '', backendCompletes),
    ...storedResult,
    ...notRetriedAs('notThePlatform'),
  },
  {
    name: 'a redirect',
    fault: { kind: 'redirect', location: 'https://login.example.com/' },
    ...notStoredResult,
    ...notRetriedAs('redirected'),
  },
  {
    name: 'a redirect after it was done',
    fault: { kind: 'redirect', location: '/login/', ...backendCompletes },
    ...storedResult,
    ...notRetriedAs('redirected'),
  },
  { name: 'a proxy that wants a sign-in', fault: pageFault(407, html('Log in')), ...refusedAs('proxyLoginRequired') },

  // The gateway's own responses (platform-api.md 2.5).
  { name: '504', fault: { kind: 'hangThen504' }, ...storedResult, ...retriedAs('gatewayTimedOut') },
  {
    name: '504 before',
    fault: gatewayError('REQUEST_BACKEND_TIMEOUT'),
    ...notStoredResult,
    ...retriedAs('gatewayTimedOut'),
  },
  {
    name: '504 as 200',
    ...{ fault: gatewayError('REQUEST_BACKEND_TIMEOUT', backendCompletes), switches: { statusRewrite200: true } },
    ...{ ...storedResult, ...retriedAs('gatewayTimedOut') },
  },
  {
    name: 'a refusal as 200',
    ...{ fault: gatewayError('IP_NOT_ALLOWED'), switches: { statusRewrite200: true } },
    ...refusedAs('ipNotAllowed'),
  },
  { name: '502', fault: gatewayError('BAD_GATEWAY'), ...notStoredResult, ...retriedAs('gatewayBadAnswer') },
  {
    name: '502 after it was done',
    fault: gatewayError('BAD_GATEWAY', backendCompletes),
    ...storedResult,
    ...retriedAs('gatewayBadAnswer'),
  },
  {
    name: '502 unreached',
    fault: gatewayError('ERROR_REQUESTING_RESOURCE'),
    ...notStoredResult,
    ...retriedAs('gatewayCannotReachPlatform'),
  },
  {
    name: '502 unreached after it was done',
    fault: gatewayError('ERROR_REQUESTING_RESOURCE', backendCompletes),
    ...storedResult,
    ...retriedAs('gatewayCannotReachPlatform'),
  },
  { name: '503', fault: gatewayError('SERVICE_UNAVAILABLE'), ...notStoredResult, ...retriedAs('gatewayUnavailable') },
  {
    name: '503 after it was done',
    fault: gatewayError('SERVICE_UNAVAILABLE', backendCompletes),
    ...storedResult,
    ...retriedAs('gatewayUnavailable'),
  },
  {
    name: '500',
    fault: gatewayError('INTERNAL_SERVER_ERROR'),
    ...notStoredResult,
    ...notRetriedAs('gatewayInternalError'),
  },
  {
    name: '500 after it was done',
    fault: gatewayError('INTERNAL_SERVER_ERROR', backendCompletes),
    ...storedResult,
    ...notRetriedAs('gatewayInternalError'),
  },
  {
    name: '500 of the backend',
    fault: gatewayError('REQUEST_RESOURCE_5xx'),
    ...notStoredResult,
    ...notRetriedAs('gatewayResourceFailed'),
  },
  {
    name: '500 of the backend after it was done',
    fault: gatewayError('REQUEST_RESOURCE_5xx', backendCompletes),
    ...storedResult,
    ...notRetriedAs('gatewayResourceFailed'),
  },
  {
    name: 'an unknown error',
    fault: gatewayError('UNKNOWN_ERROR'),
    ...notStoredResult,
    ...notRetriedAs('gatewayUnknownError'),
  },
  {
    name: 'an unknown error after it was done',
    fault: gatewayError('UNKNOWN_ERROR', backendCompletes),
    ...storedResult,
    ...notRetriedAs('gatewayUnknownError'),
  },
  {
    name: 'a wrong configuration',
    fault: gatewayError('INVALID_RESOURCE_CONFIG'),
    ...refusedAs('gatewayMisconfigured'),
  },
  { name: 'a loop', fault: gatewayError('RECURSIVE_REQUEST_DETECTED'), ...refusedAs('gatewayLoop') },
  { name: '429', fault: gatewayError('RATE_LIMIT_RESTRICTION'), ...refusedAs('rateLimited'), once: 'read' },
  { name: '429 for 5 s', fault: rateLimitFault(5), ...refusedAs('rateLimited'), once: 'read' },
  { name: '429 for an hour', fault: rateLimitFault(3600), ...refusedAs('rateLimited') },
  {
    name: 'too many at once',
    fault: gatewayError('CONCURRENCY_LIMIT_RESTRICTION'),
    ...refusedAs('concurrencyLimited'),
    once: 'read',
  },
  {
    name: 'an expired token',
    fault: gatewayError('INVALID_ARGS', { fields: { reason: 'the access_token of the user(admin) has expired' } }),
    ...refusedAs('tokenExpired'),
  },
  { name: 'no grant', fault: gatewayError('APP_NO_PERMISSION'), ...refusedAs('appNotPermitted') },

  // The platform's own responses (platform-api.md 1.10, 1.11).
  {
    name: 'the platform’s page for an error before it stored anything',
    ...{ fault: { kind: 'backendError', answer: 'serverError' }, upload: 'failed packageNotTaken' },
    ...notRetriedAs('platformFailed'),
  },
  {
    name: 'the platform’s page for an error after it had stored the package',
    ...{ fault: { kind: 'backendError', answer: 'serverError', ...backendCompletes } },
    ...{ upload: 'unknown platformFailed maybeAnothers', ...notRetriedAs('platformFailed') },
  },
  {
    name: 'a refusal of the platform',
    fault: { kind: 'backendError', answer: 'forbidden' },
    ...refusedAs('developRoleMissing'),
  },
  { name: 'nobody signed in', fault: { kind: 'backendError', answer: 'notLoggedIn' }, ...refusedAs('notLoggedIn') },
];
