import { request } from 'undici';
import { demoTokens } from './seedDemo.ts';
import { startPlatform } from './startPlatform.ts';
import type { TestContext } from 'node:test';
import type { EmbeddedPlatform, PlatformOptions } from './startPlatform.ts';

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
  /** The body parsed as JSON. Reading this property throws if the body is not JSON. */
  json: unknown;
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'DELETE';
  token?: string;
  /** Value of the header `X-Bkapi-Authorization`, sent instead of `token`. `null` sends no such header. */
  identity?: string | null;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
  /** The address to which the path is appended, by default `gatewayUrl` of the platform. */
  base?: string;
}

/**
 * Sends a request to the gateway for a path below the stage. Uses none of the extension's code, because a bug in shared
 * code would stay hidden. Follows no redirects and decompresses nothing. Rejects if the connection is cut.
 */
export async function requestGateway(
  platform: EmbeddedPlatform,
  path: string,
  asking: RequestOptions = {},
): Promise<Answer> {
  const { method = 'GET', token = demoTokens.admin, base = platform.gatewayUrl, body } = asking;
  const identity = asking.identity === undefined ? JSON.stringify({ access_token: token }) : asking.identity;
  const answer = await request(`${base}${path}`, {
    method,
    // The connection closes after the request, so that no open connection is left when the platform closes.
    reset: true,
    headers: { ...(identity !== null && { 'X-Bkapi-Authorization': identity }), ...asking.headers },
    ...(body !== undefined && { body }),
  });
  const text = await answer.body.text();
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text,
    get json(): unknown {
      const value: unknown = JSON.parse(text);
      return value;
    },
  };
}

const BOUNDARY = '----HandMadeBoundary7MA4YWxkTrZu0gW';

/** Uploads by link. The multipart body is written by hand, with CRLF line ends as a browser sends them. */
export async function upload(
  platform: EmbeddedPlatform,
  fields: Readonly<Record<string, string>>,
  asking: RequestOptions & { app?: string; module?: string } = {},
): Promise<Answer> {
  const { app = 'demo-app', module = 'default', ...rest } = asking;
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return requestGateway(platform, uploadPath(app, module), {
    method: 'POST',
    body: `${parts.join('')}--${BOUNDARY}--\r\n`,
    ...rest,
    headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`, ...rest.headers },
  });
}

/** Uploads by link to the module `default` of `demo-app`, with a JSON body. */
export async function uploadJson(platform: EmbeddedPlatform, body: unknown): Promise<Answer> {
  return requestGateway(platform, uploadPath('demo-app', 'default'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export function uploadPath(app: string, module: string): string {
  return `/bkapps/applications/${app}/modules/${module}/source_package/link/`;
}

export function branchesPath(app: string, module: string): string {
  return `/bkapps/applications/${app}/modules/${module}/repo/branches/`;
}

/** Returns the value at a path of keys; undefined if the response does not have this path. */
export function valueAt(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let inner = value;
  for (const key of keys) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    // A `Map` of the entries finds only the value's own keys, never an inherited key such as `constructor`.
    inner = new Map<string, unknown>(Object.entries(inner)).get(String(key));
  }
  return inner;
}

/** Starts a platform for one test. The platform is closed when the test ends, even if the test fails. */
export async function startPlatformForTest(t: TestContext, options?: PlatformOptions): Promise<EmbeddedPlatform> {
  const platform = await startPlatform(options);
  t.after(() => platform.close());
  return platform;
}
