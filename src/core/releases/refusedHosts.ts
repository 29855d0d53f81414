/** A host that a platform once refused to download from. Plain data, so that it can be stored as it is. */
export interface RefusedHost {
  gatewayUrl: string;
  /** As the administrator's list would need it; see `allowListEntry`. */
  entry: string;
  /** The whole list was empty, so that every other host is refused as well. */
  everyHost: boolean;
  /** Milliseconds since 1970, by the clock of this computer. */
  at: number;
}

/** Far more than anybody meets; it keeps what is stored small. */
const maxRemembered = 100;

/**
 * The entry of `SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS` that would let a package in: `host` where the port is the scheme's own,
 * else `host:port`. In lower case and without the brackets of an IPv6 address, as the platform compares it
 * (platform-api.md 1.4). Empty for a text that is no URL.
 */
export function allowListEntry(packageUrl: string): string {
  const [, scheme = '', host = '', port = ''] =
    /^([a-z]+):\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?/i.exec(packageUrl.trim()) ?? [];
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  const usual = scheme.toLowerCase() === 'https' ? '443' : '80';
  return port === '' || port === usual ? name : `${name}:${port}`;
}

/** After a refusal: the newest first, each entry of a platform once. A list with one host missing is not empty any more. */
export function rememberRefused(known: readonly RefusedHost[], refused: RefusedHost): RefusedHost[] {
  const others = forgetRefused(known, refused.gatewayUrl, refused.entry);
  return [refused, ...others].slice(0, maxRemembered);
}

/** After a success, by which the list is known to hold the entry, and so not to be empty. */
export function forgetRefused(known: readonly RefusedHost[], gatewayUrl: string, entry: string): RefusedHost[] {
  return known.filter((item) => item.gatewayUrl !== gatewayUrl || (item.entry !== entry && !item.everyHost));
}

/** The refusal that makes one of this package likely, if there was one; the administrator may have added the host since. */
export function probableRefusal(
  known: readonly RefusedHost[],
  gatewayUrl: string,
  packageUrl: string,
): RefusedHost | undefined {
  const entry = allowListEntry(packageUrl);
  return known.find((item) => item.gatewayUrl === gatewayUrl && (item.entry === entry || item.everyHost));
}

/** What was stored by some version of this extension; whatever is not a refused host is left out. Never throws. */
export function parseRefusedHosts(stored: unknown): RefusedHost[] {
  if (!Array.isArray(stored)) return [];
  return stored.slice(0, maxRemembered).flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return [];
    const { gatewayUrl, entry, everyHost, at } = item as Partial<Record<keyof RefusedHost, unknown>>; // each is checked below
    if (typeof gatewayUrl !== 'string' || typeof entry !== 'string' || entry === '') return [];
    // Nothing outside this range is a date.
    if (typeof at !== 'number' || !(Math.abs(at) <= 8.64e15)) return [];
    return [{ gatewayUrl, entry, everyHost: everyHost === true, at }];
  });
}
