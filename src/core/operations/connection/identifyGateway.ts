import { isObject, parseJson, stringOf } from '../../http/json.ts';
import type { Log } from '../../http/log.ts';
import { sendRequest, type HttpAnswer } from '../../http/sendRequest.ts';
import type { ErrorCode } from '../../platform/errorCode.ts';
import { parseGatewayUrl, type GatewayUrl } from '../../platform/gatewayUrl.ts';
import { requirePlatformError } from '../../platform/platformError.ts';
import { readAnswer, requestIdOf } from '../../platform/readAnswer.ts';

export interface IdentifiedGateway {
  status: number;
  requestId: string | undefined;
  answeredBy: 'gateway' | 'platform' | 'intermediary';
  /**
   * Error code of the response. `tokenMissing` is expected, because the request has no token. It also shows that the
   * gateway and the stage in the URL exist. Undefined if no token was required.
   */
  code: ErrorCode | undefined;
  /**
   * Where the response redirects: a gateway URL if the target is one, otherwise the target without query and fragment.
   * Undefined if the target is missing or is not an http or https URL.
   */
  redirectsTo?: string | undefined;
}

/**
 * Sends one request without a token to a gateway URL and returns which server responds. Rejects with `HttpError` if no
 * complete response arrives.
 */
export async function identifyGateway(
  gatewayUrl: GatewayUrl,
  log: Log,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<IdentifiedGateway> {
  // Every gateway rejects a request without a token and does not forward the request to the platform
  // (platform-api.md 2.5, 2.6).
  const url = new URL(`${gatewayUrl}/bkapps/applications/lists/minimal`);
  const headers = { Accept: 'application/json' };
  const answer = await sendRequest({ method: 'GET', url, headers, timeoutMs, maxBytes: 1_000_000, signal }, log);
  const code = codeOfAnswer(answer);
  return {
    status: answer.status,
    requestId: requestIdOf(answer),
    answeredBy: answererOf(answer, code),
    code,
    redirectsTo: code === 'redirected' ? redirectTarget(answer, url) : undefined,
  };
}

function codeOfAnswer(answer: HttpAnswer): ErrorCode | undefined {
  try {
    readAnswer(answer);
    return undefined;
  } catch (error) {
    return requirePlatformError(error).code;
  }
}

/**
 * Returns which server responded. Errors of the gateway have the header `x-bkapi-error-code` or a `code_name`. Errors
 * of the platform are other JSON or the platform's error page (platform-api.md 2.5).
 */
function answererOf(answer: HttpAnswer, code: ErrorCode | undefined): IdentifiedGateway['answeredBy'] {
  const json = parseJson(answer.text);
  if (answer.headers['x-bkapi-error-code'] !== undefined) return 'gateway';
  if (isObject(json)) return stringOf(json, 'code_name') === undefined ? 'platform' : 'gateway';
  return code === 'platformFailed' ? 'platform' : 'intermediary';
}

function redirectTarget({ headers: { location } }: HttpAnswer, { href: requested }: URL): string | undefined {
  if (location === undefined || !URL.canParse(location, requested)) return undefined;
  const { href, protocol, origin, pathname } = new URL(location, requested);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  // A redirect usually keeps the path of the request. `parseGatewayUrl` removes this path.
  const parsed = parseGatewayUrl(href);
  return parsed.ok ? parsed.gatewayUrl : `${origin}${pathname}`;
}
