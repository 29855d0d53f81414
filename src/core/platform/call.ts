import { Readable } from 'node:stream';
import type { CancelOptions, Clock } from '../http/clock.ts';
import { HttpError } from '../http/httpError.ts';
import type { JsonObject } from '../http/json.ts';
import type { Log } from '../http/log.ts';
import { sendRequest, type HttpAnswer } from '../http/sendRequest.ts';
import type { ErrorCode } from './errorCode.ts';
import { rejectedTokenCodes } from './gatewayErrors.ts';
import type { GatewayUrl } from './gatewayUrl.ts';
import { PlatformError, requirePlatformError, type ErrorFacts } from './platformError.ts';
import { readAnswer, requestIdOf } from './readAnswer.ts';
import { retryReads } from './retryReads.ts';
import { parseHttpDate } from './serverDate.ts';

/**
 * Access to one platform with one user's token. The token belongs to this `gatewayUrl` and is sent to no other server.
 */
export interface PlatformAccess {
  gatewayUrl: GatewayUrl;
  accessToken: string;
  /**
   * Required only on a platform with several tenants, for a token whose application is open to all tenants
   * (platform-api.md 2.8).
   */
  tenantId?: string | undefined;
  /** Language of the platform's error messages. */
  language: 'en' | 'zh-cn';
  log: Log;
  clock: Clock;
  /** Called when a response shows that the gateway or the platform rejects the token. */
  onTokenRejected?: (() => void) | undefined;
}

/** Options of a request that changes something on the platform. */
export interface SendOptions extends CancelOptions {
  timeoutMs: number;
}

export interface CallOptions extends CancelOptions {
  method?: 'GET' | 'POST';
  /**
   * First path segment after the gateway's stage, `bkapps` by default. Deployment events are below `streams`
   * (platform-api.md 4.12).
   */
  below?: 'bkapps' | 'streams';
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: { stream: Readable; headers: Readonly<Record<string, string>> };
  /** Maximum bytes of a successful response; 8 MB by default. */
  maxBytes?: number;
  /**
   * Called once for each attempt of the request. The returned function receives each piece of a successful response and
   * returns the part to keep.
   */
  extract?: (() => (piece: string) => string) | undefined;
  /**
   * Milliseconds for the whole request, 40,000 by default. The default exceeds the gateway's own timeout of 30 s, so
   * that the gateway's 504 arrives before this timeout (platform-api.md 7.4).
   */
  timeoutMs?: number;
}

/** Returns a value as the JSON body of a request. */
export function jsonBody(value: JsonObject): NonNullable<CallOptions['body']> {
  const bytes = Buffer.from(JSON.stringify(value));
  const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length) };
  return { stream: Readable.from([bytes]), headers };
}

export interface CallResult {
  json: unknown;
  headers: HttpAnswer['headers'];
  milliseconds: number;
  requestId: string | undefined;
  /**
   * Time of the response by the gateway's clock, in milliseconds since 1970; undefined if the response has no valid
   * date.
   */
  answeredAt: number | undefined;
}

/**
 * Sends a request to a path of the gateway, by default below `bkapps/`. Resolves with the response's JSON; rejects with
 * `PlatformError`. A GET is retried after a temporary failure. Any other request is sent only once.
 */
export type Call = (path: readonly string[], options?: CallOptions) => Promise<CallResult>;

/**
 * Default maximum size of a response in bytes. A list of 5,000 applications takes about 1 MB (measured on the embedded
 * platform), so no regular response reaches 8 MB.
 */
const maxAnswerBytes = 8 * 1024 * 1024;

/** Maximum characters to keep of a server's message, because some servers send a whole web page. */
const maxMessageLength = 500;

/** Returns a `Call` that is bound to a gateway URL, token, tenant and language, so that no caller handles the token. */
export function createCall(access: PlatformAccess): Call {
  return async (path, options = {}) => {
    // Check the tenant ID here, because it can be any text in settings.json, and Node's own error for an invalid header
    // value would not help the user.
    if (!/^[\x20-\x7e]*$/.test(access.tenantId ?? '')) throw new PlatformError('tenantForbidden');
    const url = new URL(
      `${access.gatewayUrl}/${[options.below ?? 'bkapps', ...path].map(validatePathSegment).join('/')}`,
    );
    for (const [key, value] of Object.entries(options.query ?? {})) url.searchParams.set(key, value);
    const once = (): Promise<CallResult> => exchange(url, options);
    if ((options.method ?? 'GET') !== 'GET') return once();
    return retryReads(once, { clock: access.clock, log: access.log, signal: options.signal });
  };

  async function exchange(url: URL, options: CallOptions): Promise<CallResult> {
    const answer = await sendRequest(
      {
        method: options.method ?? 'GET',
        url,
        headers: {
          'X-Bkapi-Authorization': JSON.stringify({ access_token: access.accessToken }),
          'Accept-Language': access.language,
          Accept: 'application/json',
          ...(access.tenantId ? { 'X-Bk-Tenant-Id': access.tenantId } : {}),
          ...options.headers,
        },
        ...(options.body ? { body: options.body } : {}),
        timeoutMs: options.timeoutMs ?? 40_000,
        maxBytes: options.maxBytes ?? maxAnswerBytes,
        extract: options.extract?.(),
        signal: options.signal,
      },
      access.log,
    ).catch((error: unknown) => {
      throw error instanceof HttpError ? fromHttpError(error, url) : error;
    });
    const json = judged(answer);
    const { headers, milliseconds } = answer;
    return { json, headers, milliseconds, requestId: requestIdOf(answer), answeredAt: parseHttpDate(headers.date) };
  }

  function judged(answer: HttpAnswer): unknown {
    try {
      return readAnswer(answer);
    } catch (error) {
      const failure = requirePlatformError(error);
      if (rejectedTokenCodes.has(failure.code)) access.onTokenRejected?.();
      throw failure.with(withoutToken(failure.facts, access.accessToken));
    }
  }
}

/**
 * Removes the token from all texts, because an intermediary may echo the request. Then truncates `said`. Truncating
 * `said` first could cut the token, and the remaining part of the token would not be found.
 */
function withoutToken({ said, subject, applyUrl, requestId }: ErrorFacts, accessToken: string): ErrorFacts {
  const shown = new RegExp(Array.from(accessToken, spellingPattern).join(''), 'gi');
  const hidden = (text: string | undefined): string | undefined =>
    accessToken === '' ? text : text?.replaceAll(shown, '***');
  const words = hidden(said);
  return {
    said: words !== undefined && words.length > maxMessageLength ? `${words.slice(0, maxMessageLength)}…` : words,
    subject: hidden(subject),
    applyUrl: hidden(applyUrl),
    requestId: hidden(requestId),
  };
}

/**
 * Returns a pattern that matches one character of the token as HTML, a URL or JSON may write it: unchanged, after a
 * backslash, percent-encoded, or as an HTML character reference.
 */
function spellingPattern(character: string): string {
  const number = character.charCodeAt(0);
  if (/[a-z0-9_-]/i.test(character)) return character;
  const hex = number.toString(16).padStart(2, '0');
  return `(?:\\\\?\\x${hex}|%${hex}|&#0*${number};?|&#x0*${hex};?)`;
}

/**
 * Returns the segment. Throws if the segment contains characters that could change the path. Current callers pass only
 * validated names; this check protects against mistakes of future callers.
 */
function validatePathSegment(segment: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(segment)) throw new PlatformError('argumentInvalid', { subject: segment });
  return segment;
}

function fromHttpError(error: HttpError, url: URL): PlatformError {
  const code: ErrorCode = error.kind === 'answerUndecodable' ? 'answerUnreadable' : error.kind;
  return new PlatformError(code, { subject: url.host, said: error.message, cause: error });
}
