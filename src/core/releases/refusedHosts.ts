import { isObject } from '../http/json.ts';

/** A host from which a platform refused to download. Plain data, so it can be stored. */
export interface RefusedHost {
  gatewayUrl: string;
  /** As the administrator's list needs it; see `allowListEntry`. */
  entry: string;
  /** The list was empty, so every other host is refused too. */
  everyHost: boolean;
  /** Milliseconds since 1970 by the local clock. */
  at: number;
}

/** Limits the size of the stored data. Real use stays far below. */
const maxRemembered = 100;

/**
 * Returns the entry of `SRC_PACKAGE_UPLOAD_ALLOWED_HOSTS` that allows a package: `host` for the scheme's default port,
 * else `host:port`. In lower case and without the brackets of an IPv6 address, as the platform compares it
 * (platform-api.md 1.4). Empty for text that is not a URL.
 */
export function allowListEntry(packageUrl: string): string {
  const [, scheme = '', host = '', port = ''] =
    /^([a-z]+):\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?/i.exec(packageUrl.trim()) ?? [];
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  const usual = scheme.toLowerCase() === 'https' ? '443' : '80';
  return port === '' || port === usual ? name : `${name}:${port}`;
}

/**
 * Adds a refusal, newest first, with each entry of a platform once. Drops an earlier `everyHost`: if one host is
 * missing, the list is not empty.
 */
export function rememberRefused(known: readonly RefusedHost[], refused: RefusedHost): RefusedHost[] {
  const others = forgetRefused(known, refused.gatewayUrl, refused.entry);
  return [refused, ...others].slice(0, maxRemembered);
}

/** Removes refusals after a success, which shows that the list has the entry and is not empty. */
export function forgetRefused(known: readonly RefusedHost[], gatewayUrl: string, entry: string): RefusedHost[] {
  return known.filter((item) => item.gatewayUrl !== gatewayUrl || (item.entry !== entry && !item.everyHost));
}

/** Returns an earlier refusal that makes one of this package likely. The administrator may have added the host. */
export function probableRefusal(
  known: readonly RefusedHost[],
  gatewayUrl: string,
  packageUrl: string,
): RefusedHost | undefined {
  const entry = allowListEntry(packageUrl);
  return known.find((item) => item.gatewayUrl === gatewayUrl && (item.entry === entry || item.everyHost));
}

/** Parses what any version of this extension stored, without invalid items. Never throws. */
export function parseRefusedHosts(stored: unknown): RefusedHost[] {
  if (!Array.isArray(stored)) return [];
  return stored.slice(0, maxRemembered).flatMap((item: unknown) => {
    if (!isObject(item)) return [];
    const { gatewayUrl, entry, everyHost, at } = item;
    if (typeof gatewayUrl !== 'string' || typeof entry !== 'string' || entry === '') return [];
    // Nothing outside this range is a date.
    if (typeof at !== 'number' || !(Math.abs(at) <= 8.64e15)) return [];
    return [{ gatewayUrl, entry, everyHost: everyHost === true, at }];
  });
}
