import { createServer as createPlainServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { startPackageServer } from './packageServer.ts';
import { FaultScript } from './faults.ts';
import { RateLimit } from './gateway/rateLimit.ts';
import { listen } from './listen.ts';
import { routes } from './resources/routes.ts';
import { seedDemo } from './seedDemo.ts';
import { serveRequest } from './serveRequest.ts';
import { defaultSwitches } from './switches.ts';
import { createDownloader } from './upload/downloadPackage.ts';
import type { RecordedRequest } from './serveRequest.ts';
import type { PlatformState } from './state.ts';
import type { Switches } from './switches.ts';

export interface EmbeddedPlatform {
  /** Path layout: `http://127.0.0.1:PORT/api/bkpaas3/prod`. */
  gatewayUrl: string;
  /** Domain layout: `http://localhost:PORT/prod`. */
  domainStyleGatewayUrl: string;
  /** Address of the console, which serves the `/developer-center/…` pages. */
  consoleUrl: string;
  /** Address of the sample packages, without a trailing slash. */
  packagesUrl: string;
  switches: Switches;
  state: PlatformState;
  /** Every request that reached the gateway, oldest first. */
  requests: RecordedRequest[];
  /** Method and path of every request to the package server, such as `GET /x.tar.gz`, oldest first. */
  packageRequests: string[];
  faults: FaultScript;
  /** Lets the downloads of `<packagesUrl>/held/<gate>/…` continue. */
  releaseDownload(gate: string): void;
  /** Waits until every request and every backend action is over, including actions whose caller received a 504. */
  settled(): Promise<void>;
  /** Restores the initial state and switches, removes all faults and recorded requests, and resets the rate limit. */
  reset(): void;
  /** Stops the platform. No socket, timer or file stays open. */
  close(): Promise<void>;
}

export interface PlatformOptions {
  switches?: Partial<Switches>;
  /** A free port by default. */
  port?: number;
  /** Key and certificate as PEM. If set, gateway and console use HTTPS; the package server still uses HTTP. */
  tls?: { key: string; cert: string };
  /**
   * Returns the platform's time. Dates and the progress of deployments follow this clock; delays and timeouts do not.
   */
  now?: () => Date;
}

/** Starts a local server that responds as the platform does (platform-api.md 8). Rejects when the port is in use. */
export async function startPlatform(options: PlatformOptions = {}): Promise<EmbeddedPlatform> {
  const closing = new AbortController();
  const downloads = createDownloader();
  const packages = await startPackageServer();
  const initialSwitches = (): Switches => ({
    ...defaultSwitches([new URL(packages.url).host]),
    ...options.switches,
  });
  const switches = initialSwitches();
  const state = seedDemo();
  const faults = new FaultScript();
  const rateLimit = new RateLimit();
  const requests: RecordedRequest[] = [];
  const underWay = new Set<Promise<unknown>>();
  const follow = (action: Promise<unknown>): void => {
    const ended = action
      .catch(() => undefined)
      .finally(() => {
        underWay.delete(ended);
      });
    underWay.add(ended);
  };
  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
  };

  const platform = {
    routes,
    state,
    switches,
    rateLimit,
    download: (url: URL) => downloads.download(url),
    closing: closing.signal,
    follow,
    faults,
    requests,
    now: options.now ?? ((): Date => new Date()),
  };
  const server = options.tls ? createTlsServer(options.tls) : createPlainServer();
  server.on('request', (request, response) => {
    follow(serveRequest(platform, request, response));
  });
  const port = await listen(server, options.port ?? 0).catch(async (error: unknown) => {
    await Promise.all([packages.close(), downloads.close()]);
    throw error;
  });
  const scheme = options.tls ? 'https' : 'http';
  return {
    gatewayUrl: `${scheme}://127.0.0.1:${port}/api/bkpaas3/prod`,
    domainStyleGatewayUrl: `${scheme}://localhost:${port}/prod`,
    consoleUrl: `${scheme}://127.0.0.1:${port}`,
    packagesUrl: packages.url,
    switches,
    state,
    requests,
    packageRequests: packages.requests,
    faults,
    releaseDownload: packages.release,
    settled,
    reset() {
      Object.assign(switches, initialSwitches());
      Object.assign(state, seedDemo());
      requests.length = 0;
      packages.requests.length = 0;
      faults.clear();
      rateLimit.clear();
    },
    async close() {
      closing.abort();
      server.closeAllConnections();
      await Promise.all([new Promise((resolve) => server.close(resolve)), downloads.close(), packages.close()]);
      await settled();
    },
  };
}
