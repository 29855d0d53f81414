import type { Cancellable } from '../../http/clock.ts';
import { type Download, openAnswer } from '../../http/openAnswer.ts';
import { HttpError } from '../../http/httpError.ts';
import { parseJson } from '../../http/json.ts';
import type { Log } from '../../http/log.ts';
import { sendRequest, type HttpAnswer } from '../../http/sendRequest.ts';
import { statedSha256 } from '../../http/sha256.ts';
import { SourceError } from './sourceError.ts';

/** A header that lets somebody in, and the one origin that it was given for. */
export interface SourceCredential {
  origin: string;
  header: string;
  value: string;
}

export interface SourceAccess {
  credential: SourceCredential | undefined;
  log: Log;
  /** Answers with their ETags, for as long as the program runs; shared by the sources of a window. */
  answers: Map<string, { etag: string; answer: HttpAnswer }>;
}

/** Milliseconds for a list, and of a download until it begins and while nothing comes. */
const [listMs, headersMs, idleMs] = [20_000, 30_000, 30_000];

/** Bytes of a list: 100 releases with long notes have 2 MB. */
const maxListBytes = 8 * 1024 * 1024;

const maxRedirects = 5;

export interface ReadOptions extends Cancellable {
  headers?: Readonly<Record<string, string>>;
}

/**
 * Reads a list. A redirect is followed, as renamed repositories answer with one (release-sources.md 2.5), but with the
 * credential only to its own origin. Throws `SourceError`.
 */
export async function readList(access: SourceAccess, url: URL, options: ReadOptions = {}): Promise<HttpAnswer> {
  let at = url;
  for (let redirects = 0; ; redirects += 1) {
    // Whatever the header is called: what was read with a credential is no answer for those without.
    const isSignedIn = Object.keys(credentialFor(access, at)).length > 0;
    const key = `${at.href} ${isSignedIn ? 'signed in' : ''}`;
    const known = access.answers.get(key);
    const headers = {
      accept: 'application/json',
      'user-agent': 'vscode-bkpaas',
      ...options.headers,
      ...credentialFor(access, at),
      ...(known ? { 'if-none-match': known.etag } : {}),
    };
    const request = { method: 'GET' as const, url: at, headers, timeoutMs: listMs, maxBytes: maxListBytes };
    const answer = await asked(sendRequest({ ...request, signal: options.signal }, access.log), at.host);
    const { status } = answer;
    if (status === 304 && known) return known.answer;
    if (status >= 300 && status < 400) {
      at = redirected(answer.headers.location, at, redirects);
      continue;
    }
    if (status < 200 || status >= 300) throw refusal(answer, at.host);
    const { etag } = answer.headers;
    if (etag !== undefined) access.answers.set(key, { etag, answer });
    return answer;
  }
}

/** The answer's JSON. Throws `SourceError` for what is none: a page to sign in on, or half an answer. */
export function jsonOf(answer: HttpAnswer, url: URL): unknown {
  const json = parseJson(answer.text);
  if (json === undefined) throw new SourceError('notASource', { host: url.host, status: answer.status });
  return json;
}

/** The address of the next page, as the `Link` header gives it; only of the same origin, since a credential goes there. */
export function nextPage(answer: HttpAnswer, url: URL): string | undefined {
  const links = [answer.headers['link'] ?? ''].flat().join(', ');
  const next = /<([^<>]{1,4000})>\s*;[^<]{0,200}?\brel="?next"?/.exec(links)?.[1];
  if (next === undefined || !URL.canParse(next, url.href)) return undefined;
  const target = new URL(next, url);
  return target.origin === url.origin ? target.href : undefined;
}

/** Begins to read a file. A redirect to another origin, such as the store behind a release page, gets no credential. */
export async function openFile(access: SourceAccess, url: URL, options: ReadOptions = {}): Promise<Download> {
  let at = url;
  for (let redirects = 0; ; redirects += 1) {
    const headers = { ...options.headers, ...credentialFor(access, at) };
    const opening = openAnswer(at, {
      headersTimeoutMs: headersMs,
      idleTimeoutMs: idleMs,
      headers,
      signal: options.signal,
    });
    const answer = await asked(opening, at.host);
    const { status } = answer;
    // Where a download is redirected to is often a signature.
    access.log.info(`GET ${at.origin}${at.pathname} ${status}`);
    if (status >= 300 && status < 400) {
      answer.close();
      at = redirected(answer.headers.location, at, redirects);
      continue;
    }
    if (status !== 200) {
      answer.close();
      throw refusal({ status, headers: answer.headers }, at.host);
    }
    const length = answer.headers['content-length'] ?? '';
    return {
      body: answer.body,
      sizeBytes: /^\d+$/.test(length) ? Number(length) : undefined,
      sha256: statedSha256(answer.headers),
      close: () => {
        answer.close();
      },
    };
  }
}

function credentialFor({ credential }: SourceAccess, url: URL): Record<string, string> {
  return credential?.origin === url.origin ? { [credential.header.toLowerCase()]: credential.value } : {};
}

function redirected(location: string | undefined, from: URL, redirects: number): URL {
  const target = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isSafe = target?.protocol === 'https:' || (target?.protocol === 'http:' && from.protocol === 'http:');
  if (!target || !isSafe || redirects >= maxRedirects) throw new SourceError('redirectRefused', { host: from.host });
  target.username = target.password = '';
  return target;
}

function refusal(answer: Pick<HttpAnswer, 'status' | 'headers'>, host: string): SourceError {
  const { status, headers } = answer;
  const facts = { host, status };
  const retryAt = retryMoment(headers);
  // GitHub says 403 for its limits, too (release-sources.md 2.5).
  if (status === 429 || (status === 403 && (headers['x-ratelimit-remaining'] === '0' || headers['retry-after'])))
    return new SourceError('rateLimited', { ...facts, retryAt });
  if (status === 401) return new SourceError('credentialRefused', facts);
  if (status === 403) return new SourceError('notPermitted', facts);
  if (status === 404 || status === 410) return new SourceError('notFound', facts);
  return new SourceError(status >= 500 ? 'sourceFailed' : 'notASource', facts);
}

/** By this computer's clock, for a sentence: nothing is decided by it. */
function retryMoment(headers: HttpAnswer['headers']): number | undefined {
  const after = Number(headers['retry-after']);
  if (Number.isFinite(after) && after > 0) return Date.now() + after * 1000;
  const reset = Number(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset']);
  return Number.isFinite(reset) && reset > 0 ? reset * 1000 : undefined;
}

async function asked<T>(asking: Promise<T>, host: string): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    throw new SourceError(error.kind, { host }, error.message);
  }
}
