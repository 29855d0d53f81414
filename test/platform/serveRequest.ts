import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { answerConsole, isConsolePath } from './console.ts';
import { faultOf } from './faults.ts';
import { answerAtGateway } from './gateway/answerAtGateway.ts';
import { writeAnswer } from './gateway/writeAnswer.ts';
import { proxyLoginPage, sendAnswer } from './sendAnswer.ts';
import { wait } from './wait.ts';
import type { GatewayContext, GatewayCall } from './gateway/answerAtGateway.ts';
import type { HttpAnswer } from './gateway/writeAnswer.ts';
import type { Fault, FaultScript } from './faults.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that the gateway received, recorded for the tests. */
export interface RecordedRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Keyed by header name in lower case. */
  headers: ReadonlyMap<string, string>;
  body: Buffer;
  /**
   * Status of the response. `undefined` until the response is sent. Stays `undefined` if the connection was cut without
   * a response.
   */
  status: number | undefined;
  requestId: string;
}

/** The parts of the platform that are needed to serve a request. */
export interface ServerContext extends GatewayContext {
  faults: FaultScript;
  requests: RecordedRequest[];
  now: () => Date;
}

/**
 * Serves one request with the faults that are planned for the request. The console serves its own paths, and the
 * gateway serves all other paths. A bug in this emulator gives status 599 and a stack trace, so that no test mistakes
 * the bug for a response of the platform.
 */
export async function serveRequest(
  site: ServerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Write errors are ignored, because a caller that disconnects is normal in tests of timeouts and cut connections.
  response.on('error', () => undefined);
  try {
    await serveOrThrow(site, request, response);
  } catch (error) {
    if (site.closing.aborted || response.headersSent || request.destroyed) response.destroy();
    else response.writeHead(599, { 'Content-Type': 'text/plain' }).end(error instanceof Error ? error.stack : '');
  }
}

async function serveOrThrow(site: ServerContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request);
  const { pathname: path, search, searchParams: query } = new URL(request.url ?? '/', 'http://platform.invalid');
  const headers = headersOf(request);
  // In the domain layout (platform-api.md 2.1), the gateway has its own host. No path on that host belongs to the
  // console.
  const isGatewayHost = /^[\w-]+\.apigw\./.test(headers.get('host') ?? '');
  if (!isGatewayHost && isConsolePath(path)) {
    const scheme = 'encrypted' in request.socket ? 'https' : 'http';
    const origin = `${scheme}://${headers.get('host') ?? ''}`;
    await sendAnswer(response, answerConsole(path, origin, site.switches), [], site.closing);
    return;
  }
  const method = request.method ?? 'GET';
  const recorded: RecordedRequest = { method, path, query, headers, body, status: undefined, requestId: randomUUID() };
  site.requests.push(recorded);
  const faults = site.faults.take(method, path, search.slice(1));
  const skew = faultOf(faults, 'clockSkew')?.ms ?? 0;
  const now = (): Date => new Date(site.now().getTime() + skew);
  const pause = site.switches.latencyMs + (faultOf(faults, 'delay')?.ms ?? 0);
  if (pause > 0 && !(await wait(pause, site.closing))) return;
  const answer = await answerRequest(site, { ...recorded, faults, now });
  if (site.closing.aborted) return;
  if (!answer) {
    response.destroy();
    return;
  }
  recorded.status = answer.status;
  await sendAnswer(response, answer, faults, site.closing);
}

/**
 * Returns the response of the gateway, or the response of a fault that replaces the gateway's response. Returns
 * `undefined` if the connection must be cut without a response.
 */
async function answerRequest(site: ServerContext, call: GatewayCall): Promise<HttpAnswer | undefined> {
  const replaced = faultOf(call.faults, 'dropBeforeHeaders', 'proxyLoginPage', 'strangeAnswer', 'redirect');
  const reached = backendIsReached(replaced);
  const answer = reached ? writeAnswer(await answerAtGateway(site, call), call, site.switches) : undefined;
  switch (replaced?.kind) {
    case undefined:
      return answer;
    case 'dropBeforeHeaders':
      return undefined;
    case 'proxyLoginPage':
      return proxyLoginPage();
    case 'strangeAnswer': {
      const { status, contentType = 'text/html', body } = replaced;
      return { status, headers: { 'Content-Type': contentType }, body: Buffer.from(body) };
    }
    case 'redirect':
      return { status: replaced.status ?? 302, headers: { Location: replaced.location }, body: Buffer.alloc(0) };
  }
}

/**
 * Returns whether the request reaches the backend. By default, a request with the fault `dropBeforeHeaders` reaches the
 * backend, and a request with one of the other faults does not.
 */
function backendIsReached(
  fault: Extract<Fault, { kind: 'dropBeforeHeaders' | 'proxyLoginPage' | 'strangeAnswer' | 'redirect' }> | undefined,
): boolean {
  switch (fault?.kind) {
    case undefined:
      return true;
    case 'dropBeforeHeaders':
      return fault.backend !== 'neverReached';
    case 'proxyLoginPage':
    case 'strangeAnswer':
    case 'redirect':
      return fault.backend === 'completes';
  }
}

function headersOf(request: IncomingMessage): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
