import type { CancelOptions } from '../../http/clock.ts';
import { type Download, openAnswer } from '../../http/openAnswer.ts';
import { HttpError } from '../../http/httpError.ts';
import { objectsIn, parseJson, type JsonObject } from '../../http/json.ts';
import type { Log } from '../../http/log.ts';
import { sendRequest, type HttpAnswer } from '../../http/sendRequest.ts';
import { privateHostKind } from '../privateHost.ts';
import { decodeDownload } from './decodeDownload.ts';
import { SourceError } from './sourceError.ts';

/** The header with a source's credential, and the only origin to which the header is sent. */
export interface SourceCredential {
  origin: string;
  header: string;
  value: string;
}

export interface SourceAccess {
  credential: SourceCredential | undefined;
  log: Log;
  /**
   * Responses with their ETags, keyed by URL and by whether a credential was sent. All sources of a window share this
   * map, which is kept until the window closes.
   */
  answers: Map<string, { etag: string; answer: HttpAnswer }>;
  /** URLs of the Git servers that have answered, keyed by origin. All sources of a window share this map. */
  roots: Map<string, string>;
}

/** Maximum milliseconds for reading one list. */
const listTimeoutMs = 20_000;
const downloadTimeouts = { headersTimeoutMs: 30_000, idleTimeoutMs: 30_000 };

/** Maximum bytes of one list. A list of 100 releases with long notes has 2 MB. */
const maxListBytes = 8 * 1024 * 1024;

const maxRedirects = 5;

export interface ReadOptions extends CancelOptions {
  headers?: Readonly<Record<string, string>>;
}

/** A list, and the URL of the response after all redirects. Links in the list are relative to this URL. */
export interface ListResponse {
  answer: HttpAnswer;
  at: URL;
}

/**
 * Reads a list with GET and follows redirects. If the server confirms a stored response by its ETag, returns the stored
 * response. Rejects with `SourceError`.
 */
export function readList(access: SourceAccess, url: URL, options: ReadOptions = {}): Promise<ListResponse> {
  return followRedirects(access, url, isSuccess, async (at) => {
    const credential = credentialHeaders(access, at);
    // A stored response to a request with a credential must not be returned for a request without a credential.
    const key = `${at.href} ${Object.keys(credential).length > 0 ? 'signed in' : ''}`;
    const known = access.answers.get(key);
    const headers = {
      accept: 'application/json',
      'user-agent': 'vscode-bkpaas',
      ...options.headers,
      ...credential,
      ...(known ? { 'if-none-match': known.etag } : {}),
    };
    const request = { method: 'GET' as const, url: at, headers, timeoutMs: listTimeoutMs, maxBytes: maxListBytes };
    const answer = await sendRequest({ ...request, signal: options.signal }, access.log);
    if (answer.status === 304 && known) return known.answer;
    const { etag } = answer.headers;
    if (isSuccess(answer.status) && etag !== undefined) access.answers.set(key, { etag, answer });
    return answer;
  });
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;
const isWholeFile = (status: number): boolean => status === 200;

/**
 * Reads one page of a list of JSON objects. `next` is the URL of the next page; undefined on the last page. Rejects
 * with `SourceError`.
 */
export async function readItems(
  access: SourceAccess,
  url: URL,
  options: ReadOptions,
): Promise<{ items: JsonObject[]; next: string | undefined; headers: HttpAnswer['headers'] }> {
  const list = await readList(access, url, options);
  return { items: objectsIn(jsonOf(list)), next: nextPage(list), headers: list.answer.headers };
}

/**
 * Parses a response as JSON. Throws `SourceError` if the response is not JSON, such as a sign-in page or a truncated
 * response.
 */
export function jsonOf({ answer, at }: ListResponse): unknown {
  const json = parseJson(answer.text);
  if (json === undefined) throw new SourceError('notASource', { host: at.host, status: answer.status });
  return json;
}

/**
 * Returns the URL of the next page from the `Link` header; undefined on the last page. If the header's URL has another
 * origin, returns the URL of this page with the query of the header's URL. For example, a Gitea states URLs with its
 * `ROOT_URL`, which can differ from the host that was requested (release-sources.md 4). This rule also prevents a
 * server from directing requests to another server.
 */
function nextPage({ answer, at }: ListResponse): string | undefined {
  const links = [answer.headers['link'] ?? ''].flat().join(', ');
  const next = /<([^<>]{1,4000})>\s*;[^<]{0,200}?\brel="?next"?/.exec(links)?.[1];
  if (next === undefined || !URL.canParse(next, at.href)) return undefined;
  const target = new URL(next, at);
  if (target.origin === at.origin) return target.href;
  const page = new URL(at);
  page.search = target.search;
  return page.href === at.href ? undefined : page.href;
}

/** Opens a file for download. Removes a content encoding that a proxy added. Rejects with `SourceError`. */
export async function openFile(access: SourceAccess, url: URL, options: ReadOptions = {}): Promise<Download> {
  const { answer, at } = await followRedirects(access, url, isWholeFile, async (at) => {
    const headers = { ...options.headers, ...credentialHeaders(access, at) };
    const answer = await openAnswer(at, { ...downloadTimeouts, headers, signal: options.signal });
    // The query is not logged, because the query of a redirect target often contains a signature.
    access.log.info(`GET ${at.origin}${at.pathname} ${answer.status}`);
    return answer;
  });
  return decodeDownload(answer, url.pathname).catch(createSourceErrorHandler(at));
}

/**
 * Sends a request with `ask`, and another one for each redirect. Servers redirect for renamed repositories
 * (release-sources.md 2.5) and for release files in a separate store. `ask` must send a credential only to the
 * credential's own origin. Resolves with the final response and its URL. Rejects with `SourceError` if `isWanted`
 * returns false for the final status.
 */
async function followRedirects<Answer extends SourceResponse & { close?: () => void }>(
  access: SourceAccess,
  url: URL,
  isWanted: (status: number) => boolean,
  ask: (at: URL) => Promise<Answer>,
): Promise<{ answer: Answer; at: URL }> {
  let at = url;
  for (let redirects = 0; ; redirects += 1) {
    const { host } = at;
    const answer = await ask(at).catch(createSourceErrorHandler(at));
    if (isWanted(answer.status)) return { answer, at };
    answer.close?.();
    if (answer.status < 300 || answer.status >= 400)
      throw responseError(answer, host, Object.keys(credentialHeaders(access, at)).length > 0);
    at = redirectTarget(answer.headers.location, at, redirects);
  }
}

/** Returns a handler that throws an `HttpError` as a `SourceError`, and any other error unchanged. */
function createSourceErrorHandler({ host }: URL): (error: unknown) => never {
  return (error) => {
    throw error instanceof HttpError ? new SourceError(error.kind, { host }, error.message) : error;
  };
}

function credentialHeaders({ credential }: SourceAccess, url: URL): Record<string, string> {
  return credential?.origin === url.origin ? { [credential.header.toLowerCase()]: credential.value } : {};
}

function redirectTarget(location: string | undefined, from: URL, redirects: number): URL {
  const target = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isSafe = target?.protocol === 'https:' || (target?.protocol === 'http:' && from.protocol === 'http:');
  // A redirect from another host must not make this computer download from itself.
  const isHere =
    target && privateHostKind(target.href) === 'thisMachine' && privateHostKind(from.href) !== 'thisMachine';
  if (!target || !isSafe || isHere || redirects >= maxRedirects)
    throw new SourceError('redirectRefused', { host: from.host });
  target.username = target.password = '';
  return target;
}

/** A response that may be an error. A response whose body is read as a file has no `text`. */
type SourceResponse = Pick<HttpAnswer, 'status' | 'headers'> & { text?: string };

/** Returns the error for a response. `isSigned` is true if the request contained a credential. */
function responseError({ status, headers, text = '' }: SourceResponse, host: string, isSigned: boolean): SourceError {
  const facts = { host, status };
  const retryAt = retryMoment(headers);
  // GitHub also sends 403 if a rate limit is exceeded (release-sources.md 2.5). Check the message too, because a proxy
  // can remove the headers, and GitHub sometimes sends none of them for its secondary limit.
  const isLimit = headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] || /rate limit/i.test(text);
  if (status === 429 || (status === 403 && isLimit)) return new SourceError('rateLimited', { ...facts, retryAt });
  if (status === 401) return new SourceError(isSigned ? 'credentialRefused' : 'credentialWanted', facts);
  if (status === 403) return new SourceError('notPermitted', facts);
  if (status === 404 || status === 410) return new SourceError('notFound', facts);
  return new SourceError(status >= 500 ? 'sourceFailed' : 'notASource', facts);
}

/**
 * Returns when the next request can succeed, in milliseconds since 1970. Undefined if the headers contain no such time.
 * The time is only shown to the user.
 */
function retryMoment(headers: HttpAnswer['headers']): number | undefined {
  const stated = headers['retry-after'];
  const after = Number(stated);
  if (Number.isFinite(after) && after > 0) return Date.now() + after * 1000;
  // RFC 9110 10.2.3 also allows a date.
  const date = Date.parse(stated ?? '');
  if (Number.isFinite(date)) return date;
  const reset = Number(headers['x-ratelimit-reset'] ?? headers['ratelimit-reset']);
  return Number.isFinite(reset) && reset > 0 ? reset * 1000 : undefined;
}
