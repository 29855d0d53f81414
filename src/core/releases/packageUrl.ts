import { isIPv4, isIPv6 } from 'node:net';
import { trimPastedUrl } from '../http/pastedText.ts';

/** Why a package URL is rejected before it is sent. Every code has one message in the user's language. */
export const packageUrlProblems = [
  'empty',
  // The text does not start with `scheme://`.
  'notAUrl',
  // The scheme is neither http nor https.
  'schemeNotAllowed',
  // The URL contains white space, a control character or an invisible character.
  'containsSpace',
  'tooLong',
  // The user name is empty, or user name or password contains an unencoded `@`, `:`, `[` or `]`.
  'credentialsInvalid',
  'hostMissing',
  // The host has only one label, such as `bkrepo`.
  'singleLabelHost',
  'hostInvalid',
  'portInvalid',
] as const;

export type PackageUrlProblem = (typeof packageUrlProblems)[number];

export type PackageUrlCheck = { ok: true; url: string } | { ok: false; problem: PackageUrlProblem };

/**
 * Maximum characters (not bytes) of a URL. This is the limit of the Django version that the platform requires; older
 * platforms accept longer URLs.
 */
const MAX_URL_LENGTH = 2048;
const MAX_HOST_LENGTH = 253;

/**
 * Validates a package URL before it is sent, by the platform's generic URL rule and its scheme rule (platform-api.md
 * 1.2 and 1.4). Does not check whether the host is on the platform's allow-list, which only the platform knows. Trims
 * the URL with `trimPastedUrl`, and changes nothing else, because the platform checks and fetches the exact text.
 *
 * Also rejects some URLs that the platform accepts but could not fetch as intended: URLs with invisible characters
 * (which come with links copied from chats), URLs with port 0, and URLs with a host name that no domain can have.
 * `new URL` accepts every URL that passes this check.
 */
export function checkPackageUrl(text: string): PackageUrlCheck {
  const url = trimPastedUrl(text);
  const problem = findProblem(url);
  return problem === undefined ? { ok: true, url } : { ok: false, problem };
}

function findProblem(url: string): PackageUrlProblem | undefined {
  if (url === '') return 'empty';
  const start = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url);
  if (start === null) return 'notAUrl';
  if (!/^https?:/i.test(url)) return 'schemeNotAllowed';
  if (/[\s\p{Cc}\p{Cf}]/u.test(url)) return 'containsSpace';
  if (Array.from(url).length > MAX_URL_LENGTH) return 'tooLong';

  const authority = url.slice(start[0].length).split(/[/?#]/, 1)[0] ?? '';
  const at = authority.lastIndexOf('@');
  if (at !== -1 && !/^[^:@[\]]+(?::[^:@[\]]*)?$/.test(authority.slice(0, at))) return 'credentialsInvalid';
  // Python rejects an authority with a character that Unicode normalization turns into a delimiter. An example is
  // U+2100, which becomes `a/c`.
  if (/[/?#@:]/.test(authority.replace(/[@:]/g, '').normalize('NFKC'))) return 'hostInvalid';
  return findHostProblem(authority.slice(at + 1)) ?? (URL.canParse(url) ? undefined : 'hostInvalid');
}

function findHostProblem(hostAndPort: string): PackageUrlProblem | undefined {
  const parts = /^(\[.*\]|[^:]*)(?::([^:]*))?$/.exec(hostAndPort);
  // The text has more than one colon outside brackets, for example an IPv6 address without brackets.
  if (parts === null) return 'hostInvalid';
  const [, host = '', port] = parts;
  if (host === '') return 'hostMissing';
  if (port !== undefined && (!/^[0-9]{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535)) {
    return 'portInvalid';
  }
  if (host.startsWith('[')) return isIPv6(host.slice(1, -1)) && !host.includes('%') ? undefined : 'hostInvalid';
  if (isIPv4(host) || host.toLowerCase() === 'localhost') return undefined;
  return findHostNameProblem(host);
}

const LABEL = /^(?!-)[a-z0-9\u00a1-\uffff-]{1,63}(?<!-)$/iu;
/**
 * A top-level label has no digits, so `10.0.1` and `host.1` are not host names. Only an international label, which
 * starts with `xn--`, can have digits.
 */
const TOP_LEVEL_LABEL = /^(?!-)(?:[a-z\u00a1-\uffff-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)$/iu;

function findHostNameProblem(host: string): PackageUrlProblem | undefined {
  const labels = host.replace(/\.$/, '').split('.');
  if (host.length > MAX_HOST_LENGTH || !labels.every((label) => LABEL.test(label))) return 'hostInvalid';
  if (labels.length === 1) return 'singleLabelHost';
  return TOP_LEVEL_LABEL.test(labels.at(-1) ?? '') ? undefined : 'hostInvalid';
}

/** A URL, or any other text, in which secrets are masked. Safe to log, store and show. */
export type MaskedUrl = string & { readonly maskedUrl: unique symbol };

const MASK = '***';

/** Returns whether a secret in the URL is masked. A masked URL comes from the history and cannot be fetched. */
export function isMaskedPackageUrl(url: string): boolean {
  return url.includes(`//${MASK}@`) || new RegExp(`[?&;#][^?&;#=]*=\\*{3}(?:[?&;#]|$)`).test(url);
}

/**
 * Names of query parameters whose value gives access to the package. `expires` is not included, because an expiry time
 * alone gives no access.
 */
const SECRET_NAME_PATTERN =
  /^(?:sig|sign|q-ak|auth|authorization|jwt|pwd|passwd|key|api[-_]?key)$|token|signature|secret|password|credential|access[-_]?key|^x-(?:amz|cos|oss|obs|goog)-/i;

/**
 * Maximum levels of percent-encoding that are decoded to find secrets in a URL inside a query parameter. Click-tracking
 * links contain such URLs.
 */
const MAX_NESTED_ENCODINGS = 3;

/**
 * Returns the URL with `***` in place of the user name, the password and the value of each query parameter whose name
 * matches `SECRET_NAME_PATTERN`. Also masks a URL inside a query parameter. Everything else stays unchanged. Accepts
 * any text, because invalid URLs are logged too.
 */
export function maskPackageUrl(url: string): MaskedUrl {
  return maskUrl(url, MAX_NESTED_ENCODINGS) as MaskedUrl; // the only place that creates a MaskedUrl
}

function maskUrl(url: string, depth: number): string {
  const start = /^(?:[a-z][a-z0-9+.-]*:\/+|\/\/)?/i.exec(url)?.[0] ?? '';
  const masked = start + maskCredentials(url.slice(start.length)).replace(/:\/\/[^/?#&]*@/g, `://${MASK}@`);
  const query = masked.search(/[?#]/);
  if (query === -1) return masked;
  const parameters = masked.slice(query);
  return masked.slice(0, query) + parameters.replace(/[^&#]+/g, (text) => maskParameter(text, depth));
}

function maskCredentials(rest: string): string {
  const authority = rest.split(/[/?#]/, 1)[0] ?? '';
  // An unencoded `/`, `?` or `#` in a password ends the authority before the `@`. Such an authority contains a colon
  // that no port number follows. In https://host/@scope/name, the authority contains no colon, so the `@` belongs to
  // the path.
  const cutShort = !authority.includes('@') && /^[^[:]*:[^:]*[^0-9:]/.test(authority);
  const at = (authority.includes('@') || cutShort ? (cutShort ? rest : authority) : '').lastIndexOf('@');
  return at === -1 ? rest : `${MASK}${rest.slice(at)}`;
}

/**
 * Masks one query parameter, the text between two `&`. A secret value is masked up to the end of the text, because the
 * value can contain `?` and `;`.
 */
function maskParameter(text: string, depth: number): string {
  for (const { index, 0: start, 1: name = '' } of text.matchAll(/(?:^|[?;])([^?;=]*)=(?!$)/g)) {
    if (SECRET_NAME_PATTERN.test(decodeAscii(name))) return text.slice(0, index + start.length) + MASK;
  }
  const value = text.slice(text.indexOf('=') + 1);
  let plain = value;
  for (let left = depth; left > 0 && plain.includes('%'); left -= 1) {
    plain = decodeAscii(plain);
    if (!/:\/\/|[?&;#]/.test(plain)) continue;
    const inner = maskUrl(plain, left - 1);
    return inner === plain ? text : text.slice(0, text.length - value.length) + encodeOrMask(inner);
  }
  return text;
}

/**
 * Percent-decodes ASCII characters only, which are enough for parameter names and delimiters. Unlike
 * `decodeURIComponent`, this never fails on invalid UTF-8.
 */
function decodeAscii(text: string): string {
  return text.replace(/%[0-7][0-9a-f]/gi, (byte) => String.fromCharCode(parseInt(byte.slice(1), 16)));
}

/** Percent-encodes text. Returns the mask for text with a lone surrogate, which cannot be encoded. */
function encodeOrMask(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return MASK;
  }
}
