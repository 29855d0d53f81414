import { maskPackageUrl } from '../core/releases/packageUrl.ts';

/** What must not be in a text that is given away, whatever it came with. */
export interface Hidden {
  /** Tokens and passwords that are known: taken out wherever they stand. */
  secrets: readonly string[];
  /** Folders that name the person, such as the home directory; each becomes `~`. */
  homes: readonly string[];
}

const patterns: readonly (readonly [RegExp, string])[] = [
  // How VS Code names a proxy in its errors: `PROXY user:password@host:port` (1.112 does not mask it, measured).
  [/\b((?:PROXY|HTTPS?|SOCKS[45]?)\s+)[^\s@;]+@/gi, '$1***@'],
  [/\b(Basic|Bearer|Negotiate)\s+[\w+/=.~-]{6,}/gi, '$1 ***'],
  [
    /((?:access_?token|app_secret|bk_app_secret|bk_token|bk_ticket|password|passwd|secret)\\?["']?\s*[:=]\s*\\?["']?)[^\s"',;&}\\]+/gi,
    '$1***',
  ],
  // Home directories in the paths of a stack, also of another computer's than this one.
  [/(?:\/[a-z](?::|%3a))?\/(?:home|users)\/[^/\s"'`:]+/gi, '~'],
  [/\b[a-z]:(?:\\+|\/)users(?:\\+|\/)[^\\/\s"'`:]+/gi, '~'],
];

/**
 * The text without tokens, passwords, signatures in URLs, and names of home directories. The last of two locks: what makes
 * the text leaves them out already, and this takes out what came in with a log line or a setting.
 */
export function withoutSecrets(text: string, { secrets, homes }: Hidden): string {
  let result = text;
  for (const secret of secrets) for (const spelled of spellings(secret)) result = result.replaceAll(spelled, '***');
  result = result.replace(/[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>|]+/gi, maskPackageUrl);
  for (const home of homes) for (const spelled of spellings(home)) result = result.replaceAll(spelled, '~');
  for (const [pattern, replacement] of patterns) result = result.replace(pattern, replacement);
  return result;
}

/** As it is, as in a URL, and as in JSON. Nothing for what is too short to be told from other text. */
function spellings(text: string): string[] {
  if (text.length < 3) return [];
  return [...new Set([text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)])];
}
