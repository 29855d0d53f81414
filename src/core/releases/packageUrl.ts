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
 * Decides as the platform's generic URL rule and its scheme rule do (API reference 1.2 and 1.4), before anything is
 * sent; whether the host is on the platform's allow-list only the platform knows. The URL comes back trimmed and
 * otherwise exactly as typed, because the platform sees, checks and fetches it byte for byte.
 *
 * Stricter than the platform in two places where a link could not be fetched as meant: invisible characters, which come
 * with links copied from chats, and port 0.
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
  return findHostProblem(authority.slice(at + 1));
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

const MASK = '***';

/** Names of query parameters whose value lets anybody fetch the package. `expires` alone lets nobody in, so it stays. */
const SECRET_NAME =
  /^(?:sig|sign|q-ak|auth|authorization|jwt|pwd|passwd|key|api[-_]?key)$|token|signature|secret|password|credential|access[-_]?key|^x-(?:amz|cos|oss|obs|goog)-/i;

/**
 * The URL as it may be written to a log: user name and password, and the values of signature-like query parameters,
 * become `***`; everything else stays as it is. Works on any text, valid URL or not, because the ones that fail are
 * logged too.
 */
export function maskPackageUrl(url: string): string {
  const start = /^(?:[a-z][a-z0-9+.-]*:\/+|\/\/)?/i.exec(url)?.[0] ?? '';
  const rest = url.slice(start.length);
  const masked = start + maskCredentials(rest);
  const query = masked.search(/[?#]/);
  if (query === -1) return masked;
  return masked.slice(0, query) + masked.slice(query).replace(/([?&;#])([^?&;#=]*)=([^?&;#]*)/g, maskParameter);
}

function maskCredentials(rest: string): string {
  const authority = rest.split(/[/?#]/, 1)[0] ?? '';
  // A password with a bare `/`, `?` or `#` ends the authority early. It shows as a "port" that is no number, while the
  // `@` of https://host/@scope/name does not.
  const cutShort = !authority.includes('@') && /^[^[:]*:[^:]*[^0-9:]/.test(authority);
  const at = (authority.includes('@') || cutShort ? (cutShort ? rest : authority) : '').lastIndexOf('@');
  return at === -1 ? rest : `${MASK}${rest.slice(at)}`;
}

function maskParameter(whole: string, separator: string, name: string, value: string): string {
  return value !== '' && SECRET_NAME.test(decoded(name)) ? `${separator}${name}=${MASK}` : whole;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
