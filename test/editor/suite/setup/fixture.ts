import type { Fault } from '../../../platform/faults.ts';

/** The environment variable of the extension host that holds the fixture as JSON. */
export const suiteVariable = 'BKPAAS_SUITE';

/** The platforms of a run: see `startServices`. */
export type PlatformName = 'plain' | 'hidden' | 'stranger';

/** The addresses and secrets of a run. */
export interface Fixture extends Record<PlatformName, Place> {
  /** The plain platform at an address that the proxy applies to and refuses. */
  nearby: Place;
  /**
   * Gateways that the proxy opens no tunnel to: `locked` because it requires a sign-in, `unknown` because it does not
   * know the name.
   */
  locked: Pick<Place, 'gatewayUrl'>;
  unknown: Pick<Place, 'gatewayUrl'>;
  /** The address of the functions of `Control`. */
  controlUrl: string;
  /** The password in the proxy address of the settings. */
  proxyPassword: string;
  /** Valid on every platform. */
  token: string;
}

export interface Place {
  gatewayUrl: string;
  /** Without a trailing slash. */
  packagesUrl: string;
}

export interface SeenRequest {
  method: string;
  path: string;
  /** The Host header. */
  host: string;
  /** 0: not answered. */
  status: number;
  form: Record<string, string> | undefined;
}

export interface StoredVersion {
  version: string;
  size: number;
  sha256: string | null;
}

/** Calls from the suite into the process that runs the platforms and the proxy. */
export interface Control {
  /** The requests that reached a platform's gateway, oldest first. */
  requests: (platform: PlatformName) => Promise<SeenRequest[]>;
  forgetRequests: (platform: PlatformName) => Promise<void>;
  /** Plans a fault for the next request of this method. */
  next: (platform: PlatformName, rule: { method: string; fault: Fault }) => Promise<void>;
  /** Waits until the platform has finished all work in progress. */
  settled: (platform: PlatformName) => Promise<void>;
  versions: (platform: PlatformName, appCode: string, module: string) => Promise<StoredVersion[]>;
  /** `host:port` of every target that the proxy was asked for, oldest first. */
  tunnels: () => Promise<string[]>;
  /** Stops or restarts the proxy. */
  runProxy: (running: boolean) => Promise<void>;
}
