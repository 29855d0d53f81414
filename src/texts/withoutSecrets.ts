import { maskPackageUrl } from '../core/releases/packageUrl.ts';

/** What must be removed from a text before it is shared. */
export interface Hidden {
  /** Known tokens and passwords, removed wherever they occur. */
  secrets: readonly string[];
  /** Folders that name the user, such as the home directory. Each becomes `~`. */
  homes: readonly string[];
}

const patterns: readonly (readonly [RegExp, string])[] = [
  // VS Code names a proxy in its errors as `PROXY user:password@host:port` (1.112 does not mask it, measured).
  [/\b((?:PROXY|HTTPS?|SOCKS[45]?)\s+)[^\s@;]+@/gi, '$1***@'],
  [/\b(Basic|Bearer|Negotiate)\s+[\w+/=.~-]{6,}/gi, '$1 ***'],
  [
    /((?:access_?token|app_secret|bk_app_secret|bk_token|bk_ticket|password|passwd|secret)\\?["']?\s*[:=]\s*\\?["']?)[^\s"',;&}\\]+/gi,
    '$1***',
  ],
  // Home directories in the paths of a stack trace, also those of another computer.
  [/(?:\/[a-z](?::|%3a))?\/(?:home|users)\/[^/\s"'`:]+/gi, '~'],
  [/\b[a-z]:(?:\\+|\/)users(?:\\+|\/)[^\\/\s"'`:]+/gi, '~'],
];

/**
 * Returns the text without tokens, passwords, signatures in URLs, and names of home directories. This is a second
 * safeguard: callers already leave these out, and this removes what a log line or a setting contained.
 */
export function withoutSecrets(text: string, { secrets, homes }: Hidden): string {
  let result = text;
  for (const secret of secrets) for (const spelled of spellings(secret)) result = result.replaceAll(spelled, '***');
  result = result.replace(/[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>|]+/gi, maskPackageUrl);
  for (const home of homes) for (const spelled of spellings(home)) result = result.replaceAll(spelled, '~');
  for (const [pattern, replacement] of patterns) result = result.replace(pattern, replacement);
  return result;
}

/** Returns a text as it is, as in a URL, and as in JSON. Returns nothing for a text too short to be recognized. */
function spellings(text: string): string[] {
  if (text.length < 3) return [];
  return [...new Set([text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)])];
}
