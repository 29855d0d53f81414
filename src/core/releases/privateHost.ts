import { BlockList, isIP } from 'node:net';

/**
 * Scope of a host name or address. `thisMachine`: on every computer, the name leads to that computer itself.
 * `thisLink`: the name is valid only in the same local network. `thisNetwork`: the name belongs to a private network.
 */
export type PrivateHostKind = 'thisMachine' | 'thisLink' | 'thisNetwork';

/** The IP addresses of each kind. `BlockList` also matches IPv4 addresses written as IPv6, such as `::ffff:7f00:1`. */
const addressBlocksByKind: readonly (readonly [PrivateHostKind, BlockList])[] = [
  // Loopback, "this host" (RFC 1122) and the unspecified address.
  ['thisMachine', createBlockList('127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128')],
  // Link-local (RFC 3927, RFC 4291).
  ['thisLink', createBlockList('169.254.0.0/16', 'fe80::/10')],
  // Private (RFC 1918), shared address space of carriers (RFC 6598), unique local (RFC 4193).
  ['thisNetwork', createBlockList('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7')],
];

function createBlockList(...subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', prefix] = subnet.split('/');
    list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/** Returns the kind of a URL's host. Undefined for a public host and for text that is not a URL. */
export function privateHostKind(url: string): PrivateHostKind | undefined {
  if (!URL.canParse(url)) return undefined;
  // `URL` normalizes addresses: 127.1 and 0x7f000001 become 127.0.0.1, and IPv6 addresses get their shortest form.
  const host = new URL(url).hostname.replace(/^\[|\]$|\.$/g, '');
  if (isIP(host) !== 0) return addressBlocksByKind.find(([, list]) => list.check(host, familyOf(host)))?.[0];
  // Inside a container, names such as `host.docker.internal` lead to the computer that runs the container.
  if (/(?:^|\.)localhost$|^(?:host|gateway)\.(?:docker|containers)\.internal$/.test(host)) return 'thisMachine';
  if (host.endsWith('.local')) return 'thisLink';
  return /\.(?:internal|lan|home\.arpa)$/.test(host) ? 'thisNetwork' : undefined;
}

/**
 * Returns why the platform's servers, which download the package (platform-api.md 1.3), cannot reach the package's
 * host. Undefined if no reason is known.
 *
 * Returns undefined if the gateway is on this machine. In this case, the platform is on this machine too, or the
 * gateway is a tunnel to an unknown network. Returns undefined if package and gateway are both `thisLink`. Some
 * companies use `.local` for all names in their network, and the platform can then reach the package. Returns undefined
 * for `thisNetwork`, because a platform with a public name usually runs in a private network, and the package may be in
 * that network.
 */
export function whyUnreachable(packageUrl: string, gatewayUrl: string): 'thisMachine' | 'thisLink' | undefined {
  const kind = privateHostKind(packageUrl);
  const gateway = privateHostKind(gatewayUrl);
  if (kind === undefined || kind === 'thisNetwork' || gateway === 'thisMachine') return undefined;
  return kind === 'thisLink' && gateway === 'thisLink' ? undefined : kind;
}
