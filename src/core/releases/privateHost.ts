import { isIPv4, isIPv6 } from 'node:net';

/**
 * How far a host's name or address reaches: `thisMachine` means another machine everywhere else, `thisLink` is known to the
 * neighbours in the same local network only, `thisNetwork` is an address or a name of some private network.
 */
export type PrivateHostKind = 'thisMachine' | 'thisLink' | 'thisNetwork';

/** The kind of a URL's host; undefined for a public one, and for a text that is no URL. */
export function privateHostKind(url: string): PrivateHostKind | undefined {
  if (!URL.canParse(url)) return undefined;
  // URL writes 127.1 and 0x7f000001 as 127.0.0.1, and every IPv6 address in its shortest form.
  const host = new URL(url).hostname.replace(/^\[|\]$|\.$/g, '');
  if (isIPv4(host)) return kindOfIpv4(host);
  if (isIPv6(host)) return kindOfIpv6(host);
  // The second is what containers call the computer they run on.
  if (/(?:^|\.)localhost$|^(?:host|gateway)\.(?:docker|containers)\.internal$/.test(host)) return 'thisMachine';
  if (host.endsWith('.local')) return 'thisLink';
  return /\.(?:internal|lan|home\.arpa)$/.test(host) ? 'thisNetwork' : undefined;
}

/**
 * Why the platform's servers, which download the package themselves (platform-api.md 1.3), will not find the host that
 * this computer finds; undefined where there is no reason to think so.
 *
 * A gateway on this machine has its platform here too, or is a tunnel to a place nobody can guess, so nothing is said then.
 * `.local` is mDNS, and also a favourite of companies for their own names: a gateway that has one shows the latter. The
 * rest of private addresses and names is never a reason: a platform behind a public name lives in such a network as a rule,
 * and whether it is this one cannot be seen from here.
 */
export function hiddenFromPlatform(packageUrl: string, gatewayUrl: string): 'thisMachine' | 'thisLink' | undefined {
  const kind = privateHostKind(packageUrl);
  const gateway = privateHostKind(gatewayUrl);
  if (kind === undefined || kind === 'thisNetwork' || gateway === 'thisMachine') return undefined;
  return kind === 'thisLink' && gateway === 'thisLink' ? undefined : kind;
}

/** Loopback and "this host" (RFC 1122); link-local (RFC 3927); private (RFC 1918) and carriers' shared space (RFC 6598). */
function kindOfIpv4(host: string): PrivateHostKind | undefined {
  if (/^(?:127|0)\./.test(host)) return 'thisMachine';
  if (host.startsWith('169.254.')) return 'thisLink';
  return /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(host)
    ? 'thisNetwork'
    : undefined;
}

/** Loopback and unspecified; link-local fe80::/10; unique local fc00::/7; and IPv4 in IPv6's clothes. */
function kindOfIpv6(host: string): PrivateHostKind | undefined {
  if (host === '::1' || host === '::') return 'thisMachine';
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host);
  if (mapped) {
    const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
    return kindOfIpv4([high >> 8, high & 255, low >> 8, low & 255].join('.'));
  }
  if (/^fe[89ab][0-9a-f]:/.test(host)) return 'thisLink';
  return /^f[cd][0-9a-f]{2}:/.test(host) ? 'thisNetwork' : undefined;
}
