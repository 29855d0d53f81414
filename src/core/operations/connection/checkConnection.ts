import dns from 'node:dns/promises';
import net from 'node:net';
import type { Log } from '../../http/log.ts';
import { sendRequest, type HttpAnswer } from '../../http/sendRequest.ts';
import type { Identity } from '../../platform/applications.ts';
import type { ErrorCode } from '../../platform/errorCode.ts';
import type { GatewayUrl } from '../../platform/gatewayUrl.ts';
import { isObject, parseJson, stringOf } from '../../http/json.ts';
import { platformErrorOf } from '../../platform/platformError.ts';
import { readAnswer, requestIdOf } from '../../platform/readAnswer.ts';
import { maskPackageUrl, type MaskedUrl } from '../../releases/packageUrl.ts';
import { runStep, skipped, StepFailure, type Step } from './runStep.ts';

/** A machine that is connected to, or would be. */
export interface Hop {
  whose: 'gateway' | 'proxy';
  host: string;
  port: number;
  name: Step<{ addresses: readonly string[] }>;
  connection: Step;
}

export interface GatewaySeen {
  status: number;
  requestId: string | undefined;
  answeredBy: 'gateway' | 'platform' | 'somebodyElse';
  /** `tokenMissing` is the good one: there is a gateway, and it knows the stage. Undefined: it answered without a token. */
  code: ErrorCode | undefined;
}

export type TriedAccess =
  { ok: true; identity: Identity } | { ok: false; code: ErrorCode; requestId?: string | undefined };

export interface ConnectionCheck {
  /** Undefined: none. */
  proxy: MaskedUrl | undefined;
  hops: readonly Hop[];
  gateway: Step<GatewaySeen>;
  token: Step<{ identity: Identity }>;
}

export interface CheckedConnection {
  gatewayUrl: GatewayUrl;
  /** Tries the token with one call; left out when nobody is signed in. */
  tryToken?: ((signal: AbortSignal) => Promise<TriedAccess>) | undefined;
  /** The proxy that applies, such as `http://proxy.example.com:3128`. */
  proxy?: string | undefined;
  log: Log;
  /** Finds the addresses of a name; the computer's own way when left out. Rejects with an error that has a `code`. */
  lookup?: (host: string) => Promise<readonly string[]>;
  signal?: AbortSignal | undefined;
  /** Milliseconds for each step. The first two and the last two run side by side: 10 s at most with these. */
  limits?: Partial<Limits>;
}

export type Limits = Record<'name' | 'connection' | 'gateway' | 'token', number>;

const usualLimits: Limits = { name: 3000, connection: 3000, gateway: 4000, token: 6000 };

/**
 * Checks the way to a gateway step by step. The steps that only connect (name, port) and those that send a request (gateway,
 * token) run side by side, because in a company the first may be impossible where the second work. What is wrong with the
 * gateway's certificate, or with the proxy's answer, is the failure of the request itself.
 * Never rejects: what goes wrong is a step's result. The token goes nowhere but into `tryToken`.
 */
export async function checkConnection(given: CheckedConnection): Promise<ConnectionCheck> {
  const limits = { ...usualLimits, ...given.limits };
  const [hops, asked] = await Promise.all([reach(given, limits), ask(given, limits)]);
  return { proxy: given.proxy === undefined ? undefined : maskPackageUrl(given.proxy), hops, ...asked };
}

async function reach(
  { gatewayUrl, proxy, lookup = systemLookup, signal }: CheckedConnection,
  limits: Limits,
): Promise<Hop[]> {
  const gateway = { whose: 'gateway', ...machineAt(gatewayUrl) } as const;
  const nearest =
    proxy !== undefined && URL.canParse(proxy) ? ({ whose: 'proxy', ...machineAt(proxy) } as const) : gateway;
  const name: Hop['name'] =
    net.isIP(nearest.host) === 0
      ? await runStep(limits.name, signal, async () => ({ addresses: await lookup(nearest.host) }))
      : skipped('isAddress');
  const connection: Step =
    name.state === 'failed'
      ? skipped('notReached')
      : await runStep(limits.connection, signal, (stop) => connectTo(nearest.host, nearest.port, stop));
  const hops: Hop[] = [{ ...nearest, name, connection }];
  if (nearest !== gateway)
    hops.push({ ...gateway, name: skipped('throughProxy'), connection: skipped('throughProxy') });
  return hops;
}

const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** A URL writes an IPv6 address in brackets, a socket takes it without. */
function machineAt(url: string): { host: string; port: number } {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: port === '' ? (usualPorts[protocol] ?? 1080) : Number(port) };
}

async function ask(
  { gatewayUrl, tryToken, log, signal }: CheckedConnection,
  limits: Limits,
): Promise<Pick<ConnectionCheck, 'gateway' | 'token'>> {
  const gateway = await runStep(limits.gateway, signal, (stop) => askGateway(gatewayUrl, log, limits.gateway, stop));
  if (!tryToken) return { gateway, token: skipped('signedOut') };
  if (gateway.state !== 'ok') return { gateway, token: skipped('notReached') };
  if (gateway.answeredBy === 'somebodyElse') return { gateway, token: skipped('somebodyElseAnswered') };
  const token = await runStep(limits.token, signal, async (stop) => {
    const tried = await tryToken(stop);
    if (!tried.ok) throw new StepFailure(tried.code, tried.requestId);
    return { identity: tried.identity };
  });
  return { gateway, token };
}

/**
 * A call without a token: every gateway refuses it by itself, and so tells that it is there (platform-api.md 2.5, 2.6).
 */
async function askGateway(
  gatewayUrl: GatewayUrl,
  log: Log,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<GatewaySeen> {
  const url = new URL(`${gatewayUrl}/bkapps/applications/lists/minimal`);
  const headers = { Accept: 'application/json' };
  const answer = await sendRequest({ method: 'GET', url, headers, timeoutMs, maxBytes: 1_000_000, signal }, log);
  const code = codeOfAnswer(answer);
  return { status: answer.status, requestId: requestIdOf(answer), answeredBy: answererOf(answer, code), code };
}

function codeOfAnswer(answer: HttpAnswer): ErrorCode | undefined {
  try {
    readAnswer(answer);
    return undefined;
  } catch (error) {
    return platformErrorOf(error).code;
  }
}

/**
 * Errors of the gateway have a `code_name`, those of the platform another JSON or its own page (platform-api.md 2.5).
 */
function answererOf(answer: HttpAnswer, code: ErrorCode | undefined): GatewaySeen['answeredBy'] {
  const json = parseJson(answer.text);
  if (answer.headers['x-bkapi-error-code'] !== undefined) return 'gateway';
  if (isObject(json)) return stringOf(json, 'code_name') === undefined ? 'platform' : 'gateway';
  return code === 'platformFailed' ? 'platform' : 'somebodyElse';
}

function connectTo(host: string, port: number, signal: AbortSignal): Promise<object> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port });
    const stop = (): void => {
      socket.destroy();
    };
    signal.addEventListener('abort', stop, { once: true });
    socket.on('connect', () => {
      stop();
      resolve({});
    });
    socket.on('error', reject);
  });
}

async function systemLookup(host: string): Promise<string[]> {
  return (await dns.lookup(host, { all: true })).map(({ address }) => address);
}
