import { BlockList, isIP } from 'node:net';

/**
 * How far a host's name or address reaches: `thisMachine` means another machine everywhere else, `thisLink` is known to the
 * neighbours in the same local network only, `thisNetwork` is an address or a name of some private network.
 */
export type PrivateHostKind = 'thisMachine' | 'thisLink' | 'thisNetwork';

/** The addresses of each kind. `BlockList` also matches IPv4 addresses written as IPv6, such as `::ffff:7f00:1`. */
const addresses: readonly (readonly [PrivateHostKind, BlockList])[] = [
  // Loopback, "this host" (RFC 1122) and the unspecified address.
  ['thisMachine', blockList('127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128')],
  // Link-local (RFC 3927, RFC 4291).
  ['thisLink', blockList('169.254.0.0/16', 'fe80::/10')],
  // Private (RFC 1918), carriers' shared space (RFC 6598), unique local (RFC 4193).
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

/** The kind of a URL's host; undefined for a public one, and for a text that is no URL. */
export function privateHostKind(url: string): PrivateHostKind | undefined {
  if (!URL.canParse(url)) return undefined;
  // URL writes 127.1 and 0x7f000001 as 127.0.0.1, and every IPv6 address in its shortest form.
  const host = new URL(url).hostname.replace(/^\[|\]$|\.$/g, '');
  if (isIP(host) !== 0) return addresses.find(([, list]) => list.check(host, familyOf(host)))?.[0];
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
