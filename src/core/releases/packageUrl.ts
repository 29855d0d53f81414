import { isIPv4, isIPv6 } from 'node:net';

/** Why the platform would refuse a package URL; every code has one sentence in the user's language. */
export const packageUrlProblems = [
  'empty',
  // No `scheme://` at the start.
  'notAUrl',
  // Something else than http and https.
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

/** Characters, not bytes. The limit of the URL rule of the Django the platform pins; older platforms take more. */
const MAX_URL_LENGTH = 2048;
const MAX_HOST_LENGTH = 253;

/**
 * Decides as the platform's generic URL rule and its scheme rule do (platform-api.md 1.2 and 1.4), before anything is
 * sent; whether the host is on the platform's allow-list only the platform knows. The URL comes back trimmed and
 * otherwise exactly as typed, because the platform sees, checks and fetches it byte for byte.
 *
 * Stricter than the platform in three places where a link could not be fetched as meant: invisible characters, which come
 * with links copied from chats, port 0, and hosts of letters that no domain can have. So `new URL` takes what this takes.
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
  // Python refuses look-alikes of the delimiters, such as the one-character "a/c", in the whole authority.
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
/** Without digits, so that `10.0.1` and `host.1` are no names; xn-- is how an international one is spelled. */
const TOP_LEVEL_LABEL = /^(?!-)(?:[a-z\u00a1-\uffff-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)$/iu;

function findHostNameProblem(host: string): PackageUrlProblem | undefined {
  const labels = host.replace(/\.$/, '').split('.');
  if (host.length > MAX_HOST_LENGTH || !labels.every((label) => LABEL.test(label))) return 'hostInvalid';
  if (labels.length === 1) return 'singleLabelHost';
  return TOP_LEVEL_LABEL.test(labels.at(-1) ?? '') ? undefined : 'hostInvalid';
}

/** A URL, or any text, without the secrets in it: what may be logged, stored and shown. */
export type MaskedUrl = string & { readonly maskedUrl: unique symbol };

const MASK = '***';

/** Whether a link has a mask where a secret was: it came from the history, and cannot be fetched as it is. */
export function isMaskedPackageUrl(url: string): boolean {
  return url.includes(`//${MASK}@`) || new RegExp(`[?&;#][^?&;#=]*=\\*{3}(?:[?&;#]|$)`).test(url);
}

/** Names of query parameters whose value lets anybody fetch the package. `expires` alone lets nobody in, so it stays. */
const SECRET_NAME =
  /^(?:sig|sign|q-ak|auth|authorization|jwt|pwd|passwd|key|api[-_]?key)$|token|signature|secret|password|credential|access[-_]?key|^x-(?:amz|cos|oss|obs|goog)-/i;

/** How often a URL inside another, as links that count clicks carry them, may be percent-encoded to be found. */
const MAX_NESTED = 3;

/**
 * The URL as it may be written to a log: user name and password, and the values of signature-like query parameters,
 * become `***`, also of a URL inside it; everything else stays as it is. Works on any text, valid URL or not, because the
 * ones that fail are logged too.
 */
export function maskPackageUrl(url: string): MaskedUrl {
  return maskUrl(url, MAX_NESTED) as MaskedUrl; // the one place where a text becomes one
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
  // A password with a bare `/`, `?` or `#` ends the authority early. It shows as a "port" that is no number, while the
  // `@` of https://host/@scope/name does not.
  const cutShort = !authority.includes('@') && /^[^[:]*:[^:]*[^0-9:]/.test(authority);
  const at = (authority.includes('@') || cutShort ? (cutShort ? rest : authority) : '').lastIndexOf('@');
  return at === -1 ? rest : `${MASK}${rest.slice(at)}`;
}

/** What stands between `&` and `&`. A secret goes on to the end of it: `?` and `;` may belong to a value as well. */
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

/** Only what is ASCII: enough for names and delimiters, and it cannot fail on bytes that are no UTF-8. */
function decoded(text: string): string {
  return text.replace(/%[0-7][0-9a-f]/gi, (byte) => String.fromCharCode(parseInt(byte.slice(1), 16)));
}

/** Half of a two-unit character cannot be encoded. */
function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return MASK;
  }
}
