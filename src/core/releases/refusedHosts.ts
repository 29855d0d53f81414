import { isObject } from '../http/json.ts';

/** A host from which a platform refused to download a package. All values can be stored as JSON. */
export interface RefusedHost {
  gatewayUrl: string;
  /** Entry that the administrator would have to add to the platform's allow-list (see `allowListEntry`). */
  entry: string;
  /** Whether the platform's allow-list was empty, so that the platform refused every host. */
  everyHost: boolean;
  /** When the platform refused the host, in milliseconds since 1970 by the local clock. */
  at: number;
}

/** Maximum number of stored hosts. Real use stays far below this limit. */
const maxRemembered = 100;

/**
 * Returns the entry of `SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS` that allows a package: `host` if the URL has the scheme's
 * default port, else `host:port`. The entry is in lower case and without the brackets of an IPv6 address, as the
 * platform compares hosts (platform-api.md 1.4). Empty for text that is not a URL.
 */
export function allowListEntry(packageUrl: string): string {
  const [, scheme = '', host = '', port = ''] =
    /^([a-z]+):\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?/i.exec(packageUrl.trim()) ?? [];
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  const usual = scheme.toLowerCase() === 'https' ? '443' : '80';
  return port === '' || port === usual ? name : `${name}:${port}`;
}

/**
 * Returns the refusals with a new refusal first. An older refusal with the same platform and entry is removed. An older
 * refusal with `everyHost` is removed too, because the platform's allow-list may have changed since that refusal.
 */
export function addRefusedHost(known: readonly RefusedHost[], refused: RefusedHost): RefusedHost[] {
  const others = removeRefusedHosts(known, refused.gatewayUrl, refused.entry);
  return [refused, ...others].slice(0, maxRemembered);
}

/**
 * Returns the refusals without those that a successful upload disproves. The success shows that the platform's
 * allow-list contains the entry and is therefore not empty, so refusals with `everyHost` are removed too.
 */
export function removeRefusedHosts(known: readonly RefusedHost[], gatewayUrl: string, entry: string): RefusedHost[] {
  return known.filter((item) => item.gatewayUrl !== gatewayUrl || (item.entry !== entry && !item.everyHost));
}

/**
 * Returns an earlier refusal that probably also applies to this package; undefined if there is none. The platform may
 * still accept the package, because the administrator may have added the host since then.
 */
export function probableRefusal(
  known: readonly RefusedHost[],
  gatewayUrl: string,
  packageUrl: string,
): RefusedHost | undefined {
  const entry = allowListEntry(packageUrl);
  return known.find((item) => item.gatewayUrl === gatewayUrl && (item.entry === entry || item.everyHost));
}

/**
 * Parses stored refusals, which any version of this extension may have written. Leaves out invalid items. Never throws.
 */
export function parseRefusedHosts(stored: unknown): RefusedHost[] {
  if (!Array.isArray(stored)) return [];
  return stored.slice(0, maxRemembered).flatMap((item: unknown) => {
    if (!isObject(item)) return [];
    const { gatewayUrl, entry, everyHost, at } = item;
    if (typeof gatewayUrl !== 'string' || typeof entry !== 'string' || entry === '') return [];
    // `Date` cannot represent a time outside this range.
    if (typeof at !== 'number' || !(Math.abs(at) <= 8.64e15)) return [];
    return [{ gatewayUrl, entry, everyHost: everyHost === true, at }];
  });
}
