import { HttpError, type HttpErrorKind } from '../../http/httpError.ts';
import type { Log } from '../../http/log.ts';
import type { GatewayUrl } from '../../platform/gatewayUrl.ts';
import { identifyGateway } from './identifyGateway.ts';

/** What is at a gateway URL, as far as a request without a token can tell. */
export type GatewayProbe =
  | { kind: 'gateway' }
  /** The gateway rejected the URL with its own 404: the gateway's name or the stage is wrong. */
  | { kind: 'wrongNameOrStage' }
  /** `to` is a URL without query and fragment. */
  | { kind: 'redirected'; to: string }
  | { kind: 'notGateway'; status: number }
  /** A server in front of the gateway reports that the gateway is down or busy. */
  | { kind: 'unavailable'; status: number }
  | { kind: 'notReached'; why: HttpErrorKind };

export type GatewayProblem = Exclude<GatewayProbe, { kind: 'gateway' }>;

/** Maximum milliseconds of a probe. A user waits for the probe. */
const probeTimeoutMs = 8000;

/** Probes a gateway URL with one request that has no token. Rejects only for a fault of this program. */
export async function probeGateway(gatewayUrl: GatewayUrl, log: Log, signal?: AbortSignal): Promise<GatewayProbe> {
  try {
    const { status, code, answeredBy, redirectsTo } = await identifyGateway(gatewayUrl, log, probeTimeoutMs, signal);
    if (code === 'apiNotFound') return { kind: 'wrongNameOrStage' };
    if (answeredBy === 'gateway') return { kind: 'gateway' };
    if (code === 'redirected')
      return redirectsTo === undefined ? { kind: 'notGateway', status } : { kind: 'redirected', to: redirectsTo };
    if (code === 'proxyLoginRequired') return { kind: 'notReached', why: code };
    if (status >= 500 || status === 429) return { kind: 'unavailable', status };
    // JSON without the gateway's `code_name` can be from the platform. A 404 does not count, because any web API
    // responds to an unknown path with JSON and 404.
    return answeredBy === 'platform' && status !== 404 ? { kind: 'gateway' } : { kind: 'notGateway', status };
  } catch (error) {
    if (error instanceof HttpError) return { kind: 'notReached', why: error.kind };
    throw error;
  }
}

/**
 * Returns whether the user may continue past the problem. A network problem can be temporary. With any other problem, a
 * server has responded, and that server would also reject the token.
 */
export function canContinuePast({ kind }: GatewayProblem): boolean {
  return kind === 'notReached' || kind === 'unavailable';
}
