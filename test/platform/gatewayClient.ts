import { request } from 'undici';
import { demoTokens } from './seedDemo.ts';
import { startPlatform } from './startPlatform.ts';
import type { TestContext } from 'node:test';
import type { EmbeddedPlatform, PlatformOptions } from './startPlatform.ts';

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
  /** The body as JSON; throws when it is not JSON. */
  json: unknown;
}

export interface Asking {
  method?: 'GET' | 'POST' | 'DELETE';
  token?: string;
  /** The whole identity header instead of a token; `null` sends none. */
  identity?: string | null;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
  /** The gateway base instead of the platform's path-style one. */
  base?: string;
}

/**
 * Requests a path below the stage from the gateway. Uses its own client and bodies, so that a bug shared with the
 * extension cannot hide. Follows no redirects and decompresses nothing. Rejects when the connection is cut.
 */
export async function ask(platform: EmbeddedPlatform, path: string, asking: Asking = {}): Promise<Answer> {
  const { method = 'GET', token = demoTokens.admin, base = platform.gatewayUrl, body } = asking;
  const identity = asking.identity === undefined ? JSON.stringify({ access_token: token }) : asking.identity;
  const answer = await request(`${base}${path}`, {
    method,
    // One connection per request: no pool outlives the platform.
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

/** Uploads by link with a handwritten multipart body that has CRLF line ends, as a browser's has. */
export async function upload(
  platform: EmbeddedPlatform,
  fields: Readonly<Record<string, string>>,
  asking: Asking & { app?: string; module?: string } = {},
): Promise<Answer> {
  const { app = 'demo-app', module = 'default', ...rest } = asking;
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return ask(platform, uploadPath(app, module), {
    method: 'POST',
    body: `${parts.join('')}--${BOUNDARY}--\r\n`,
    ...rest,
    headers: { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`, ...rest.headers },
  });
}

/** Uploads by link with a JSON body. */
export async function uploadJson(platform: EmbeddedPlatform, body: unknown): Promise<Answer> {
  return ask(platform, uploadPath('demo-app', 'default'), {
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

/** Returns the value at a path of keys, without trusting the shape of the response. */
export function at(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let inner = value;
  for (const key of keys) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    // Copied entry by entry, because a response can hold any key.
    inner = new Map<string, unknown>(Object.entries(inner)).get(String(key));
  }
  return inner;
}

/** Starts a platform for one test and closes it after the test, even if the test fails. */
export async function platformFor(t: TestContext, options?: PlatformOptions): Promise<EmbeddedPlatform> {
  const platform = await startPlatform(options);
  t.after(() => platform.close());
  return platform;
}
