import type { HttpAnswer } from '../http/sendRequest.ts';
import { backendErrorCode } from './backendErrors.ts';
import type { ErrorCode } from './errorCode.ts';
import { gatewayErrorCode } from './gatewayErrors.ts';
import { isObject, numberOf, parseJson, stringOf, webAddressIn, type JsonObject } from '../http/json.ts';
import { PlatformError, type ErrorFacts } from './platformError.ts';

/**
 * Returns the JSON of a successful response. Throws `PlatformError` for any other response. The error code depends on
 * which server responded: the gateway (numeric `code` and a `code_name`), the backend (text `code` or Django's HTML
 * page), or an intermediary.
 */
export function readAnswer(answer: HttpAnswer): unknown {
  // Never parse a truncated body.
  const json = answer.cut ? undefined : parseJson(answer.text);
  const isBusy = answer.status === 429 || answer.status === 503;
  const facts: ErrorFacts = {
    status: answer.status,
    requestId: requestIdOf(answer),
    // `Retry-After` comes from a server in front of the gateway. The gateway itself sends `X-Bkapi-RateLimit-Reset`,
    // which `gatewayError` reads.
    retryAfterSeconds: isBusy ? numberOf(answer.headers, 'retry-after') : undefined,
  };

  // A gateway can be configured to send its errors with status 200 (platform-api.md 2.5), so check the body before the
  // status.
  const codeName = isObject(json) && json['result'] === false ? stringOf(json, 'code_name') : undefined;
  if (isObject(json) && codeName !== undefined) throw gatewayError(codeName, json, answer, facts);
  if (answer.status >= 200 && answer.status < 300) {
    if (json !== undefined) return json;
    const code = isHtml(answer) ? 'notThePlatform' : 'answerUnreadable';
    throw new PlatformError(code, { ...facts, said: htmlToText(answer.text) });
  }
  if (answer.status >= 300 && answer.status < 400) {
    throw new PlatformError('redirected', { ...facts, subject: redirectTarget(answer) });
  }
  if (isObject(json)) {
    const code = backendErrorCode(answer.status, json);
    // Use `detail`, else `message`, else the first text in `fields_detail` (platform-api.md 1.11, "Client rule").
    const said = stringOf(json, 'detail') ?? stringOf(json, 'message') ?? firstText(json['fields_detail']);
    // Use the first text in single quotes. In `主机 'github.com' 不在允许的白名单中`, this text is the host. No other member
    // of the response has this value.
    const subject = /'([^']{1,255})'/.exec(said ?? '')?.[1];
    throw new PlatformError(code, { ...facts, said, applyUrl: webAddressIn(json, 'apply_url_for_dev'), subject });
  }
  const code = errorCodeOfStatus(answer);
  const subject = code === 'answerTooLarge' ? answer.cut?.host : undefined;
  throw new PlatformError(code, { ...facts, subject, said: htmlToText(answer.text) });
}

/** Returns the gateway's request ID, with which administrators can find the request; undefined if there is none. */
export function requestIdOf(answer: HttpAnswer): string | undefined {
  const id = answer.headers['x-bkapi-request-id'] ?? answer.headers['x-request-id'];
  return typeof id === 'string' ? id : undefined;
}

function gatewayError(codeName: string, json: JsonObject, answer: HttpAnswer, facts: ErrorFacts): PlatformError {
  const said = stringOf(json, 'message') ?? '';
  const subject = /bk_app_code=([\w-]+)/.exec(said)?.[1];
  const retryAfterSeconds = numberOf(answer.headers, 'x-bkapi-ratelimit-reset') ?? facts.retryAfterSeconds;
  return new PlatformError(gatewayErrorCode(codeName, said), { ...facts, said, subject, retryAfterSeconds });
}

/** Returns the error code for an unsuccessful response without readable JSON. */
function errorCodeOfStatus(answer: HttpAnswer): ErrorCode {
  const named = errorCodeByStatus.get(answer.status);
  if (named) return named;
  // The remaining codes depend on which server responded. `platformFailed` means that the platform no longer works on
  // the request. Do not return `platformFailed` for an unknown server, because the platform may still be working on the
  // request.
  if (answer.cut) return 'answerTooLarge';
  if (/^\s*[[{]/.test(answer.text)) return 'answerUnreadable';
  if (answer.status === 404) return 'pathNotFound';
  // `Server Error (500)` is the title of Django's own page (platform-api.md 1.11 F). Any other page with status 500 is
  // from an intermediary, which may have forwarded the request to the platform.
  const isDjango = answer.status === 500 && isHtml(answer) && answer.text.includes('Server Error (500)');
  return isDjango ? 'platformFailed' : 'notThePlatform';
}

/** Error codes, keyed by HTTP status. Each status has the same meaning, whichever server sends it. */
const errorCodeByStatus: ReadonlyMap<number, ErrorCode> = new Map([
  [407, 'proxyLoginRequired'],
  [413, 'bodyTooLarge'],
  [414, 'uriTooLong'],
  [429, 'rateLimited'],
  [502, 'gatewayBadAnswer'],
  [503, 'gatewayUnavailable'],
  [504, 'gatewayTimedOut'],
]);

function firstText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return inner.map(firstText).find((text) => text !== undefined);
}

/**
 * Returns the scheme and host of a redirect target, or a relative target without its query. Omits the query, because
 * the query of a login page may contain the requested URL.
 */
function redirectTarget(answer: HttpAnswer): string | undefined {
  const { location } = answer.headers;
  return location !== undefined && URL.canParse(location) ? new URL(location).origin : location?.split('?')[0];
}

function isHtml(answer: HttpAnswer): boolean {
  return /html/i.test(answer.headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(answer.text);
}

/**
 * Maximum characters of a response that `htmlToText` processes. Only a few hundred characters of its result are shown.
 */
const maxPlainText = 64 * 1024;

/**
 * Returns the text of an HTML page without the tags. The text is shown as the message of an intermediary. Each pattern
 * stops at the next `<` or consumes the text that it scans. Otherwise, a page that consists only of `<` would take
 * seconds.
 */
function htmlToText(text: string): string {
  return truncateText(text)
    .replace(/<(script|style)\b[^]*?(?:<\/\1>|$)/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Truncates a text to at most `maxPlainText` characters, between two words. If the end of the text were a truncated
 * token, `withoutToken` could not find and remove it.
 */
function truncateText(text: string): string {
  if (text.length <= maxPlainText) return text;
  let end = maxPlainText;
  while (end > 0 && !/[\s"'<>{}:]/.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}
