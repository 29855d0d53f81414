import type { Fault } from '../../../platform/faults.ts';

/** Holds the scene as JSON in the extension host's environment. */
export const suiteVariable = 'BKPAAS_SUITE';

/** The platforms of a run: see startBackstage. */
export type PlatformName = 'plain' | 'hidden' | 'stranger';

/** What the suite finds when it starts. */
export interface Fixture extends Record<PlatformName, Place> {
  /** The plain platform by an address that the proxy applies to, and does not let through. */
  nearby: Place;
  /** Gateways that the proxy opens no way to: it wants a sign-in, it does not know the name. */
  locked: Pick<Place, 'gatewayUrl'>;
  unknown: Pick<Place, 'gatewayUrl'>;
  /** Where the functions of `Control` are served. */
  controlUrl: string;
  /** In the address of the proxy, as the settings have it. */
  proxyPassword: string;
  /** Good at every platform. */
  token: string;
}

export interface Place {
  gatewayUrl: string;
  /** No slash at the end. */
  packagesUrl: string;
}

export interface SeenRequest {
  method: string;
  path: string;
  /** The host that the client meant. */
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

/** What the suite may ask of the world outside the editor, and have it do. */
export interface Control {
  /** What has reached a platform's gateway, oldest first. */
  requests: (platform: PlatformName) => Promise<SeenRequest[]>;
  forgetRequests: (platform: PlatformName) => Promise<void>;
  /** Plans a fault for the next request of this method. */
  next: (platform: PlatformName, rule: { method: string; fault: Fault }) => Promise<void>;
  /** Waits until the platform has ended everything it began. */
  settled: (platform: PlatformName) => Promise<void>;
  versions: (platform: PlatformName, appCode: string, module: string) => Promise<StoredVersion[]>;
  /** `host:port` of everything that the proxy was asked to reach, oldest first. */
  tunnels: () => Promise<string[]>;
  /** Has the proxy run no more, or again. */
  runProxy: (running: boolean) => Promise<void>;
}
