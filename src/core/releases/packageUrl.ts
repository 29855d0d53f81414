import { isIPv4, isIPv6 } from 'node:net';

/** Why the platform would reject a package URL. Every code has one message in the user's language. */
export const packageUrlProblems = [
  'empty',
  // No `scheme://` at the start.
  'notAUrl',
  // A scheme other than http and https.
  'schemeNotAllowed',
  // White space, a control character or an invisible one inside.
  'containsSpace',
  'tooLong',
  // A user name or password with a bare `@`, `:`, `[` or `]`, or an empty user name.
  'credentialsInvalid',
  'hostMissing',
  // A host of one label, such as `bkrepo`.
  'singleLabelHost',
  'hostInvalid',
  'portInvalid',
] as const;

export type PackageUrlProblem = (typeof packageUrlProblems)[number];

export type PackageUrlCheck = { ok: true; url: string } | { ok: false; problem: PackageUrlProblem };

/** Characters, not bytes. The limit of the Django that the platform pins; older platforms accept more. */
const MAX_URL_LENGTH = 2048;
const MAX_HOST_LENGTH = 253;

/**
 * Validates a URL by the platform's generic URL rule and its scheme rule (platform-api.md 1.2 and 1.4), before anything
 * is sent. Only the platform knows whether the host is on its allow-list. The URL is trimmed and otherwise unchanged,
 * because the platform checks and fetches it byte for byte.
 *
 * Stricter than the platform where a link could not be fetched as intended: invisible characters, which come with links
 * copied from chats, port 0, and hosts of letters that no domain can have. So `new URL` accepts every valid result.
 */
export function checkPackageUrl(text: string): PackageUrlCheck {
  const url = text.trim();
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
  // Python rejects look-alikes of the delimiters, such as the one-character "a/c", in the whole authority.
  if (/[/?#@:]/.test(authority.replace(/[@:]/g, '').normalize('NFKC'))) return 'hostInvalid';
  return findHostProblem(authority.slice(at + 1)) ?? (URL.canParse(url) ? undefined : 'hostInvalid');
}

function findHostProblem(hostAndPort: string): PackageUrlProblem | undefined {
  const parts = /^(\[.*\]|[^:]*)(?::([^:]*))?$/.exec(hostAndPort);
  // More than one colon outside brackets: an IPv6 address without them.
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
/** Without digits, so that `10.0.1` and `host.1` are not names. An international one starts with `xn--`. */
const TOP_LEVEL_LABEL = /^(?!-)(?:[a-z\u00a1-\uffff-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)$/iu;

function findHostNameProblem(host: string): PackageUrlProblem | undefined {
  const labels = host.replace(/\.$/, '').split('.');
  if (host.length > MAX_HOST_LENGTH || !labels.every((label) => LABEL.test(label))) return 'hostInvalid';
  if (labels.length === 1) return 'singleLabelHost';
  return TOP_LEVEL_LABEL.test(labels.at(-1) ?? '') ? undefined : 'hostInvalid';
}

/** A URL, or any text, without its secrets. Safe to log, store and show. */
export type MaskedUrl = string & { readonly maskedUrl: unique symbol };

const MASK = '***';

/** Returns whether a secret in a link is masked: the link is from the history, and cannot be fetched. */
export function isMaskedPackageUrl(url: string): boolean {
  return url.includes(`//${MASK}@`) || new RegExp(`[?&;#][^?&;#=]*=\\*{3}(?:[?&;#]|$)`).test(url);
}

/** Names of query parameters whose value gives access to the package. `expires` alone gives none, so it stays. */
const SECRET_NAME =
  /^(?:sig|sign|q-ak|auth|authorization|jwt|pwd|passwd|key|api[-_]?key)$|token|signature|secret|password|credential|access[-_]?key|^x-(?:amz|cos|oss|obs|goog)-/i;

/** How many times a nested URL, as in links that count clicks, can be percent-encoded and still be found. */
const MAX_NESTED = 3;

/**
 * Returns the URL with `***` in place of user name, password and the values of signature-like query parameters, also in
 * a nested URL. Everything else stays. Accepts any text, because invalid URLs are logged too.
 */
export function maskPackageUrl(url: string): MaskedUrl {
  return maskUrl(url, MAX_NESTED) as MaskedUrl; // the only place that creates a MaskedUrl
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
  // A password with a bare `/`, `?` or `#` ends the authority early. It then looks like a port that is not a number,
  // unlike the `@` of https://host/@scope/name.
  const cutShort = !authority.includes('@') && /^[^[:]*:[^:]*[^0-9:]/.test(authority);
  const at = (authority.includes('@') || cutShort ? (cutShort ? rest : authority) : '').lastIndexOf('@');
  return at === -1 ? rest : `${MASK}${rest.slice(at)}`;
}

/** Masks the text between two `&`. A secret extends to its end, because a value can contain `?` and `;`. */
function maskParameter(text: string, depth: number): string {
  for (const { index, 0: start, 1: name = '' } of text.matchAll(/(?:^|[?;])([^?;=]*)=(?!$)/g)) {
    if (SECRET_NAME.test(decoded(name))) return text.slice(0, index + start.length) + MASK;
  }
  const value = text.slice(text.indexOf('=') + 1);
  let plain = value;
  for (let left = depth; left > 0 && plain.includes('%'); left -= 1) {
    plain = decoded(plain);
    if (!/:\/\/|[?&;#]/.test(plain)) continue;
    const inner = maskUrl(plain, left - 1);
    return inner === plain ? text : text.slice(0, text.length - value.length) + encoded(inner);
  }
  return text;
}

/** Decodes ASCII only: enough for names and delimiters, and it cannot fail on invalid UTF-8. */
function decoded(text: string): string {
  return text.replace(/%[0-7][0-9a-f]/gi, (byte) => String.fromCharCode(parseInt(byte.slice(1), 16)));
}

/** Encodes text. A lone surrogate cannot be encoded, so it gives the mask. */
function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return MASK;
  }
}
