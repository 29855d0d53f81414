import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { HttpError, kindOfSocketError, type HttpErrorKind } from '../http/httpError.ts';
import type { Log } from '../http/log.ts';
import { openAnswer, type OpenAnswer } from '../http/openAnswer.ts';
import { isWebAddress } from '../http/urls.ts';
import { startArchiveCheck, type ArchiveDamage } from './checkArchive.ts';
import { detectContent, withLongStart, type PackageContent } from './packageContent.ts';
import { maskPackageUrl } from './packageUrl.ts';
import { privateHostKind } from './privateHost.ts';

/**
 * Why there is no file to check. `host` is the host that was requested last, or the target of a refused redirect.
 * `host` includes the port unless the port is the scheme's default.
 */
export type NoPackageReason =
  /**
   * `signedLink`: the link may allow only one download, which the platform needs. `switchedOff`: `maxBytes` is 0.
   * `notAnAddress`: the link is not an http or https URL.
   */
  | { kind: 'notRead'; why: 'signedLink' | 'switchedOff' | 'notAnAddress' }
  | { kind: 'unreachable'; error: HttpErrorKind; host: string }
  /**
   * `thisMachine`: another host redirected to an address such as `localhost`, at which the platform would reach itself.
   */
  | { kind: 'redirectRefused'; why: 'tooMany' | 'notHttp' | 'thisMachine'; host: string }
  /** The response has a status outside 2xx, which the platform treats as a failed download (platform-api.md 1.10). */
  | { kind: 'status'; status: number; host: string };

/** What the response headers and the first bytes show about a file. */
export interface FoundFile {
  kind: 'file';
  host: string;
  /** Whether `host` was reached through a redirect. */
  redirected: boolean;
  content: PackageContent;
  /** Size in the response headers. */
  announcedBytes: number | undefined;
  /** SHA-256 in the response headers, as 64 lower-case hex digits. */
  statedSha256: string | undefined;
}

/** How reading a file ended. */
export type FileEnd =
  | { kind: 'whole'; sizeBytes: number; sha256: string; damage: ArchiveDamage | undefined }
  | { kind: 'tooLarge'; maxBytes: number }
  /** Reading failed after `sizeBytes` bytes, before the end of the file. */
  | { kind: 'brokenOff'; error: HttpErrorKind; sizeBytes: number };

export type PackageHead = NoPackageReason | FoundFile;
export type PackageReadResult = NoPackageReason | (FoundFile & { end: FileEnd });

export interface ReadPackageOptions {
  /**
   * Maximum bytes of a file to read. A larger file is not read to its end, so its digest stays unknown. With 0, no
   * request is sent.
   */
  maxBytes: number;
  log: Log;
  signal?: AbortSignal | undefined;
  /** Maximum milliseconds to wait for the response headers of each URL in a redirect chain. Default: 15,000. */
  headersTimeoutMs?: number;
  /** Maximum milliseconds to wait for the next bytes of the file. Default: 15,000. */
  idleTimeoutMs?: number;
}

/**
 * Maximum redirects to follow. More redirects are usually a loop, although the platform's HTTP library follows up to
 * 30.
 */
const maxRedirects = 5;

/**
 * Starts a download of a package to this computer, in the same way as the platform downloads a package
 * (platform-api.md 1.3): with GET, because signed and generated URLs often reject HEAD, and with redirects. Keeps only
 * the digest and the size, not the file.
 *
 * `head` resolves after the first bytes of the file, `whole` after the end of the file. Network errors are results and
 * never rejections.
 */
export function startPackageRead(
  url: string,
  options: ReadPackageOptions,
): { head: Promise<PackageHead>; whole: Promise<PackageReadResult> } {
  let reportHead: (head: FoundFile) => void = () => undefined;
  const head = new Promise<PackageHead>((resolve) => (reportHead = resolve));
  const whole = readPackage(url, options, reportHead);
  return { head: Promise.race([head, whole]), whole };
}

async function readPackage(
  url: string,
  options: ReadPackageOptions,
  reportHead: (head: FoundFile) => void,
): Promise<PackageReadResult> {
  if (maskPackageUrl(url) !== url) return { kind: 'notRead', why: 'signedLink' };
  if (options.maxBytes <= 0) return { kind: 'notRead', why: 'switchedOff' };
  if (!isWebAddress(url)) return { kind: 'notRead', why: 'notAnAddress' };
  const found = await followRedirects(new URL(url), options);
  return 'kind' in found ? found : readFileBody(found, options.maxBytes, reportHead);
}

interface FoundResponse {
  answer: OpenAnswer;
  host: string;
  redirected: boolean;
}

async function followRedirects(first: URL, options: ReadPackageOptions): Promise<FoundResponse | NoPackageReason> {
  const { headersTimeoutMs = 15_000, idleTimeoutMs = 15_000, signal, log } = options;
  let url = first;
  for (let redirects = 0; ; redirects += 1) {
    const { host } = url;
    // The query is not logged, because the query of a redirect target often contains a signature.
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
    // A 407 comes from the proxy and not from the server.
    if (status === 407) return { kind: 'unreachable', error: 'proxyLoginRequired', host };
    if (!redirectStatus.has(status) || headers.location === undefined) return { kind: 'status', status, host };
    const refused = refusalOf(headers.location, url, redirects);
    if (refused) return { kind: 'redirectRefused', ...refused };
    url = new URL(headers.location, url);
    // Remove the redirect target's user name and password, because Node would send them with the request.
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
  // A redirect from another host must not make this computer send requests to its own services.
  if (privateHostKind(href) === 'thisMachine' && privateHostKind(from.href) !== 'thisMachine')
    return { why: 'thisMachine', host };
  return redirects === maxRedirects ? { why: 'tooMany', host } : undefined;
}

async function readFileBody(
  { answer, host, redirected }: FoundResponse,
  maxBytes: number,
  reportHead: (head: FoundFile) => void,
): Promise<PackageReadResult> {
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
      content: detectContent(piece ?? Buffer.alloc(0), headers['content-type']),
      // With a content encoding, the server's size and digest describe the encoded bytes, but the platform stores the
      // decoded file.
      announcedBytes: decoder ? undefined : answer.sizeBytes,
      statedSha256: decoder ? undefined : answer.sha256,
    };
    reportHead(file);
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
 * Returns the decoder for a content encoding. Some servers send a .tar.gz as a tar with the content encoding gzip,
 * although the request accepts only unencoded files. The platform's downloader decodes such a response and stores the
 * tar.
 */
function decoderFor(encoding = ''): NodeJS.ReadWriteStream | undefined {
  if (/^\s*(?:x-)?gzip\s*$/i.test(encoding)) return createGunzip();
  return /^\s*deflate\s*$/i.test(encoding) ? createInflate() : undefined;
}

/**
 * Returns a network or decoding error as an `HttpError`. Throws any other error, because any other error is a bug in
 * this program.
 */
function asHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const kind = kindOfSocketError(error);
  if (kind === 'answerUndecodable') return new HttpError(kind, true, String(error), error);
  throw error;
}
