import type { Readable } from 'node:stream';
import type { Cancellable, Clock } from '../http/clock.ts';
import { HttpError } from '../http/httpError.ts';
import type { Log } from '../http/log.ts';
import { sendRequest, type HttpAnswer } from '../http/sendRequest.ts';
import type { ErrorCode } from './errorCode.ts';
import { rejectedTokenCodes } from './gatewayErrors.ts';
import type { GatewayUrl } from './gatewayUrl.ts';
import { PlatformError, platformErrorOf, type ErrorFacts } from './platformError.ts';
import { readAnswer, requestIdOf } from './readAnswer.ts';
import { retryReads } from './retryReads.ts';
import { parseHttpDate } from './serverDate.ts';

/** Access to one platform with one user's token. The token belongs to this `gatewayUrl` and is sent nowhere else. */
export interface PlatformAccess {
  gatewayUrl: GatewayUrl;
  accessToken: string;
  /** Required only where one token serves several tenants (platform-api.md 2.8). */
  tenantId?: string | undefined;
  /** Language of the platform's error messages. */
  language: 'en' | 'zh-cn';
  log: Log;
  clock: Clock;
  /** Called when a request finds that the gateway rejects the token. */
  onTokenRejected?: (() => void) | undefined;
}

/** Options of a request that changes something. */
export interface SendOptions extends Cancellable {
  timeoutMs: number;
}

export interface CallOptions extends Cancellable {
  method?: 'GET' | 'POST';
  /** Root path below the gateway's stage; deployment events have their own (platform-api.md 4.12). */
  below?: 'bkapps' | 'streams';
  query?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  body?: { stream: Readable; headers: Readonly<Record<string, string>> };
  /** Maximum bytes of a successful response; 8 MB by default. */
  maxBytes?: number;
  /** Creates the function that keeps only part of a successful response as it arrives; called for each attempt. */
  extract?: (() => (piece: string) => string) | undefined;
  /** Defaults to 40 s: longer than the gateway's own 30 s, so that its 504 arrives first (platform-api.md 7.4). */
  timeoutMs?: number;
}

export interface CallResult {
  json: unknown;
  headers: HttpAnswer['headers'];
  milliseconds: number;
  requestId: string | undefined;
  /** The gateway's clock when it responded, in milliseconds since 1970. */
  answeredAt: number | undefined;
}

/**
 * Sends one request to a path of the gateway, by default below `bkapps/`. Resolves with JSON; throws `PlatformError`. A
 * GET is retried after a temporary failure; any other request is sent once.
 */
export type Call = (path: readonly string[], options?: CallOptions) => Promise<CallResult>;

/** 5,000 applications are about 1 MB (measured on the embedded platform). 8 MB stops only a runaway response. */
const maxAnswerBytes = 8 * 1024 * 1024;

/** Maximum characters to keep of a message from outside; a web page is not worth more. */
const maxSaid = 500;

/** Binds URL, token, tenant and language, so that no caller handles the token. */
export function createCall(access: PlatformAccess): Call {
  return async (path, options = {}) => {
    // settings.json can contain anything here, and Node's own error for an invalid header does not help the user.
    if (!/^[\x20-\x7e]*$/.test(access.tenantId ?? '')) throw new PlatformError('tenantForbidden');
    const url = new URL(`${access.gatewayUrl}/${[options.below ?? 'bkapps', ...path].map(pathSegment).join('/')}`);
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
      const failure = platformErrorOf(error);
      if (rejectedTokenCodes.has(failure.code)) access.onTokenRejected?.();
      throw failure.with(withoutToken(failure.facts, access.accessToken));
    }
  }
}

/** Removes the token, because an intermediary may echo the request. Truncates afterwards, so that no half remains. */
function withoutToken({ said, subject, applyUrl, requestId }: ErrorFacts, accessToken: string): ErrorFacts {
  const shown = new RegExp(Array.from(accessToken, spellings).join(''), 'gi');
  const hidden = (text: string | undefined): string | undefined =>
    accessToken === '' ? text : text?.replaceAll(shown, '***');
  const words = hidden(said);
  return {
    said: words !== undefined && words.length > maxSaid ? `${words.slice(0, maxSaid)}…` : words,
    subject: hidden(subject),
    applyUrl: hidden(applyUrl),
    requestId: hidden(requestId),
  };
}

/** Returns a pattern for a character in a page, URL or JSON: plain, percent-encoded, escaped, or an HTML reference. */
function spellings(character: string): string {
  const number = character.charCodeAt(0);
  if (/[a-z0-9_-]/i.test(character)) return character;
  const hex = number.toString(16).padStart(2, '0');
  return `(?:\\\\?\\x${hex}|%${hex}|&#0*${number};?|&#x0*${hex};?)`;
}

/** Rejects segments that could change the path. Names are already validated; this guards against future callers. */
function pathSegment(segment: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(segment)) throw new PlatformError('argumentInvalid', { subject: segment });
  return segment;
}

function fromHttpError(error: HttpError, url: URL): PlatformError {
  const code: ErrorCode = error.kind === 'answerUndecodable' ? 'answerUnreadable' : error.kind;
  return new PlatformError(code, { subject: url.host, said: error.message, cause: error });
}
