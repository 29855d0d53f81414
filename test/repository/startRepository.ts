import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from '../platform/listen.ts';

/** A fault for the next request that matches `method` and `path`. A field that is left out matches every request. */
export interface RepositoryFault {
  method?: string;
  path?: RegExp;
  kind:
    | 'dropBeforeHeaders'
    /** The server completes the request, but the response is lost. */
    | 'dropAnswer'
    | 'halfJson'
    | 'loginPage'
    | 'status'
    | 'redirect'
    /** The connection closes in the middle of the request's body, and nothing is stored. */
    | 'resetMidBody'
    /** The server refuses the request with an error code before it reads the body, and keeps the connection open. */
    | 'refuse'
    /**
     * The server refuses the request with an error code and closes the connection while the client still sends the body
     * (release-sources.md 1.5).
     */
    | 'refuseAndClose';
  status?: number;
  code?: number;
  location?: string;
}

export interface StoredNode {
  bytes: Buffer;
  sha256: string;
  metadata: Record<string, string>;
  createdBy: string;
}

export interface EmbeddedRepository {
  baseUrl: string;
  host: string;
  /** Keyed by `/project/repository/full/path`. */
  nodes: Map<string, StoredNode>;
  /** Every request, oldest first. `authorization` and `range` are headers of the request. */
  requests: { method: string; path: string; authorization: string | undefined; range: string | undefined }[];
  faults: RepositoryFault[];
  /** Whether temporary links can be created. */
  sharing: boolean;
  close(): Promise<void>;
}

/** The user and password that the server accepts, and the project with its repositories. */
export const repositorySeed = {
  user: 'publisher',
  secret: 'planted-bkrepo-password',
  project: 'demo',
  repositories: ['packages', 'public-packages'],
} as const;

/** Starts a local server that responds as BK-Repo does for generic repositories (release-sources.md 1 and 9.1). */
export async function startRepository(): Promise<EmbeddedRepository> {
  const nodes = new Map<string, StoredNode>();
  const tokens = new Map<string, string>();
  const requests: EmbeddedRepository['requests'] = [];
  const faults: RepositoryFault[] = [];
  const state = { sharing: true };
  const expected = `Basic ${Buffer.from(`${repositorySeed.user}:${repositorySeed.secret}`).toString('base64')}`;

  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  const port = await listen(server, 0);
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    nodes,
    requests,
    faults,
    get sharing() {
      return state.sharing;
    },
    set sharing(value) {
      state.sharing = value;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://repository.invalid');
    const { method = '', headers } = request;
    requests.push({ method, path: pathname, authorization: headers.authorization, range: headers.range });
    const index = faults.findIndex(
      (fault) => (fault.method ?? method) === method && (fault.path?.test(pathname) ?? true),
    );
    const [fault] = index < 0 ? [] : faults.splice(index, 1);
    if (fault && (await applyFault(fault, request, response))) return;
    const send =
      fault?.kind === 'dropAnswer' || fault?.kind === 'halfJson' ? corruptResponse(response, fault.kind) : response;
    const path = pathname
      .split('/')
      .map(decodeURIComponent)
      .join('/')
      .replace(/^\/api(?=\/(?:generic|repository)\/)/, '');
    const download = /^\/generic\/temporary\/download(\/.*)$/.exec(path)?.[1];
    if (download !== undefined) {
      const granted = tokens.get(searchParams.get('token') ?? '');
      if (granted === undefined) sendError(send, 400, 251021, '临时访问token无效');
      else sendFile(send, method, nodes.get(granted === download ? download : ''), headers.range);
      return;
    }
    const file = /^\/generic(\/([^/]+)\/([^/]+)\/.+)$/.exec(path);
    const read = file ?? /^\/repository\/api\/node\/(?:detail|page)(\/([^/]+)\/([^/]+)\/.*)$/.exec(path);
    const isPublicRead = (method === 'GET' || method === 'HEAD') && read?.[3]?.startsWith('public-') === true;
    // A wrong credential is refused for a public repository as well (release-sources.md 1.2).
    if (headers.authorization !== expected && !(isPublicRead && headers.authorization === undefined)) {
      send.setHeader('WWW-Authenticate', 'Basic realm="Authentication Required"');
      await drain(request);
      sendError(send, 401, 250114, '认证失败');
      return;
    }
    if (path === '/generic/temporary/url/create' && method === 'POST') {
      await createLink(request, send);
      return;
    }
    const list = /^\/repository\/api\/repo\/list\/([^/]+)$/.exec(path);
    if (list) {
      const names = list[1] === repositorySeed.project ? repositorySeed.repositories : [];
      sendData(
        send,
        names.map((name) => ({ projectId: list[1], name, type: 'GENERIC', public: name.startsWith('public-') })),
      );
      return;
    }
    const detail = /^\/repository\/api\/node\/detail(\/.+)$/.exec(path)?.[1];
    if (detail !== undefined) {
      const node = nodes.get(detail);
      if (node) sendData(send, detailOf(detail, node));
      else if (isFolder(detail)) sendData(send, folderDetailOf(detail));
      else sendError(send, 400, 251010, `节点[${detail}]不存在`);
      return;
    }
    const page = /^\/repository\/api\/node\/page(\/.+)$/.exec(path)?.[1];
    if (page !== undefined) {
      sendPage(send, page, searchParams);
      return;
    }
    const key = file?.[1];
    if (key !== undefined && method === 'PUT') {
      await store(request, send, key);
      return;
    }
    if (key !== undefined && (method === 'GET' || method === 'HEAD')) {
      sendFile(send, method, nodes.get(key), headers.range);
      return;
    }
    sendError(send, 404, 250130, '请求地址不存在');
  }

  function isFolder(key: string): boolean {
    return [...nodes.keys()].some((node) => node.startsWith(`${key.replace(/\/+$/, '')}/`));
  }

  /** Sends a page of the files below a folder, newest first. BK-Repo treats page 0 as page 1. */
  function sendPage(response: ServerResponse, folder: string, query: URLSearchParams): void {
    const below = [...nodes].filter(([key]) => key.startsWith(folder.replace(/\/*$/, '/'))).reverse();
    const pageNumber = Math.max(1, Number(query.get('pageNumber') ?? 1));
    const pageSize = Number(query.get('pageSize') ?? 20);
    sendData(response, {
      pageNumber,
      pageSize,
      totalRecords: below.length,
      totalPages: Math.ceil(below.length / pageSize),
      records: below
        .slice((pageNumber - 1) * pageSize, pageNumber * pageSize)
        .map(([key, node]) => detailOf(key, node)),
    });
  }

  async function store(request: IncomingMessage, response: ServerResponse, key: string): Promise<void> {
    const overwrite = /^true$/i.test(String(request.headers['x-bkrepo-overwrite']));
    if (nodes.has(key) && !overwrite) {
      sendError(response, 400, 251012, `节点[${key}]已存在`);
      await drain(request);
      return;
    }
    if (isFolder(key)) {
      sendError(response, 400, overwrite ? 251013 : 251012, `节点[${key}]已存在`);
      await drain(request);
      return;
    }
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    if (!request.complete) return;
    const bytes = Buffer.concat(pieces);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const stated = request.headers['x-bkrepo-sha256'];
    if (stated !== undefined && stated !== sha256) {
      sendError(response, 400, 251003, 'sha256摘要不一致');
      return;
    }
    const metadata = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        name.startsWith('x-bkrepo-meta-')
          ? [[name.slice('x-bkrepo-meta-'.length), decodeURIComponent(String(value))]]
          : [],
      ),
    );
    const node = { bytes, sha256, metadata, createdBy: repositorySeed.user };
    nodes.set(key, node);
    sendData(response, detailOf(key, node));
  }

  async function createLink(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const body = JSON.parse(Buffer.concat(pieces).toString()) as {
      projectId: string;
      repoName: string;
      fullPathSet: string[];
    };
    if (!state.sharing) {
      sendError(response, 400, 251037, '项目未开启分享');
      return;
    }
    const data = body.fullPathSet.map((fullPath) => {
      const token = randomBytes(16).toString('hex');
      const key = `/${body.projectId}/${body.repoName}${fullPath}`;
      tokens.set(token, key);
      // The host is `localhost`, the default of a binary installation (release-sources.md 1.10).
      return {
        fullPath,
        url: `http://localhost/temporary/download${key}?token=${token}`,
        type: 'DOWNLOAD',
        permits: null,
      };
    });
    sendData(response, data);
  }
}

function detailOf(key: string, { bytes, sha256, metadata, createdBy }: StoredNode): object {
  const [, projectId, repoName, ...rest] = key.split('/');
  return {
    createdBy,
    lastModifiedBy: createdBy,
    lastModifiedDate: '2026-11-20T16:02:31.394',
    folder: false,
    name: rest.at(-1),
    fullPath: `/${rest.join('/')}`,
    size: bytes.length,
    sha256,
    metadata,
    projectId,
    repoName,
    federatedSource: null,
  };
}

/** Returns the details of a folder, which have no digest (release-sources.md 1.7). */
function folderDetailOf(key: string): object {
  const [, projectId, repoName, ...rest] = key.split('/');
  return {
    folder: true,
    name: rest.at(-1),
    fullPath: `/${rest.join('/')}`,
    size: 0,
    sha256: null,
    projectId,
    repoName,
  };
}

function sendFile(response: ServerResponse, method: string, node: StoredNode | undefined, range?: string): void {
  if (!node) {
    sendError(response, 404, 251024, '文件不存在');
    return;
  }
  const isPart = range === 'bytes=0-0';
  const bytes = isPart ? node.bytes.subarray(0, 1) : node.bytes;
  response.writeHead(isPart ? 206 : 200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(bytes.length),
    'Content-Range': `bytes 0-${bytes.length - 1}/${node.bytes.length}`,
    'X-Checksum-Sha256': node.sha256,
  });
  response.end(method === 'HEAD' ? undefined : bytes);
}

function sendData(response: ServerResponse, data: unknown): void {
  sendJson(response, 200, { code: 0, message: null, data, traceId: randomBytes(8).toString('hex') });
}

function sendError(response: ServerResponse, status: number, code: number, message: string): void {
  sendJson(response, status, { code, message, data: null, traceId: randomBytes(8).toString('hex') });
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json;charset=UTF-8' }).end(JSON.stringify(body));
}

/**
 * Applies a fault. Resolves with true if the fault has finished the request, and with false if the server must still
 * respond.
 */
async function applyFault(
  fault: RepositoryFault,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  switch (fault.kind) {
    case 'dropBeforeHeaders':
      request.socket.destroy();
      return true;
    case 'resetMidBody':
      // Without a body, a request never emits `data`, so the connection is closed at once.
      if (request.method === 'PUT' || request.method === 'POST') request.once('data', () => request.socket.destroy());
      else request.socket.destroy();
      return true;
    case 'loginPage':
      await drain(request);
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><body>Log in</body></html>');
      return true;
    case 'status':
      await drain(request);
      response.writeHead(fault.status ?? 502, { 'Content-Type': 'text/html' }).end('<html>Bad Gateway</html>');
      return true;
    case 'redirect':
      await drain(request);
      response.writeHead(302, { Location: fault.location ?? '/' }).end();
      return true;
    case 'refuse':
      // The connection stays open even if the client requested to close it, so that the client receives the response
      // while the client still sends the body.
      if (request.method === 'PUT') response.shouldKeepAlive = true;
      sendError(response, fault.status ?? 400, fault.code ?? 250102, 'refused');
      await drain(request);
      return true;
    case 'refuseAndClose':
      response.setHeader('Connection', 'close');
      sendError(response, fault.status ?? 400, fault.code ?? 250102, 'refused');
      response.once('finish', () => request.socket.destroy());
      return true;
    case 'dropAnswer':
    case 'halfJson':
      return false;
  }
}

/**
 * Changes `end` of a response. For `dropAnswer`, nothing is sent and the connection closes. For `halfJson`, only the
 * first 20 characters of the body are sent. Returns the response.
 */
function corruptResponse(response: ServerResponse, kind: 'dropAnswer' | 'halfJson'): ServerResponse {
  const end = response.end.bind(response);
  response.end = ((body?: unknown) => {
    if (kind === 'dropAnswer') response.socket?.destroy();
    else end(String(body).slice(0, 20), 'utf8');
    return response;
  }) as typeof response.end;
  if (kind === 'dropAnswer') response.writeHead = () => response;
  return response;
}

async function drain(request: IncomingMessage): Promise<void> {
  request.resume();
  if (!request.complete) await new Promise((resolve) => request.once('end', resolve).once('close', resolve));
}
