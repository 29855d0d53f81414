import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { HttpError, kindOfSocketError, type HttpErrorKind } from '../http/httpError.ts';
import type { Log } from '../http/log.ts';
import { openAnswer, type OpenAnswer } from '../http/openAnswer.ts';
import { isWebAddress } from '../http/urls.ts';
import { startArchiveCheck, type ArchiveDamage } from './checkArchive.ts';
import { bytesToTell, tellContent, type PackageContent } from './packageContent.ts';
import { maskPackageUrl } from './packageUrl.ts';
import { privateHostKind } from './privateHost.ts';

/** Why there is no file to check. `host` is the last one requested, with its port if that is not the default. */
export type NoPackage =
  /** `signedLink`: it may allow only one download, which the platform needs. `switchedOff`: `maxBytes` is 0. */
  | { kind: 'notRead'; why: 'signedLink' | 'switchedOff' | 'notAnAddress' }
  | { kind: 'unreachable'; error: HttpErrorKind; host: string }
  /** `thisMachine`: another host redirected to this computer's own address, where the platform would reach itself. */
  | { kind: 'redirectRefused'; why: 'tooMany' | 'notHttp' | 'thisMachine'; host: string }
  /** A status outside 2xx, which the platform treats as a failed download (platform-api.md 1.10). */
  | { kind: 'status'; status: number; host: string };

/** A file, as its headers and first bytes show it. */
export interface FoundFile {
  kind: 'file';
  host: string;
  /** Whether `host` was reached through a redirect. */
  redirected: boolean;
  content: PackageContent;
  announcedBytes: number | undefined;
  /** From the server's headers, 64 lower-case hex digits. */
  statedSha256: string | undefined;
}

export type FileEnd =
  | { kind: 'whole'; sizeBytes: number; sha256: string; damage: ArchiveDamage | undefined }
  | { kind: 'tooLarge'; maxBytes: number }
  /** Reading failed before the end of the file, after `sizeBytes`. */
  | { kind: 'brokenOff'; error: HttpErrorKind; sizeBytes: number };

export type PackageHead = NoPackage | FoundFile;
export type PackageReading = NoPackage | (FoundFile & { end: FileEnd });

export interface ReadingOptions {
  /** Largest file, in bytes, that is read to its end; of a larger one only the start is read. 0 reads nothing. */
  maxBytes: number;
  log: Log;
  signal?: AbortSignal | undefined;
  /** Milliseconds for each URL of a redirect chain. Default: 15 s. */
  headersTimeoutMs?: number;
  /** Longest time without a byte, in milliseconds. Default: 15 s. */
  idleTimeoutMs?: number;
}

/** More redirects are usually a loop. The platform's HTTP library follows up to 30. */
const maxRedirects = 5;

/**
 * Reads a package from this computer as the platform's downloader does from its server (platform-api.md 1.3): by GET,
 * because signed and generated URLs often reject HEAD, and with redirects. Keeps only digest and size.
 *
 * `head` resolves with the first bytes, `whole` at the end. Network errors are results and are never thrown.
 */
export function startReading(
  url: string,
  options: ReadingOptions,
): { head: Promise<PackageHead>; whole: Promise<PackageReading> } {
  let tellHead: (head: FoundFile) => void = () => undefined;
  const head = new Promise<PackageHead>((resolve) => (tellHead = resolve));
  const whole = read(url, options, tellHead);
  return { head: Promise.race([head, whole]), whole };
}

async function read(
  url: string,
  options: ReadingOptions,
  tellHead: (head: FoundFile) => void,
): Promise<PackageReading> {
  if (maskPackageUrl(url) !== url) return { kind: 'notRead', why: 'signedLink' };
  if (options.maxBytes <= 0) return { kind: 'notRead', why: 'switchedOff' };
  if (!isWebAddress(url)) return { kind: 'notRead', why: 'notAnAddress' };
  const found = await follow(new URL(url), options);
  return 'kind' in found ? found : readFile(found, options.maxBytes, tellHead);
}

interface Found {
  answer: OpenAnswer;
  host: string;
  redirected: boolean;
}

async function follow(first: URL, options: ReadingOptions): Promise<Found | NoPackage> {
  const { headersTimeoutMs = 15_000, idleTimeoutMs = 15_000, signal, log } = options;
  let url = first;
  for (let redirects = 0; ; redirects += 1) {
    const { host } = url;
    // Without the query: after a redirect it is often a signature.
    const line = `GET ${url.origin}${url.pathname}`;
    let answer: OpenAnswer;
    try {
      answer = await openAnswer(url, { headersTimeoutMs, idleTimeoutMs, signal });
    } catch (error) {
      const { kind, message } = asHttpError(error);
      log.info(`${line} no answer (${kind}): ${message}`);
      return { kind: 'unreachable', error: kind, host };
    }
    const { status, headers } = answer;
    log.info(`${line} ${status} ${headers['content-type'] ?? ''}`.trimEnd());
    if (status >= 200 && status < 300) return { answer, host, redirected: redirects > 0 };
    answer.close();
    // The proxy answered, not the server.
    if (status === 407) return { kind: 'unreachable', error: 'proxyLoginRequired', host };
    if (!redirectStatus.has(status) || headers.location === undefined) return { kind: 'status', status, host };
    const refused = refusalOf(headers.location, url, redirects);
    if (refused) return { kind: 'redirectRefused', ...refused };
    url = new URL(headers.location, url);
    // Node would send them with the request.
    url.username = url.password = '';
  }
}

const redirectStatus: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function refusalOf(
  location: string,
  from: URL,
  redirects: number,
): { why: 'tooMany' | 'notHttp' | 'thisMachine'; host: string } | undefined {
  if (!URL.canParse(location, from.href)) return { why: 'notHttp', host: from.host };
  const { href, host } = new URL(location, from);
  if (!isWebAddress(href)) return { why: 'notHttp', host };
  // An external link must not make this computer send requests to its own services.
  if (privateHostKind(href) === 'thisMachine' && privateHostKind(from.href) !== 'thisMachine')
    return { why: 'thisMachine', host };
  return redirects === maxRedirects ? { why: 'tooMany', host } : undefined;
}

async function readFile(
  { answer, host, redirected }: Found,
  maxBytes: number,
  tellHead: (head: FoundFile) => void,
): Promise<PackageReading> {
  const { headers, sizeBytes: announced = 0 } = answer;
  const decoder = decoderFor(headers['content-encoding']);
  const pieces = withLongStart(decoder ? pipeline(answer.body, decoder, () => undefined) : answer.body);
  const hash = createHash('sha256');
  let file: FoundFile | undefined;
  let sizeBytes = 0;
  try {
    let piece = (await pieces.next()).value;
    file = {
      kind: 'file',
      host,
      redirected,
      content: tellContent(piece ?? Buffer.alloc(0), headers['content-type']),
      // With a content encoding, both describe the packed file, but the platform stores the unpacked one.
      announcedBytes: decoder ? undefined : answer.sizeBytes,
      statedSha256: decoder ? undefined : answer.sha256,
    };
    tellHead(file);
    if (announced > maxBytes) return { ...file, end: { kind: 'tooLarge', maxBytes } };
    const check = startArchiveCheck(file.content);
    for (; piece; piece = (await pieces.next()).value) {
      sizeBytes += piece.length;
      if (sizeBytes > maxBytes) return { ...file, end: { kind: 'tooLarge', maxBytes } };
      hash.update(piece);
      await check.take(piece);
    }
    return { ...file, end: { kind: 'whole', sizeBytes, sha256: hash.digest('hex'), damage: await check.end() } };
  } catch (error) {
    const { kind } = asHttpError(error);
    return file
      ? { ...file, end: { kind: 'brokenOff', error: kind, sizeBytes } }
      : { kind: 'unreachable', error: kind, host };
  } finally {
    await pieces.return(undefined);
    answer.close();
  }
}

/**
 * Returns the decoder for a content encoding. Some servers send a .tar.gz as a tar with gzip encoding, although this
 * request asks for the unencoded file. The platform's downloader decodes it and stores the tar.
 */
function decoderFor(encoding = ''): NodeJS.ReadWriteStream | undefined {
  if (/^\s*(?:x-)?gzip\s*$/i.test(encoding)) return createGunzip();
  return /^\s*deflate\s*$/i.test(encoding) ? createInflate() : undefined;
}

/** Yields the same bytes, with a first piece that is long enough for `tellContent`. */
async function* withLongStart(body: AsyncIterable<unknown>): AsyncGenerator<Buffer, undefined> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const piece of body as AsyncIterable<Buffer>) {
    if (!start) yield piece;
    else if ((start = Buffer.concat([start, piece])).length >= bytesToTell) {
      yield start;
      start = undefined;
    }
  }
  if (start && start.length > 0) yield start;
}

/** Returns a network or decoding error as an `HttpError`. Throws any other error: it is a fault of this program. */
function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const kind = kindOfSocketError(error);
  if (kind === 'answerUndecodable') return new HttpError(kind, true, String(error), error);
  throw error;
}
