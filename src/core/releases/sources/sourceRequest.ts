import type { Cancellable } from '../../http/clock.ts';
import { type Download, openAnswer } from '../../http/openAnswer.ts';
import { HttpError } from '../../http/httpError.ts';
import { objectsIn, parseJson, type JsonObject } from '../../http/json.ts';
import type { Log } from '../../http/log.ts';
import { sendRequest, type HttpAnswer } from '../../http/sendRequest.ts';
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

/** Milliseconds for a whole list. */
const listMs = 20_000;
const downloadTimeouts = { headersTimeoutMs: 30_000, idleTimeoutMs: 30_000 };

/** Largest list in bytes. 100 releases with long notes have 2 MB. */
const maxListBytes = 8 * 1024 * 1024;

const maxRedirects = 5;

export interface ReadOptions extends Cancellable {
  headers?: Readonly<Record<string, string>>;
}

/** Reads a list. Throws `SourceError`. */
export function readList(access: SourceAccess, url: URL, options: ReadOptions = {}): Promise<HttpAnswer> {
  return follow(url, isSuccess, async (at) => {
    const credential = credentialFor(access, at);
    // A response to a request with a credential must not serve requests without one.
    const key = `${at.href} ${Object.keys(credential).length > 0 ? 'signed in' : ''}`;
    const known = access.answers.get(key);
    const headers = {
      accept: 'application/json',
      'user-agent': 'vscode-bkpaas',
      ...options.headers,
      ...credential,
      ...(known ? { 'if-none-match': known.etag } : {}),
    };
    const request = { method: 'GET' as const, url: at, headers, timeoutMs: listMs, maxBytes: maxListBytes };
    const answer = await sendRequest({ ...request, signal: options.signal }, access.log);
    if (answer.status === 304 && known) return known.answer;
    const { etag } = answer.headers;
    if (isSuccess(answer.status) && etag !== undefined) access.answers.set(key, { etag, answer });
    return answer;
  });
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;
const isWholeFile = (status: number): boolean => status === 200;

/** Reads a page of a list of JSON objects. `next` is the URL of the next page. Throws `SourceError`. */
export async function readItems(
  access: SourceAccess,
  url: URL,
  options: ReadOptions,
): Promise<{ items: JsonObject[]; next: string | undefined; headers: HttpAnswer['headers'] }> {
  const answer = await readList(access, url, options);
  return { items: objectsIn(jsonOf(answer, url)), next: nextPage(answer, url), headers: answer.headers };
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
function nextPage(answer: HttpAnswer, url: URL): string | undefined {
  const links = [answer.headers['link'] ?? ''].flat().join(', ');
  const next = /<([^<>]{1,4000})>\s*;[^<]{0,200}?\brel="?next"?/.exec(links)?.[1];
  if (next === undefined || !URL.canParse(next, url.href)) return undefined;
  const target = new URL(next, url);
  return target.origin === url.origin ? target.href : undefined;
}

/** Opens a file for download. Throws `SourceError`. */
export function openFile(access: SourceAccess, url: URL, options: ReadOptions = {}): Promise<Download> {
  return follow(url, isWholeFile, async (at) => {
    const headers = { ...options.headers, ...credentialFor(access, at) };
    const answer = await openAnswer(at, { ...downloadTimeouts, headers, signal: options.signal });
    // Without the query: after a redirect it is often a signature.
    access.log.info(`GET ${at.origin}${at.pathname} ${answer.status}`);
    return answer;
  });
}

/**
 * Asks, and asks again where a redirect leads: renamed repositories send them (release-sources.md 2.5), and release
 * pages whose files are in a store. `ask` may add the credential only for its own origin. Throws `SourceError`.
 */
async function follow<Answer extends Pick<HttpAnswer, 'status' | 'headers'> & { close?: () => void }>(
  url: URL,
  isWanted: (status: number) => boolean,
  ask: (at: URL) => Promise<Answer>,
): Promise<Answer> {
  let at = url;
  for (let redirects = 0; ; redirects += 1) {
    const { host } = at;
    const answer = await ask(at).catch((error: unknown) => {
      throw error instanceof HttpError ? new SourceError(error.kind, { host }, error.message) : error;
    });
    if (isWanted(answer.status)) return answer;
    answer.close?.();
    if (answer.status < 300 || answer.status >= 400) throw refusal(answer, host);
    at = redirected(answer.headers.location, at, redirects);
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

function refusal({ status, headers }: Pick<HttpAnswer, 'status' | 'headers'>, host: string): SourceError {
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
