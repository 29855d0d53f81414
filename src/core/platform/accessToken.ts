import { isObject, parseJson, stringOf } from '../http/json.ts';
import { trimPasted, removeInvisibleCharacters, withStraightQuotes } from '../http/pastedText.ts';
import { decodeUrlPart } from '../http/urls.ts';

export type AccessTokenProblem = 'tokenEmpty' | 'tokenUnreadable';

export type ParsedAccessToken =
  | { ok: true; accessToken: string; readAs: 'bare' | 'json' | 'header' | 'text' }
  | { ok: false; problem: AccessTokenProblem };

/**
 * Maximum characters of a token. All known tokens are shorter. A whole file that was pasted by mistake is usually
 * longer.
 */
const maxTokenLength = 4096;

/**
 * Parses a token in any form in which users paste it: only the token, `{"access_token": "…"}`, a whole
 * `X-BKAPI-AUTHORIZATION: {…}` line with or without curl's `-H '…'` around the line (platform-api.md 2.2), a Python
 * dictionary, or `access_token=…` in a URL or a shell. Ignores what a chat or a document adds: typographic quotes,
 * Chinese punctuation around the token, and invisible characters anywhere. Never throws. Returns no part of the text
 * except the token.
 */
export function parseAccessToken(text: string): ParsedAccessToken {
  const visible = removeInvisibleCharacters(text);
  const trimmed = trimPasted(visible);
  if (trimmed === '') return { ok: false, problem: 'tokenEmpty' };
  if (isToken(trimmed)) return { ok: true, accessToken: trimmed, readAs: 'bare' };
  const object = /\{[^{}]*\}/.exec(visible)?.[0];
  const fromJson = object === undefined ? undefined : tokenInJson(object);
  const accessToken =
    fromJson ?? (object === undefined ? (quotedToken(visible) ?? assignedToken(visible)) : quotedToken(object));
  if (accessToken === undefined) return { ok: false, problem: 'tokenUnreadable' };
  if (/authorization\s*[:：]/i.test(visible)) return { ok: true, accessToken, readAs: 'header' };
  return { ok: true, accessToken, readAs: fromJson === undefined ? 'text' : 'json' };
}

function tokenInJson(text: string): string | undefined {
  // In a line copied from a double-quoted shell string, every quote is written as \".
  for (const candidate of [text, text.replaceAll('\\"', '"')]) {
    const json = parseJson(candidate);
    const token = isObject(json) ? tokenIn(stringOf(json, 'access_token')) : undefined;
    if (token !== undefined) return token;
  }
  return undefined;
}

/**
 * Returns a token in quotes, as in a Python dictionary, in JSON with typographic quotes, or in
 * `export ACCESS_TOKEN="…"`.
 */
function quotedToken(text: string): string | undefined {
  return tokenIn(/access_token["']?\s*[:=]\s*[ub]?(["'])([^"']*)\1/i.exec(withStraightQuotes(text))?.[2]);
}

/** Returns the token of `access_token=…` without quotes. In a URL, the token can be percent-encoded. */
function assignedToken(text: string): string | undefined {
  const [, before, value = ''] = /([?&#]?)access_token\s*=\s*([^\s&;#"'`]+)/i.exec(text) ?? [];
  return tokenIn(before ? decodeUrlPart(value) : value);
}

function tokenIn(text = ''): string | undefined {
  const token = trimPasted(text);
  return isToken(token) ? token : undefined;
}

/**
 * Accepts only visible ASCII without quotes, braces, colons, angle brackets or backslashes. This rule rejects a
 * placeholder such as `你的access_token`, and a header line. Also rejects a text that contains `access_token`, and a
 * shell variable.
 */
function isToken(text: string): boolean {
  return text.length <= maxTokenLength && /^[\x21-\x7e]+$/.test(text) && !/["'{}:<>\\]|access_token|^\$/i.test(text);
}
