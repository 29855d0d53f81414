/** One row of the gateway's error table (platform-api.md 2.5). */
export interface GatewayErrorRow {
  status: number;
  code: number;
  codeName: string;
  message: string;
}

/** The gateway's refusal of a request: a row of the error table, and the fields that are appended to the message. */
export interface GatewayRefusal {
  error: GatewayErrorRow;
  fields: Readonly<Record<string, string>>;
}

const row = (status: number, code: number, codeName: string, message: string): GatewayErrorRow => ({
  status,
  code,
  codeName,
  message,
});

/**
 * Every row of platform-api.md 2.5. The messages of 500/1650000, 500/1650002 and 508, which platform-api.md omits, are
 * from the gateway's public source.
 */
export const gatewayErrors: readonly GatewayErrorRow[] = [
  row(400, 1640001, 'INVALID_ARGS', 'Parameters error'),
  row(400, 1640004, 'JWT_VERIFY_FAILED', 'JWT validation failed'),
  row(401, 1640100, 'UNAUTHORIZED', 'Unauthorized'),
  row(401, 1640101, 'APP_VERIFY_FAILED', 'App authentication failed'),
  row(401, 1640102, 'USER_VERIFY_FAILED', 'User authentication failed'),
  row(403, 1640301, 'APP_NO_PERMISSION', 'App has no permission to the resource'),
  row(403, 1640302, 'CROSS_TENANT_FORBIDDEN', 'Cross tenant forbidden'),
  row(403, 1640302, 'IP_NOT_ALLOWED', 'Request rejected by ip restriction'),
  row(403, 1640303, 'BK_USER_NOT_ALLOWED', 'Request rejected by bk-user restriction'),
  row(403, 1640304, 'BK_TENANT_NOT_ALLOWED', 'Request rejected by bk-tenant restriction'),
  row(404, 1640401, 'API_NOT_FOUND', 'API not found'),
  row(413, 1641301, 'BODY_SIZE_LIMIT_EXCEED', 'Request body size too large.'),
  row(414, 1641401, 'URI_SIZE_LIMIT_EXCEED', 'Request uri size too large.'),
  row(429, 1642901, 'RATE_LIMIT_RESTRICTION', 'API rate limit exceeded by stage global limit'),
  row(429, 1642902, 'RATE_LIMIT_RESTRICTION', 'API rate limit exceeded by stage strategy'),
  row(429, 1642903, 'RATE_LIMIT_RESTRICTION', 'API rate limit exceeded by resource strategy'),
  row(429, 1642904, 'CONCURRENCY_LIMIT_RESTRICTION', 'Request concurrency exceeds'),
  row(500, 1650000, 'REQUEST_RESOURCE_5xx', 'Request backend service status code is 5xx'),
  row(500, 1650001, 'INTERNAL_SERVER_ERROR', 'Internal Server Error'),
  row(500, 1650002, 'INVALID_RESOURCE_CONFIG', 'Resource configuration error'),
  row(500, 1650070, 'UNKNOWN_ERROR', 'unknown error'),
  row(502, 1650200, 'BAD_GATEWAY', 'Bad Gateway'),
  row(502, 1650201, 'ERROR_REQUESTING_RESOURCE', 'Request backend service failed'),
  row(503, 1650300, 'SERVICE_UNAVAILABLE', 'Service Unavailable'),
  row(504, 1650401, 'REQUEST_BACKEND_TIMEOUT', 'Request backend service timeout'),
  row(
    508,
    1650801,
    'RECURSIVE_REQUEST_DETECTED',
    'Recursive request detected, please contact the api manager to check the resource configuration',
  ),
];

/**
 * Returns the refusal with this code name. `code` selects among rows with the same code name. Throws if the table has
 * no such row.
 */
export function refusal(
  codeName: string,
  fields: Readonly<Record<string, string>> = {},
  code?: number,
): GatewayRefusal {
  const error = gatewayErrors.find((each) => each.codeName === codeName && (code === undefined || each.code === code));
  if (!error) throw new Error(`The gateway has no error ${codeName} ${code ?? ''}`);
  return { error, fields };
}

/** Returns the refusal of a gateway whose backend times out. */
export function backendTimeoutRefusal(): GatewayRefusal {
  return refusal('REQUEST_BACKEND_TIMEOUT', {
    upstream_error: 'connection timed out while reading response header from upstream OR reading upstream',
  });
}

/** Returns the refusal of a gateway that cannot connect to its backend. */
export function backendDownRefusal(): GatewayRefusal {
  return refusal('BAD_GATEWAY', { upstream_error: 'connection refused' });
}

/** Returns the message with the fields in brackets, as in the body and in `X-Bkapi-Error-Message`. */
export function refusalMessage({ error, fields }: GatewayRefusal): string {
  const pairs = Object.entries(fields).map(([key, value]) => `${key}="${value}"`);
  return pairs.length === 0 ? error.message : `${error.message} [${pairs.join(' ')}]`;
}
