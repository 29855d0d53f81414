import { FormData, request } from 'undici';
import { fill, fillDeep } from './fill.ts';
import { Page } from './match.ts';
import type { ContractRequest, RequestBody } from './contractCase.ts';
import type { PlaceholderValues } from './fill.ts';
import type { Target } from './target.ts';

/** A response in the form that the matchers check. */
export interface Answer {
  status: number;
  /** Keyed by header name in lower case. */
  headers: ReadonlyMap<string, string>;
  /** The parsed JSON, a `Page` if the body is HTML, or the text of any other body. */
  body: unknown;
}

// The gateway responds 504 after 30 seconds (platform-api.md 7.4). This timeout is longer, so that the 504 arrives.
const TIMEOUT_MS = 60_000;

/**
 * Sends a request of a case. Uses none of the extension's code, because a bug in shared code would stay hidden. Follows
 * no redirects. Rejects if there is no response.
 */
export async function sendRequest(asked: ContractRequest, values: PlaceholderValues, target: Target): Promise<Answer> {
  const path = fill(asked.path, values);
  const { body, type } = encodeBody(asked.body, values);
  const answer = await request(asked.path.startsWith('{') ? path : `${target.gatewayUrl}${path}`, {
    method: asked.method ?? 'GET',
    // The connection closes after the request, so that no open connection is left after a case.
    reset: true,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    headers: {
      ...target.headers,
      ...identityOf(asked, values, target),
      ...(asked.language !== null && { 'Accept-Language': asked.language ?? 'zh-cn' }),
      ...(type !== undefined && { 'Content-Type': type }),
      ...asked.headers,
    },
    ...(body !== undefined && { body }),
    ...(target.dispatcher && { dispatcher: target.dispatcher }),
  });
  const text = await answer.body.text();
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return { status: answer.statusCode, headers, body: parseBody(text, headers.get('content-type') ?? '') };
}

function identityOf(
  { identity, caller = 'caller' }: ContractRequest,
  values: PlaceholderValues,
  target: Target,
): Readonly<Record<string, string>> {
  if (identity === null) return {};
  return {
    'X-Bkapi-Authorization':
      identity === undefined ? JSON.stringify({ access_token: target.tokens[caller] }) : fill(identity, values),
  };
}

/**
 * Returns the body in the form that is sent, and the value of `Content-Type`. Without `type`, the HTTP client sets the
 * header.
 */
export function encodeBody(
  asked: RequestBody | undefined,
  values: PlaceholderValues,
): { body?: string | FormData; type?: string } {
  switch (asked?.kind) {
    case undefined:
      return {};
    case 'multipart': {
      const form = new FormData();
      for (const [name, value] of Object.entries(asked.fields)) form.append(name, fill(value, values));
      return { body: form };
    }
    case 'json':
      return { body: JSON.stringify(fillDeep(asked.value, values)), type: 'application/json' };
    case 'urlencoded': {
      const filled = new URLSearchParams();
      for (const [name, value] of Object.entries(asked.fields)) filled.append(name, fill(value, values));
      return { body: filled.toString(), type: 'application/x-www-form-urlencoded' };
    }
    case 'raw':
      return { body: fill(asked.text, values), type: asked.type };
  }
}

function parseBody(text: string, type: string): unknown {
  if (/html/i.test(type)) return new Page(text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
