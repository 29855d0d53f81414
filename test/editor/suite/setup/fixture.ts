import type { Fault } from '../../../platform/faults.ts';

/** The name of the environment variable that gives the extension host the fixture as JSON. */
export const fixtureVariable = 'BKPAAS_SUITE';

/** The proxy does not check this password. The tests check that no output contains the password. */
export const proxyPassword = 'planted-proxy-password';

/** The names of the platforms that `startServices` starts. */
export type PlatformName = 'plain' | 'hidden' | 'stranger';

export type SilentServerName = 'direct' | 'tunnel';

/** The addresses and secrets of a test run. */
export interface Fixture extends Record<PlatformName, PlatformUrls> {
  /**
   * The plain platform at another address. VS Code uses the proxy for this address, and the proxy refuses the address.
   */
  nearby: PlatformUrls;
  /** A gateway that the proxy opens no tunnel to, because the proxy requires a sign-in (407) for this host. */
  locked: Pick<PlatformUrls, 'gatewayUrl'>;
  /** A gateway that the proxy opens no tunnel to, because the proxy does not know this host (502). */
  unknown: Pick<PlatformUrls, 'gatewayUrl'>;
  /**
   * Two servers that close connections without sending `Connection: close` before. `direct` is on this computer, so VS
   * Code uses no proxy for it. Only the proxy knows the host of `tunnel`.
   */
  silent: Record<SilentServerName, string>;
  /** The address at which `ServiceControl` is served. */
  controlUrl: string;
  /** The password in the proxy's address in the setting `http.proxy`. */
  proxyPassword: string;
  /** An access token that is valid on every platform. */
  token: string;
}

export interface PlatformUrls {
  gatewayUrl: string;
  /** The address of the sample packages, without a trailing slash. */
  packagesUrl: string;
}

export interface SeenRequest {
  method: string;
  path: string;
  /** The Host header. */
  host: string;
  /** The status code of the response. 0 means that the platform has not responded. */
  status: number;
  form: Record<string, string> | undefined;
}

export interface StoredVersion {
  version: string;
  size: number;
  sha256: string | null;
}

/** Functions of the process that runs the platforms and the proxy. The suite calls these functions over http. */
export interface ServiceControl {
  /** Returns the requests that reached a platform's gateway, oldest first. */
  requests: (platform: PlatformName) => Promise<SeenRequest[]>;
  forgetRequests: (platform: PlatformName) => Promise<void>;
  /** Plans a fault for the next request with this method. */
  next: (platform: PlatformName, rule: { method: string; fault: Fault }) => Promise<void>;
  /** Waits until the platform has finished all work in progress. */
  settled: (platform: PlatformName) => Promise<void>;
  /** Lets the platform continue its download of `/held/<name>/…`. */
  releaseDownload: (platform: PlatformName, name: string) => Promise<void>;
  versions: (platform: PlatformName, appCode: string, module: string) => Promise<StoredVersion[]>;
  /** Returns the number of POSTs that the server has finished (`startSilentServer`). */
  silentPosts: (server: SilentServerName) => Promise<number>;
  /** Returns `host:port` of every target that was requested from the proxy, oldest first. */
  tunnels: () => Promise<string[]>;
  /** Starts the proxy again if `running` is true, otherwise stops the proxy. */
  runProxy: (running: boolean) => Promise<void>;
}
