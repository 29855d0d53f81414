import type { HttpAnswer } from '../http/sendRequest.ts';
import { nameBackendError } from './backendErrors.ts';
import type { ErrorCode } from './errorCode.ts';
import { nameGatewayError } from './gatewayErrors.ts';
import { isObject, numberOf, parseJson, stringOf, webAddressIn, type JsonObject } from '../http/json.ts';
import { PlatformError, type ErrorFacts } from './platformError.ts';

/**
 * The JSON of a good answer; throws `PlatformError` for everything else, after asking first *who* answered: the gateway
 * (numeric code and `code_name`), the platform's server (text code or its own HTML page), or something in between.
 */
export function readAnswer(answer: HttpAnswer): unknown {
  // The beginning of a JSON text tells nothing for certain, and who knows what its end says.
  const json = answer.cut ? undefined : parseJson(answer.text);
  const isBusy = answer.status === 429 || answer.status === 503;
  const facts: ErrorFacts = {
    status: answer.status,
    requestId: requestIdOf(answer),
    // Of a machine in front of the gateway, whose own header has another name.
    retryAfterSeconds: isBusy ? numberOf(answer.headers, 'retry-after') : undefined,
  };

  // A gateway may be set up to send its refusals with status 200 (platform-api.md 2.5), so the body is asked before the
  // status.
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
      applyUrl: webAddressIn(json, 'apply_url_for_dev'),
      subject: subjectOf(json),
    });
  }
  const code = nameBareStatus(answer);
  const subject = code === 'answerTooLarge' ? answer.cut?.host : undefined;
  throw new PlatformError(code, { ...facts, subject, said: plainText(answer.text) });
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
    retryAfterSeconds: reset ?? facts.retryAfterSeconds,
  });
}

/** An answer with a bad status whose body says nothing that can be read. */
function nameBareStatus(answer: HttpAnswer): ErrorCode {
  const named = byStatusAlone.get(answer.status);
  if (named) return named;
  // What follows depends on who answered. Where that cannot be seen, "failed" would be a guess about an upload.
  if (answer.cut) return 'answerTooLarge';
  if (/^\s*[[{]/.test(answer.text)) return 'answerUnreadable';
  if (answer.status === 404) return 'pathNotFound';
  // Django's own page (platform-api.md 1.11 F). Any other page with 500 is some machine's in between, which may have
  // passed the request on.
  const isDjango = answer.status === 500 && isHtml(answer) && answer.text.includes('Server Error (500)');
  return isDjango ? 'platformFailed' : 'notThePlatform';
}

/** What means the same from the gateway, the platform, and any machine in between. */
const byStatusAlone: ReadonlyMap<number, ErrorCode> = new Map([
  [407, 'proxyLoginRequired'],
  [413, 'bodyTooLarge'],
  [414, 'uriTooLong'],
  [429, 'rateLimited'],
  [502, 'gatewayBadAnswer'],
  [503, 'gatewayUnavailable'],
  [504, 'gatewayTimedOut'],
]);

/** `detail`, else `message`, else the first text in `fields_detail` (platform-api.md 1.11, "Client rule"). */
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

/** Characters of an answer that are looked at for its words: of those, a few hundred are shown. */
const maxPlainText = 64 * 1024;

/**
 * HTML stripped to its words: it is shown as what a machine in between said, not rendered. No pattern looks further than
 * the next `<` or takes what it has looked at, so that a page of nothing but `<` is as quick as any (it took seconds).
 */
function plainText(text: string): string {
  return beginning(text)
    .replace(/<(script|style)\b[^]*?(?:<\/\1>|$)/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Cut between two words, because half of a token could no longer be found and hidden. */
function beginning(text: string): string {
  if (text.length <= maxPlainText) return text;
  let end = maxPlainText;
  while (end > 0 && !/[\s"'<>{}:]/.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(0, end);
}
