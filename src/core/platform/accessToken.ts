import { isObject, parseJson, stringOf } from '../http/json.ts';

export type AccessTokenProblem = 'tokenEmpty' | 'tokenUnreadable';

export type ParsedAccessToken =
  { ok: true; accessToken: string; readAs: 'bare' | 'json' | 'header' } | { ok: false; problem: AccessTokenProblem };

/** Longer than any known token, but short enough to keep a pasted file out of a request header. */
const maxTokenLength = 4096;

/**
 * Parses a token as users paste it: bare, `{"access_token": "…"}`, or a whole `X-BKAPI-AUTHORIZATION: {…}` line with or
 * without curl's `-H '…'` around it (platform-api.md 2.2). Ignores surrounding whitespace. Never throws. Returns no
 * part of the text except the token.
 */
export function parseAccessToken(text: string): ParsedAccessToken {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, problem: 'tokenEmpty' };
  const object = /\{[^{}]*\}/.exec(trimmed)?.[0];
  if (object !== undefined) {
    const accessToken = tokenInJson(object);
    if (accessToken === undefined) return { ok: false, problem: 'tokenUnreadable' };
    return { ok: true, accessToken, readAs: /authorization\s*:/i.test(trimmed) ? 'header' : 'json' };
  }
  const bare = trimmed.replace(/^(["'])(.*)\1$/, '$2').trim();
  return isToken(bare) ? { ok: true, accessToken: bare, readAs: 'bare' } : { ok: false, problem: 'tokenUnreadable' };
}

function tokenInJson(text: string): string | undefined {
  // A line copied from a double-quoted shell string has \" for every quote.
  for (const candidate of [text, text.replaceAll('\\"', '"')]) {
    const json = parseJson(candidate);
    const token = isObject(json) ? stringOf(json, 'access_token')?.trim() : undefined;
    if (token !== undefined && isToken(token)) return token;
  }
  return undefined;
}

/** Accepts visible ASCII without quotes, braces or colons: no placeholder such as `你的access_token`, no header. */
function isToken(text: string): boolean {
  return text.length <= maxTokenLength && /^[\x21-\x7e]+$/.test(text) && !/["'{}:<>\\]/.test(text);
}
