import type { Cancellable } from '../../http/clock.ts';
import { type Download, openAnswer } from '../../http/openAnswer.ts';
import { HttpError } from '../../http/httpError.ts';
import { parseJson } from '../../http/json.ts';
import type { Log } from '../../http/log.ts';
import { sendRequest, type HttpAnswer } from '../../http/sendRequest.ts';
import { statedSha256 } from '../../http/sha256.ts';
import { privateHostKind } from '../privateHost.ts';
import { SourceError } from './sourceError.ts';

/** A credential header, and the only origin that it is sent to. */
export interface SourceCredential {
  origin: string;
  header: string;
  value: string;
}

export interface SourceAccess {
  credential: SourceCredential | undefined;
  log: Log;
  /** Responses with their ETags, kept while the program runs. Shared by the sources of a window. */
  answers: Map<string, { etag: string; answer: HttpAnswer }>;
}

/** Milliseconds for a list, for the headers of a download, and for a pause in its body. */
const [listMs, headersMs, idleMs] = [20_000, 30_000, 30_000];

/** Largest list in bytes. 100 releases with long notes have 2 MB. */
const maxListBytes = 8 * 1024 * 1024;

const maxRedirects = 5;

export interface ReadOptions extends Cancellable {
  headers?: Readonly<Record<string, string>>;
}

/**
 * Reads a list. Follows redirects, which renamed repositories send (release-sources.md 2.5), but sends the credential
 * only to its own origin. Throws `SourceError`.
 */
export async function readList(access: SourceAccess, url: URL, options: ReadOptions = {}): Promise<HttpAnswer> {
  let at = url;
  for (let redirects = 0; ; redirects += 1) {
    // A response to a request with a credential must not serve requests without one.
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

/** Parses a response. Throws `SourceError` if it is not JSON: a sign-in page, or a truncated response. */
export function jsonOf(answer: HttpAnswer, url: URL): unknown {
  const json = parseJson(answer.text);
  if (json === undefined) throw new SourceError('notASource', { host: url.host, status: answer.status });
  return json;
}

/**
 * Returns the next page's URL from the `Link` header: only of the same origin, because the credential is sent there.
 */
export function nextPage(answer: HttpAnswer, url: URL): string | undefined {
  const links = [answer.headers['link'] ?? ''].flat().join(', ');
  const next = /<([^<>]{1,4000})>\s*;[^<]{0,200}?\brel="?next"?/.exec(links)?.[1];
  if (next === undefined || !URL.canParse(next, url.href)) return undefined;
  const target = new URL(next, url);
  return target.origin === url.origin ? target.href : undefined;
}

/**
 * Opens a file for download. After a redirect to another origin, such as the store behind a release page, the
 * credential is not sent. Throws `SourceError`.
 */
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
    // Without the query: after a redirect it is often a signature.
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
  // A public server must not make this computer download from itself.
  const isHere =
    target && privateHostKind(target.href) === 'thisMachine' && privateHostKind(from.href) !== 'thisMachine';
  if (!target || !isSafe || isHere || redirects >= maxRedirects)
    throw new SourceError('redirectRefused', { host: from.host });
  target.username = target.password = '';
  return target;
}

function refusal(answer: Pick<HttpAnswer, 'status' | 'headers'>, host: string): SourceError {
  const { status, headers } = answer;
  const facts = { host, status };
  const retryAt = retryMoment(headers);
  // GitHub sends 403 for its rate limits, too (release-sources.md 2.5).
  if (status === 429 || (status === 403 && (headers['x-ratelimit-remaining'] === '0' || headers['retry-after'])))
    return new SourceError('rateLimited', { ...facts, retryAt });
  if (status === 401) return new SourceError('credentialRefused', facts);
  if (status === 403) return new SourceError('notPermitted', facts);
  if (status === 404 || status === 410) return new SourceError('notFound', facts);
  return new SourceError(status >= 500 ? 'sourceFailed' : 'notASource', facts);
}

/** Returns when to try again, by the local clock. For display only: nothing is decided by it. */
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
