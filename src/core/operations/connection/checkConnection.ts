import dns from 'node:dns/promises';
import { once } from 'node:events';
import net from 'node:net';
import type { Log } from '../../http/log.ts';
import type { Identity } from '../../platform/applications.ts';
import type { ErrorCode } from '../../platform/errorCode.ts';
import type { GatewayUrl } from '../../platform/gatewayUrl.ts';
import { maskPackageUrl, type MaskedUrl } from '../../releases/packageUrl.ts';
import { identifyGateway, type IdentifiedGateway } from './identifyGateway.ts';
import { runStep, skippedStep, StepFailure, type StepResult } from './runStep.ts';

/** A server to which the check connects: the gateway, or the proxy in front of the gateway. */
export interface Hop {
  whose: 'gateway' | 'proxy';
  host: string;
  port: number;
  /** Result of resolving `host`. */
  name: StepResult<{ addresses: readonly string[] }>;
  connection: StepResult;
}

export type TokenTestResult =
  { ok: true; identity: Identity } | { ok: false; code: ErrorCode; requestId?: string | undefined };

export interface ConnectionCheck {
  /** URL of the proxy in use, without credentials. Undefined if there is no proxy. */
  proxy: MaskedUrl | undefined;
  hops: readonly Hop[];
  gateway: StepResult<IdentifiedGateway>;
  token: StepResult<{ identity: Identity }>;
}

export interface ConnectionCheckOptions {
  gatewayUrl: GatewayUrl;
  /** Tests the token with one request. Undefined if the user is signed out. */
  tryToken?: ((signal: AbortSignal) => Promise<TokenTestResult>) | undefined;
  /** URL of the proxy in use, such as `http://proxy.example.com:3128`. Undefined if there is no proxy. */
  proxy?: string | undefined;
  log: Log;
  /**
   * Resolves a host name to addresses. The default is the system's resolver. Rejects with an error that has a `code`.
   */
  lookup?: (host: string) => Promise<readonly string[]>;
  signal?: AbortSignal | undefined;
  /** Maximum milliseconds for each step. With the defaults, the whole check takes at most 10 s. */
  limits?: Partial<StepTimeoutsMs>;
}

type StepTimeoutsMs = Record<'name' | 'connection' | 'gateway' | 'token', number>;

/**
 * Checks the connection to a gateway step by step. Never rejects, because failures are results of steps. The steps
 * `name` and `connection` run in parallel with the steps `gateway` and `token`, because a company network can block
 * `name` and `connection` and still allow `gateway` and `token`. An invalid certificate or an error of the proxy is a
 * failure of the step `gateway`. Only `tryToken` sends the token.
 */
export async function checkConnection(given: ConnectionCheckOptions): Promise<ConnectionCheck> {
  const limits: StepTimeoutsMs = { name: 3000, connection: 3000, gateway: 4000, token: 6000, ...given.limits };
  const [hops, asked] = await Promise.all([checkHops(given, limits), checkGatewayAndToken(given, limits)]);
  return { proxy: given.proxy === undefined ? undefined : maskPackageUrl(given.proxy), hops, ...asked };
}

async function checkHops(
  { gatewayUrl, proxy, lookup = systemLookup, signal }: ConnectionCheckOptions,
  limits: StepTimeoutsMs,
): Promise<Hop[]> {
  const gateway = { whose: 'gateway', ...hostAndPort(gatewayUrl) } as const;
  const nearest =
    proxy !== undefined && URL.canParse(proxy) ? ({ whose: 'proxy', ...hostAndPort(proxy) } as const) : gateway;
  const name: Hop['name'] =
    net.isIP(nearest.host) === 0
      ? await runStep(limits.name, signal, async () => ({ addresses: await lookup(nearest.host) }))
      : skippedStep('isAddress');
  const connection: StepResult =
    name.state === 'failed'
      ? skippedStep('notReached')
      : await runStep(limits.connection, signal, (stop) => connectTo(nearest.host, nearest.port, stop));
  const hops: Hop[] = [{ ...nearest, name, connection }];
  if (nearest !== gateway)
    hops.push({ ...gateway, name: skippedStep('throughProxy'), connection: skippedStep('throughProxy') });
  return hops;
}

const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * Returns host and port of a URL. In the result, an IPv6 address has no brackets, because a socket expects the address
 * without brackets.
 */
function hostAndPort(url: string): { host: string; port: number } {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: port === '' ? (usualPorts[protocol] ?? 1080) : Number(port) };
}

/**
 * Sends a request without a token to find out which server responds. Then tries the token, unless the response comes
 * from neither the gateway nor the platform.
 */
async function checkGatewayAndToken(
  { gatewayUrl, tryToken, log, signal }: ConnectionCheckOptions,
  limits: StepTimeoutsMs,
): Promise<Pick<ConnectionCheck, 'gateway' | 'token'>> {
  const gateway = await runStep(limits.gateway, signal, (stop) =>
    identifyGateway(gatewayUrl, log, limits.gateway, stop),
  );
  if (!tryToken) return { gateway, token: skippedStep('signedOut') };
  if (gateway.state !== 'ok') return { gateway, token: skippedStep('notReached') };
  if (gateway.answeredBy === 'intermediary') return { gateway, token: skippedStep('intermediaryAnswered') };
  const token = await runStep(limits.token, signal, async (stop) => {
    const tried = await tryToken(stop);
    if (!tried.ok) throw new StepFailure(tried.code, tried.requestId);
    return { identity: tried.identity };
  });
  return { gateway, token };
}

async function connectTo(host: string, port: number, signal: AbortSignal): Promise<object> {
  const socket = net.connect({ host, port });
  try {
    await once(socket, 'connect', { signal });
    return {};
  } finally {
    socket.destroy();
  }
}

async function systemLookup(host: string): Promise<string[]> {
  return (await dns.lookup(host, { all: true })).map(({ address }) => address);
}
