import type { HttpAnswer } from '../http/sendRequest.ts';
import { nameBackendError } from './backendErrors.ts';
import type { ErrorCode } from './errorCode.ts';
import { nameGatewayError } from './gatewayErrors.ts';
import { isObject, numberOf, parseJson, stringOf, webAddressIn, type JsonObject } from '../http/json.ts';
import { PlatformError, type ErrorFacts } from './platformError.ts';

/**
 * Returns the JSON of a successful response; throws `PlatformError` for any other. First determines *who* responded:
 * the gateway (numeric code and `code_name`), the backend (text code or its own HTML page), or an intermediary.
 */
export function readAnswer(answer: HttpAnswer): unknown {
  // Never parse a truncated body.
  const json = answer.cut ? undefined : parseJson(answer.text);
  const isBusy = answer.status === 429 || answer.status === 503;
  const facts: ErrorFacts = {
    status: answer.status,
    requestId: requestIdOf(answer),
    // Sent by a server in front of the gateway; the gateway's own header has another name.
    retryAfterSeconds: isBusy ? numberOf(answer.headers, 'retry-after') : undefined,
  };

  // A gateway can be configured to send its refusals with status 200 (platform-api.md 2.5), so check the body first.
  const codeName = isObject(json) && json['result'] === false ? stringOf(json, 'code_name') : undefined;
  if (isObject(json) && codeName !== undefined) throw gatewayError(codeName, json, answer, facts);
  if (answer.status >= 200 && answer.status < 300) {
    if (json !== undefined) return json;
    const code = isHtml(answer) ? 'notThePlatform' : 'answerUnreadable';
    throw new PlatformError(code, { ...facts, said: plainText(answer.text) });
  }
  if (answer.status >= 300 && answer.status < 400) {
    throw new PlatformError('redirected', { ...facts, subject: redirectTarget(answer) });
  }
  if (isObject(json)) {
    const code = nameBackendError(answer.status, json);
    // `detail`, else `message`, else the first text in `fields_detail` (platform-api.md 1.11, "Client rule").
    const said = stringOf(json, 'detail') ?? stringOf(json, 'message') ?? firstText(json['fields_detail']);
    // The host in `主机 'github.com' 不在允许的白名单中`, or the scheme in a similar message. Nothing else names them.
    const subject = /'([^']{1,255})'/.exec(said ?? '')?.[1];
    throw new PlatformError(code, { ...facts, said, applyUrl: webAddressIn(json, 'apply_url_for_dev'), subject });
  }
  const code = nameBareStatus(answer);
  const subject = code === 'answerTooLarge' ? answer.cut?.host : undefined;
  throw new PlatformError(code, { ...facts, subject, said: plainText(answer.text) });
}

/** Returns the gateway's id of this exchange, by which administrators search. */
export function requestIdOf(answer: HttpAnswer): string | undefined {
  const id = answer.headers['x-bkapi-request-id'] ?? answer.headers['x-request-id'];
  return typeof id === 'string' ? id : undefined;
}

function gatewayError(codeName: string, json: JsonObject, answer: HttpAnswer, facts: ErrorFacts): PlatformError {
  const said = stringOf(json, 'message') ?? '';
  const subject = /bk_app_code=([\w-]+)/.exec(said)?.[1];
  const retryAfterSeconds = numberOf(answer.headers, 'x-bkapi-ratelimit-reset') ?? facts.retryAfterSeconds;
  return new PlatformError(nameGatewayError(codeName, said), { ...facts, said, subject, retryAfterSeconds });
}

/** Classifies an unsuccessful response whose body cannot be interpreted. */
function nameBareStatus(answer: HttpAnswer): ErrorCode {
  const named = byStatusAlone.get(answer.status);
  if (named) return named;
  // The rest depends on who responded. Where that is unknown, "failed" would be a guess about an upload.
  if (answer.cut) return 'answerTooLarge';
  if (/^\s*[[{]/.test(answer.text)) return 'answerUnreadable';
  if (answer.status === 404) return 'pathNotFound';
  // Django's own page (platform-api.md 1.11 F). Any other page with status 500 is from an intermediary, which may have
  // forwarded the request.
  const isDjango = answer.status === 500 && isHtml(answer) && answer.text.includes('Server Error (500)');
  return isDjango ? 'platformFailed' : 'notThePlatform';
}

/** Statuses with the same meaning from the gateway, the platform and any intermediary. */
const byStatusAlone: ReadonlyMap<number, ErrorCode> = new Map([
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

/** Returns only scheme and host, because a login page's query may contain the requested URL. */
function redirectTarget(answer: HttpAnswer): string | undefined {
  const { location } = answer.headers;
  return location !== undefined && URL.canParse(location) ? new URL(location).origin : location?.split('?')[0];
}

function isHtml(answer: HttpAnswer): boolean {
  return /html/i.test(answer.headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(answer.text);
}

/** Maximum characters of a response to search for words; a few hundred of them are shown. */
const maxPlainText = 64 * 1024;

/**
 * Strips HTML to its words. They are shown as the message of an intermediary, not rendered. Each pattern stops at the
 * next `<` or consumes what it scans, so that a page of nothing but `<` is as fast as any (it took seconds).
 */
function plainText(text: string): string {
  return beginning(text)
    .replace(/<(script|style)\b[^]*?(?:<\/\1>|$)/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Cuts between two words, because half of a token could no longer be found and hidden. */
function beginning(text: string): string {
  if (text.length <= maxPlainText) return text;
  let end = maxPlainText;
  while (end > 0 && !/[\s"'<>{}:]/.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}
