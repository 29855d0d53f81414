import { maskPackageUrl } from '../core/releases/packageUrl.ts';

/** Values to remove from a text before the text is shared. */
export interface SensitiveValues {
  /** Known tokens and passwords, removed wherever they occur. */
  secrets: readonly string[];
  /** Folders whose names identify the user, such as the home directory. Each folder is replaced by `~`. */
  homes: readonly string[];
}

const secretReplacements: readonly (readonly [RegExp, string])[] = [
  // VS Code's errors contain the URL of a proxy as `PROXY user:password@host:port`. VS Code 1.112 does not mask the
  // password (measured).
  [/\b((?:PROXY|HTTPS?|SOCKS[45]?)\s+)[^\s@;]+@/gi, '$1***@'],
  [/\b(Basic|Bearer|Negotiate)\s+[\w+/=.~-]{6,}/gi, '$1 ***'],
  [
    /((?:access_?token|app_secret|bk_app_secret|bk_token|bk_ticket|password|passwd|secret)\\?["']?\s*[:=]\s*\\?["']?)[^\s"',;&}\\]+/gi,
    '$1***',
  ],
  // Home directories in the paths of a stack trace, including home directories of another computer.
  [/(?:\/[a-z](?::|%3a))?\/(?:home|users)\/[^/\s"'`:]+/gi, '~'],
  [/\b[a-z]:(?:\\+|\/)users(?:\\+|\/)[^\\/\s"'`:]+/gi, '~'],
];

/**
 * Returns the text without tokens, passwords, signatures in URLs, and names of home directories. Callers already omit
 * such values. This second safeguard also removes values that are part of a log line or a setting.
 */
export function withoutSecrets(text: string, { secrets, homes }: SensitiveValues): string {
  let result = text;
  for (const secret of secrets) for (const spelled of encodedForms(secret)) result = result.replaceAll(spelled, '***');
  result = result.replace(/[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>|]+/gi, maskPackageUrl);
  for (const home of homes) for (const spelled of encodedForms(home)) result = result.replaceAll(spelled, '~');
  for (const [pattern, replacement] of secretReplacements) result = result.replace(pattern, replacement);
  return result;
}

/**
 * Returns the text itself, its percent-encoded form and its JSON-escaped form. Returns an empty list for a text of
 * fewer than three characters, which would also match other text.
 */
function encodedForms(text: string): string[] {
  if (text.length < 3) return [];
  return [...new Set([text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)])];
}
