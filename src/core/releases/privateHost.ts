import { BlockList, isIP } from 'node:net';

/**
 * How far a host name or address reaches. `thisMachine` is another machine everywhere else, `thisLink` is known only in
 * the same local network, and `thisNetwork` belongs to some private network.
 */
export type PrivateHostKind = 'thisMachine' | 'thisLink' | 'thisNetwork';

/** The addresses of each kind. `BlockList` also matches IPv4 addresses written as IPv6, such as `::ffff:7f00:1`. */
const addresses: readonly (readonly [PrivateHostKind, BlockList])[] = [
  // Loopback, "this host" (RFC 1122) and the unspecified address.
  ['thisMachine', blockList('127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128')],
  // Link-local (RFC 3927, RFC 4291).
  ['thisLink', blockList('169.254.0.0/16', 'fe80::/10')],
  // Private (RFC 1918), shared address space of carriers (RFC 6598), unique local (RFC 4193).
  ['thisNetwork', blockList('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7')],
];

function blockList(...subnets: readonly string[]): BlockList {
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

/** Returns the kind of a URL's host. Undefined for a public one, and for text that is not a URL. */
export function privateHostKind(url: string): PrivateHostKind | undefined {
  if (!URL.canParse(url)) return undefined;
  // `URL` writes 127.1 and 0x7f000001 as 127.0.0.1, and every IPv6 address in its shortest form.
  const host = new URL(url).hostname.replace(/^\[|\]$|\.$/g, '');
  if (isIP(host) !== 0) return addresses.find(([, list]) => list.check(host, familyOf(host)))?.[0];
  // The second pattern is the name of the host computer inside a container.
  if (/(?:^|\.)localhost$|^(?:host|gateway)\.(?:docker|containers)\.internal$/.test(host)) return 'thisMachine';
  if (host.endsWith('.local')) return 'thisLink';
  return /\.(?:internal|lan|home\.arpa)$/.test(host) ? 'thisNetwork' : undefined;
}

/**
 * Returns why the platform's servers, which download the package (platform-api.md 1.3), cannot reach a host that this
 * computer reaches. Undefined without a reason.
 *
 * A gateway on this machine has its platform here too, or is a tunnel to an unknown place, so nothing is reported.
 * `.local` is mDNS, but companies also use it for their own names; a gateway with such a name shows the latter. Other
 * private addresses and names are never a reason: a platform behind a public name usually runs in such a network, and
 * whether it is this one is unknown.
 */
export function hiddenFromPlatform(packageUrl: string, gatewayUrl: string): 'thisMachine' | 'thisLink' | undefined {
  const kind = privateHostKind(packageUrl);
  const gateway = privateHostKind(gatewayUrl);
  if (kind === undefined || kind === 'thisNetwork' || gateway === 'thisMachine') return undefined;
  return kind === 'thisLink' && gateway === 'thisLink' ? undefined : kind;
}
