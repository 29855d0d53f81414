/** Why no whole answer arrived. Answers with a bad status are not errors here: who sent them decides what they mean. */
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

/** One failed exchange. `sent` says whether the whole request had left, so that the server may have acted on it. */
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

/** Names the failure of a socket by Node's error codes, which are stable, and never by its message, which is not. */
export function kindOfSocketError(error: unknown): HttpErrorKind {
  const code = errorCode(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'nameNotFound';
  if (code === 'ECONNREFUSED') return 'connectionRefused';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ETIMEDOUT' || code === 'EADDRNOTAVAIL')
    return 'unreachable';
  if (untrustedCertificate.has(code)) return 'certificateUntrusted';
  if (code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_') || code.startsWith('CERT_') || code === 'EPROTO')
    return 'tlsFailed';
  // zlib's and brotli's own codes: the answer is not what its content-encoding says.
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_')) return 'answerUndecodable';
  // VS Code's network patch wraps whatever kept it from its proxy in an error without a code (@vscode/proxy-agent 0.39, 0.44).
  if (error instanceof Error && error.message.startsWith('Failed to establish a socket connection to proxies'))
    return 'proxyUnreachable';
  if (code === 'ERR_PROXY_TUNNEL' || (error instanceof Error && error.message.startsWith('Proxy response')))
    return 'proxyFailed';
  return 'connectionLost';
}

/** The codes with which Node says "I do not know who signed this". */
const untrustedCertificate: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
]);

/** `AggregateError` (Node tries IPv4 and IPv6) hides the codes one level down. */
function errorCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}

/** The reason under the reason: Node wraps what went wrong, and for two addresses at once leaves the message empty. */
export function messageOfSocketError(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOfSocketError(error.errors[0]);
  // VS Code 1.112 names the proxy that it could not reach with its password; 1.139 masks it.
  if (error instanceof Error) return error.message.replace(/\b(PROXY|HTTPS?|SOCKS[45]?) \S+@/g, '$1 ***@');
  return String(error);
}
