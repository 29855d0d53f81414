/**
 * Why no complete response arrived. A complete response with an error status is not an `HttpError`; the caller
 * interprets the status.
 */
export type HttpErrorKind =
  | 'nameNotFound'
  | 'connectionRefused'
  | 'unreachable'
  | 'connectionLost'
  | 'certificateUntrusted'
  | 'tlsFailed'
  | 'proxyFailed'
  | 'proxyUnreachable'
  | 'proxyLoginRequired'
  | 'timedOut'
  | 'cancelled'
  | 'answerTooLarge'
  | 'answerUndecodable';

/** The error of a failed exchange. `sent` is true if the server may have received the whole request and acted on it. */
export class HttpError extends Error {
  readonly kind: HttpErrorKind;
  readonly sent: boolean;

  constructor(kind: HttpErrorKind, sent: boolean, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'HttpError';
    this.kind = kind;
    this.sent = sent;
  }
}

/** Returns an error of an exchange as an `HttpError`. An `HttpError` is returned unchanged. */
export function toHttpError(error: unknown, sent: boolean): HttpError {
  if (error instanceof HttpError) return error;
  return new HttpError(kindOfSocketError(error), sent, messageOfSocketError(error), error);
}

/** Classifies a socket error by Node's stable error codes, and a proxy error without a code by its message. */
export function kindOfSocketError(error: unknown): HttpErrorKind {
  const inner = innermost(error);
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  const message = error instanceof Error ? error.message : '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'nameNotFound';
  if (code === 'ECONNREFUSED') return 'connectionRefused';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ETIMEDOUT' || code === 'EADDRNOTAVAIL')
    return 'unreachable';
  if (untrustedCertificateCodes.has(code)) return 'certificateUntrusted';
  if (code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_') || code.startsWith('CERT_') || code === 'EPROTO')
    return 'tlsFailed';
  // zlib and brotli use these codes if the body does not match its Content-Encoding.
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_')) return 'answerUndecodable';
  // If the connection to the proxy fails, VS Code's network patch throws an error without a code (@vscode/proxy-agent
  // 0.39, 0.44).
  if (message.startsWith('Failed to establish a socket connection to proxies')) return 'proxyUnreachable';
  if (code === 'ERR_PROXY_TUNNEL' || message.startsWith('Proxy response')) return 'proxyFailed';
  return 'connectionLost';
}

/** Node's codes for a certificate whose issuer is not trusted. */
const untrustedCertificateCodes: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
]);

/**
 * Returns the first inner error of an `AggregateError`, and any other error unchanged. Node throws an `AggregateError`
 * with an empty message if connecting fails for every address of a host, such as its IPv4 and its IPv6 address.
 */
function innermost(error: unknown): unknown {
  return error instanceof AggregateError && error.errors.length > 0 ? innermost(error.errors[0]) : error;
}

function messageOfSocketError(failure: unknown): string {
  const error = innermost(failure);
  // If the proxy is unreachable, VS Code 1.112 includes the proxy's password in the message. VS Code 1.139 masks the
  // password.
  if (error instanceof Error) return error.message.replace(/\b(PROXY|HTTPS?|SOCKS[45]?) \S+@/g, '$1 ***@');
  return String(error);
}
