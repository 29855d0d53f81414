import type { HttpAnswer } from '../http/sendRequest.ts';
import { nameBackendError } from './backendErrors.ts';
import type { ErrorCode } from './errorCode.ts';
import { nameGatewayError } from './gatewayErrors.ts';
import { isObject, numberOf, parseJson, stringOf, type JsonObject } from './json.ts';
import { PlatformError, type ErrorFacts } from './platformError.ts';

/**
 * The JSON of a good answer; throws `PlatformError` for everything else, after asking first *who* answered: the gateway
 * (numeric code and `code_name`), the platform's server (text code or its own HTML page), or something in between.
 */
export function readAnswer(answer: HttpAnswer): unknown {
  const json = parseJson(answer.text);
  const facts: ErrorFacts = { status: answer.status, requestId: requestIdOf(answer) };

  // A gateway may be set up to send its refusals with status 200 (API reference 2.5), so the body is asked before the status.
  if (isObject(json)) {
    const codeName = stringOf(json, 'code_name');
    if (codeName !== undefined && json['result'] === false) throw gatewayError(codeName, json, answer, facts);
  }
  if (answer.status >= 200 && answer.status < 300) {
    if (json !== undefined) return json;
    throw new PlatformError(isHtml(answer) ? 'notThePlatform' : 'answerUnreadable', {
      ...facts,
      said: plainText(answer.text),
    });
  }
  if (answer.status >= 300 && answer.status < 400) {
    throw new PlatformError('redirected', { ...facts, subject: redirectTarget(answer) });
  }
  if (isObject(json)) {
    const code = nameBackendError(answer.status, json);
    throw new PlatformError(code, {
      ...facts,
      said: saidBy(json),
      applyUrl: webAddress(stringOf(json, 'apply_url_for_dev')),
      subject: subjectOf(json),
    });
  }
  throw new PlatformError(nameBareStatus(answer), { ...facts, said: plainText(answer.text) });
}

/** The gateway's id of this exchange; administrators search by it. */
export function requestIdOf(answer: HttpAnswer): string | undefined {
  const id = answer.headers['x-bkapi-request-id'] ?? answer.headers['x-request-id'];
  return typeof id === 'string' ? id : undefined;
}

function gatewayError(codeName: string, json: JsonObject, answer: HttpAnswer, facts: ErrorFacts): PlatformError {
  const message = stringOf(json, 'message') ?? '';
  const code = nameGatewayError(codeName, message);
  const reset = numberOf(answer.headers, 'x-bkapi-ratelimit-reset');
  return new PlatformError(code, {
    ...facts,
    said: message,
    subject: /bk_app_code=([\w-]+)/.exec(message)?.[1],
    retryAfterSeconds: reset,
  });
}

/** An answer with a bad status that is not JSON. */
function nameBareStatus(answer: HttpAnswer): ErrorCode {
  switch (answer.status) {
    case 407:
      return 'proxyLoginRequired';
    case 404:
      return 'pathNotFound';
    case 500:
      // Django's own page (API reference 1.11 F); any other HTML with 500 is some machine in between.
      return isHtml(answer) && answer.text.includes('Server Error (500)') ? 'platformFailed' : 'gatewayInternalError';
    case 413:
      return 'bodyTooLarge';
    case 414:
      return 'uriTooLong';
    case 429:
      return 'rateLimited';
    case 502:
      return 'gatewayBadAnswer';
    case 503:
      return 'gatewayUnavailable';
    case 504:
      return 'gatewayTimedOut';
    default:
      return 'notThePlatform';
  }
}

/** The permission centre's link is opened by a click, so nothing but a web address is taken for one. */
function webAddress(text: string | undefined): string | undefined {
  return text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}

/** `detail`, else `message`, else the first text in `fields_detail` (API reference 1.11, "Client rule"). */
function saidBy(json: JsonObject): string | undefined {
  return stringOf(json, 'detail') ?? stringOf(json, 'message') ?? firstText(json['fields_detail']);
}

function firstText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return inner.map(firstText).find((text) => text !== undefined);
}

/** The host in `主机 'github.com' 不在允许的白名单中` and the scheme in its neighbour: the only place they are named. */
function subjectOf(json: JsonObject): string | undefined {
  return /'([^']{1,255})'/.exec(saidBy(json) ?? '')?.[1];
}

/** Only scheme and host: a login page's query may carry what it was asked for. */
function redirectTarget(answer: HttpAnswer): string | undefined {
  const { location } = answer.headers;
  return location !== undefined && URL.canParse(location) ? new URL(location).origin : location?.split('?')[0];
}

function isHtml(answer: HttpAnswer): boolean {
  return /html/i.test(answer.headers['content-type'] ?? '') || /^\s*<(!doctype|html)/i.test(answer.text);
}

/** HTML stripped to its words: it is shown as what a machine in between said, not rendered. */
function plainText(text: string): string {
  return text
    .replace(/<(script|style)[^]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
