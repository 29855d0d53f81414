import { Readable } from 'node:stream';
import type { CancelOptions, Clock } from '../http/clock.ts';
import { HttpError } from '../http/httpError.ts';
import { isObject, numberOf, parseJson, stringOf } from '../http/json.ts';
import { parseSha256 } from '../http/sha256.ts';
import type { Log } from '../http/log.ts';
import { openAnswer } from '../http/openAnswer.ts';
import { retry, type RetryRule } from '../http/retry.ts';
import { sendFile } from '../http/sendFile.ts';
import { sendRequest, type HttpAnswer } from '../http/sendRequest.ts';
import type { PackageFile } from '../archive/packageEntry.ts';
import { repositoryErrorCodeOf, RepositoryError, type RepositoryErrorCode } from './repositoryError.ts';
import type { RepositorySetting } from './repositorySetting.ts';

/** A BK-Repo user name with the user's password or personal access token (release-sources.md 1.2). */
export interface RepositoryCredential {
  user: string;
  secret: string;
}

export interface RepositoryAccess {
  setting: RepositorySetting;
  /** Undefined for anonymous access, which can only read public repositories. */
  credential: RepositoryCredential | undefined;
  log: Log;
  clock: Clock;
}

/** A file stored in BK-Repo. */
export interface StoredFile {
  sizeBytes: number | undefined;
  /** SHA-256 that BK-Repo states, in lower-case hex. */
  sha256: string | undefined;
  /** Time of the last change in the server's local time, without a time zone. */
  modified: string | undefined;
  modifiedBy: string | undefined;
}

export interface PutOptions extends CancelOptions {
  overwrite: boolean;
  metadata: Readonly<Record<string, string>>;
  onProgress?: ((sentBytes: number) => void) | undefined;
}

/** One BK-Repo repository, accessed with one credential. Every method rejects with `RepositoryError`. */
export interface Repository {
  readonly setting: RepositorySetting;
  readonly signIn: (options?: CancelOptions) => Promise<void>;
  readonly detail: (fullPath: string, options?: CancelOptions) => Promise<StoredFile | undefined>;
  readonly put: (fullPath: string, file: PackageFile, options: PutOptions) => Promise<StoredFile>;
  readonly link: (fullPath: string, minutes: number, options?: CancelOptions) => Promise<string>;
  readonly probe: (url: string, options?: CancelOptions) => Promise<void>;
}

/**
 * Timeouts in milliseconds: for a request without a file, between two pieces of a sent file, and for the response
 * headers of a link check.
 */
const [shortMs, idleMs, probeMs] = [30_000, 60_000, 15_000];

const maxBytes = 4 * 1024 * 1024;

/** Codes after which another attempt can succeed. A wrong password or URL is still wrong a second later. */
const temporaryCodes = new Set<RepositoryErrorCode>([
  'connectionLost',
  'connectionRefused',
  'unreachable',
  'tooManyRequests',
]);

/**
 * HTTP statuses that a gateway sends while a service behind the gateway restarts. A 500 comes from BK-Repo itself and
 * is permanent.
 */
const temporaryStatuses: ReadonlySet<number | undefined> = new Set([502, 503, 504]);

const retryRule: RetryRule<RepositoryError> = {
  failureOf: (error) => (error instanceof RepositoryError ? error : undefined),
  delayAfter({ code, facts }, usualMs) {
    const isTemporary = temporaryCodes.has(code) || (code === 'bkRepoFailed' && temporaryStatuses.has(facts.status));
    return isTemporary ? usualMs : undefined;
  },
  cancelled: (failure) => new RepositoryError('cancelled', failure.facts, { cause: failure }),
};

export function createRepository({ setting, credential, log, clock }: RepositoryAccess): Repository {
  const { baseUrl, linkBaseUrl, project, repository } = setting;
  const { host } = new URL(baseUrl);
  const basic = credential && Buffer.from(`${credential.user}:${credential.secret}`, 'utf8').toString('base64');
  // BK-Repo sends XML if the `Accept` header allows XML (release-sources.md 1.3).
  const headers = { accept: 'application/json', ...(basic && { authorization: `Basic ${basic}` }) };
  const place = `${encodeURIComponent(project)}/${encodeURIComponent(repository)}`;

  return { setting, signIn, detail, put, link, probe };

  /**
   * Checks the credential by listing the project's repositories. The list has only repositories that the user can see.
   * Throws `repositoryNotFound` if the repository is not in the list.
   */
  async function signIn({ signal }: CancelOptions = {}): Promise<void> {
    const data = await call(`/repository/api/repo/list/${encodeURIComponent(project)}?type=GENERIC`, { signal });
    const names = Array.isArray(data) ? data.map((item: unknown) => textIn(item, 'name')) : [];
    if (!names.includes(repository))
      throw new RepositoryError('repositoryNotFound', { host, subject: `${project} / ${repository}` });
  }

  /**
   * Returns the file at a path. Undefined if there is no file, which BK-Repo reports as HTTP 400 with code 251010
   * (release-sources.md 1.7). Throws `folderInTheWay` if there is a folder.
   */
  async function detail(fullPath: string, { signal }: CancelOptions = {}): Promise<StoredFile | undefined> {
    try {
      const node = await call(`/repository/api/node/detail/${place}${encodePath(fullPath)}`, { signal });
      if (isObject(node) && node['folder'] === true)
        throw new RepositoryError('folderInTheWay', { host, subject: fullPath });
      return parseFile(node);
    } catch (error) {
      if (error instanceof RepositoryError && error.code === 'fileNotFound') return undefined;
      throw error;
    }
  }

  /**
   * Uploads a file together with its SHA-256. BK-Repo compares the digest with the received bytes, so an incomplete
   * file is not stored (release-sources.md 1.4).
   */
  async function put(fullPath: string, file: PackageFile, options: PutOptions): Promise<StoredFile> {
    const metadata = Object.entries(options.metadata).map(
      ([key, value]) => [`X-BKREPO-META-${key}`, encodeURIComponent(value)] as const,
    );
    const url = new URL(`${baseUrl}/generic/${place}${encodePath(fullPath)}`);
    const request = {
      url,
      headers: {
        ...headers,
        'content-type': 'application/octet-stream',
        'X-BKREPO-SHA256': file.sha256,
        'X-BKREPO-OVERWRITE': String(options.overwrite),
        ...Object.fromEntries(metadata),
      },
      path: file.path,
      sizeBytes: file.sizeBytes,
      idleTimeoutMs: idleMs,
      onProgress: options.onProgress,
      signal: options.signal,
    };
    return parseFile(read(await withRepositoryErrors(sendFile(request, log))));
  }

  /**
   * Returns a download link that needs no credential. The link to a file in a public repository is the plain URL; any
   * other link contains a token that expires after `minutes`.
   */
  async function link(fullPath: string, minutes: number, { signal }: CancelOptions = {}): Promise<string> {
    if (setting.links === 'public') return `${linkBaseUrl}/generic/${place}${encodePath(fullPath)}`;
    const body = {
      projectId: project,
      repoName: repository,
      fullPathSet: [fullPath],
      type: 'DOWNLOAD',
      expireSeconds: minutes * 60,
    };
    const data = await call('/generic/temporary/url/create', { body, signal });
    const given = textIn(Array.isArray(data) ? data[0] : undefined, 'url') ?? '';
    const token = /[?&]token=([0-9A-Za-z_-]{8,128})/.exec(given)?.[1];
    if (token === undefined) throw new RepositoryError('notABkRepo', { host, subject: 'token' });
    // The URL in the response often has the host `localhost`, so only the token of that URL is used
    // (release-sources.md 1.10).
    return `${linkBaseUrl}/generic/temporary/download/${place}${encodePath(fullPath)}?token=${token}`;
  }

  /** Requests one byte of a link without a credential. Throws `linkNotReadable` if the response has an error status. */
  async function probe(url: string, { signal }: CancelOptions = {}): Promise<void> {
    const link = new URL(url);
    const answer = await withRepositoryErrors(
      openAnswer(link, { headersTimeoutMs: probeMs, idleTimeoutMs: probeMs, signal, headers: { range: 'bytes=0-0' } }),
      link.host,
    );
    answer.close();
    log.info(`GET ${link.pathname} ${answer.status}`);
    const { status } = answer;
    // BK-Repo may redirect a download of a large file to a separate store (release-sources.md 1.6).
    if (status === 200 || status === 206 || status === 302) return;
    throw new RepositoryError('linkNotReadable', { host: link.host, status });
  }

  /** Sends a POST if there is a body, else a GET. Only a GET is retried. Returns the `data` of the response. */
  async function call(path: string, { body, signal }: CancelOptions & { body?: object }): Promise<unknown> {
    const method = body ? 'POST' : 'GET';
    const url = new URL(`${baseUrl}${path}`);
    const text = JSON.stringify(body);
    const sending = body && {
      body: {
        stream: Readable.from([Buffer.from(text)]),
        headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) },
      },
    };
    const ask = async (): Promise<unknown> =>
      read(
        await withRepositoryErrors(
          sendRequest({ method, url, headers, ...sending, timeoutMs: shortMs, maxBytes, signal }, log),
        ),
      );
    return body ? ask() : retry(ask, retryRule, { clock, log, signal });
  }

  /** Returns the `data` of a successful response. Throws `RepositoryError` for any other response. */
  function read({ status, headers: answered, text }: HttpAnswer): unknown {
    const json = parseJson(text);
    const number = numberIn(json, 'code');
    if (status === 200 && number === 0) return (json as { data?: unknown }).data;
    throw new RepositoryError(repositoryErrorCodeOf(status, number), {
      host,
      status,
      said: withoutSecret(textIn(json, 'message')),
      traceId: textIn(json, 'traceId'),
      subject: status >= 300 && status < 400 ? hostOf(answered.location, baseUrl) : `${project} / ${repository}`,
    });
  }

  async function withRepositoryErrors<T>(sending: Promise<T>, at = host): Promise<T> {
    try {
      return await sending;
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      throw new RepositoryError(
        error.kind,
        { host: at },
        { sent: error.sent, cause: `${error.kind}: ${error.message}` },
      );
    }
  }

  /** Replaces the credential in a server's message by `***`, because an intermediary may echo the request. */
  function withoutSecret(said: string | undefined): string | undefined {
    if (said === undefined || !credential) return said;
    return [basic ?? '', credential.secret].reduce(
      (text, part) => (part.length < 4 ? text : text.replaceAll(part, '***')),
      said,
    );
  }
}

/** Percent-encodes each segment of a path, because a name can contain any character. */
function encodePath(fullPath: string): string {
  return fullPath.split('/').map(encodeURIComponent).join('/');
}

function parseFile(data: unknown): StoredFile {
  return {
    sizeBytes: numberIn(data, 'size'),
    sha256: parseSha256(textIn(data, 'sha256')),
    modified: textIn(data, 'lastModifiedDate'),
    modifiedBy: textIn(data, 'lastModifiedBy'),
  };
}

function hostOf(location: string | undefined, base: string): string | undefined {
  return location !== undefined && URL.canParse(location, base) ? new URL(location, base).host : undefined;
}

function textIn(json: unknown, key: string): string | undefined {
  return (isObject(json) ? stringOf(json, key) : undefined) || undefined;
}

function numberIn(json: unknown, key: string): number | undefined {
  return isObject(json) ? numberOf(json, key) : undefined;
}
