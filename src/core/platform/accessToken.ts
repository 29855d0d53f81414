import { isObject, parseJson, stringOf } from '../http/json.ts';

export type AccessTokenProblem = 'tokenEmpty' | 'tokenUnreadable';

export type ParsedAccessToken =
  { ok: true; accessToken: string; readAs: 'bare' | 'json' | 'header' } | { ok: false; problem: AccessTokenProblem };

/**
 * Maximum characters of a token. No known token is as long, and a whole file that was pasted by mistake is usually
 * longer.
 */
const maxTokenLength = 4096;

/**
 * Parses a token in any form in which users paste it: only the token, `{"access_token": "…"}`, or a whole
 * `X-BKAPI-AUTHORIZATION: {…}` line with or without curl's `-H '…'` around the line (platform-api.md 2.2). Ignores
 * surrounding whitespace. Never throws. Returns no part of the text except the token.
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
  // In a line copied from a double-quoted shell string, every quote is written as \".
  for (const candidate of [text, text.replaceAll('\\"', '"')]) {
    const json = parseJson(candidate);
    const token = isObject(json) ? stringOf(json, 'access_token')?.trim() : undefined;
    if (token !== undefined && isToken(token)) return token;
  }
  return undefined;
}

/**
 * Accepts only visible ASCII without quotes, braces, colons, angle brackets and backslashes. So a placeholder such as
 * `你的access_token` and a header line are rejected.
 */
function isToken(text: string): boolean {
  return text.length <= maxTokenLength && /^[\x21-\x7e]+$/.test(text) && !/["'{}:<>\\]/.test(text);
}
