import { HttpError } from '../../http/httpError.ts';
import type { Log } from '../../http/log.ts';
import { sendRequest } from '../../http/sendRequest.ts';
import { gatewayUrlInPage, isConsolePage, guessGatewayUrls } from '../../platform/consoleAddress.ts';
import { applicationsPageUrl } from '../../platform/consoleUrl.ts';
import type { GatewayUrl } from '../../platform/gatewayUrl.ts';
import { probeGateway, type GatewayProbe, type GatewayProblem } from './probeGateway.ts';

export type FoundGateway =
  | {
      gatewayUrl: GatewayUrl;
      /** Whether the given address belongs to a console. */
      isConsole: boolean;
      /**
       * Undefined if a gateway responded at `gatewayUrl`. Otherwise, `gatewayUrl` is from the console's page, and
       * `problem` is why no gateway responded there.
       */
      problem: GatewayProblem | undefined;
    }
  /** No gateway was found. `problem` is the result of the probe on the same host as the address. */
  | { gatewayUrl: undefined; problem: GatewayProblem | undefined };

/** Maximum milliseconds to wait for the console's page. */
const pageTimeoutMs = 8000;

/**
 * Finds the gateway of the platform whose console has the base URL `address`: first in the console's page, then at the
 * usual addresses. Sends only requests without a token, and follows no redirect. Resolves to the first URL at which a
 * gateway responds. If no gateway responds, resolves to the URL in the page, if any, and to the problem. Rejects only
 * for a fault of this program.
 */
export async function findGateway(address: string, log: Log, signal?: AbortSignal): Promise<FoundGateway> {
  const page = await readPage(address, log, signal);
  const named = page === undefined ? undefined : gatewayUrlInPage(page);
  const isConsole = page !== undefined && isConsolePage(page);
  const ofNamed = named && (await probeGateway(named, log, signal));
  if (named && ofNamed?.kind === 'gateway') return { gatewayUrl: named, isConsole, problem: undefined };
  const guesses = guessGatewayUrls(address).filter((guess) => guess !== named);
  const probes = await Promise.all(guesses.map((guess) => probeGateway(guess, log, signal)));
  const gatewayUrl = guesses.find((_, index) => probes[index]?.kind === 'gateway');
  if (gatewayUrl) return { gatewayUrl, isConsole, problem: undefined };
  if (named) return { gatewayUrl: named, isConsole, problem: problemOf(ofNamed) };
  // The first guess is on the host of the address.
  return { gatewayUrl: undefined, problem: problemOf(probes[0]) };
}

function problemOf(probe: GatewayProbe | undefined): GatewayProblem | undefined {
  return probe?.kind === 'gateway' ? undefined : probe;
}

/** Returns the console's page; undefined if the address has no such page or cannot be reached. */
async function readPage(address: string, log: Log, signal: AbortSignal | undefined): Promise<string | undefined> {
  const url = new URL(applicationsPageUrl(address));
  try {
    const request = { url, headers: { Accept: 'text/html' }, timeoutMs: pageTimeoutMs, maxBytes: 1_000_000, signal };
    const { status, headers, text } = await sendRequest({ method: 'GET', ...request }, log);
    return status === 200 && /html/i.test(headers['content-type'] ?? '') ? text : undefined;
  } catch (error) {
    if (error instanceof HttpError) return undefined;
    throw error;
  }
}
