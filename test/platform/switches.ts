import type { Mutation } from './mutations.ts';

/**
 * Settings in which installations of the platform differ (platform-api.md 0.1, 1.4, 1.9, 8 point 29). A test may change
 * a setting while the platform runs, because every request reads the current values.
 */
export interface Switches {
  /** Whether dates end in ` +0800`, as on platform 1.7 and later (platform-api.md 6.5). */
  dateOffset: boolean;
  /**
   * Hosts that packages may come from, as `host` or `host:port`. An empty list refuses every host. `any` means that the
   * platform does not check the host.
   */
  allowedHosts: string[] | 'any';
  /** How the platform responds to a duplicate package and to a failing object store (platform-api.md 1.9). */
  duplicateAs: '500html' | '400json';
  /**
   * What happens to a download of 512 bytes or more that is not an archive (platform-api.md 1.10): `stored` if the
   * platform lists archives with GNU tar, `refused` if the platform uses another tar.
   */
  nonArchiveAs: 'refused' | 'stored';
  /**
   * Whether the database ignores case and accents when it compares versions or application codes (platform-api.md 6.3).
   */
  collation: 'caseInsensitive' | 'binary';
  /** Kind of object store. For BK-Repo, the platform puts a key into a URL without encoding (platform-api.md 6.3). */
  store: 'bkrepo' | 's3';
  /**
   * Result of the second of two simultaneous uploads of one new version. On the real platform, both results occur
   * (platform-api.md 1.9).
   */
  simultaneousUploads: 'bothAccepted' | 'secondRefused';
  /**
   * Whether lists contain plugin applications. On a real platform, the setting `DISPLAY_BK_PLUGIN_APPS` decides this
   * (platform-api.md 4.1).
   */
  pluginAppsListed: boolean;
  /**
   * Whether the backend has the event history. The gateway lists the resource in any case (platform-api.md 0.1, 4.12).
   */
  streamEndpoint: boolean;
  /** Whether the background worker ever opens the event channel of a deployment (platform-api.md 4.12). */
  eventChannel: 'works' | 'neverAppears';
  /** Duration, in seconds, of a deployment for which no script is queued. */
  deploySeconds: number;
  /**
   * Build output of a deployment for which no script is queued: a few lines (`short`), or the coloured lines of a real
   * Node.js build (`node`).
   */
  deployLog: 'short' | 'node';
  /** Duration, in seconds, of an offline operation for which no script is queued. */
  offlineSeconds: number;
  /** Fields of an uploaded package. `old6` lacks `id`, `is_deleted` and `operator` (platform-api.md 1.5). */
  packageFields: 'old6' | 'new9';
  /** Fields of an application. `old` lacks the fields that older platforms do not have (platform-api.md 4.1, 4.3). */
  applicationFields: 'old' | 'new';
  /** Whether the console's page names the template of the gateways' URLs, as newer consoles do (platform-api.md 5). */
  consoleNamesGateway: boolean;
  /** Language of a response if the request names no supported language. */
  defaultLanguage: 'zh-cn' | 'en';
  /** Whether a legacy plugin changes the status of the gateway's errors to 200 (platform-api.md 2.5). */
  statusRewrite200: boolean;
  /** Delay before every response, in milliseconds. */
  latencyMs: number;
  /** Whether the gateway checks tenants (platform-api.md 2.8). */
  multiTenant: boolean;
  /** Milliseconds after which the gateway responds 504 and the backend continues. */
  gatewayTimeoutMs: number;
  /** Rate limit of every resource, counted for each calling application. `null` means no limit. */
  rateLimit: { limit: number; windowSeconds: number } | null;
  objectStore: 'ok' | 'fails';
  /**
   * Whether the calling applications may read application logs. No application can apply for this grant, so on most
   * real gateways this is `false` (platform-api.md 4.0). `getOnly` grants only the request without a search.
   */
  applicationLogsGranted: boolean | 'getOnly';
  /**
   * Whether the calling applications may read processes and instances. As for application logs, no application can
   * apply for this grant.
   */
  processesGranted: boolean;
  /**
   * The state of the log store. With `down`, a request for the log causes an unhandled error. With `fails`, it causes
   * an error with a code.
   */
  logStore: 'ok' | 'down' | 'fails';
  authService: 'ok' | 'down';
  /** If the backend is `down`, it refuses connections and the gateway responds 502 (platform-api.md 8 point 6). */
  backend: 'up' | 'down';
  /** Whether the gateway supports `X-Bkapi-Debug: true`. */
  debugHeader: boolean;
  /** A known defect, which the contract must detect; `none` for a correct platform. */
  wrong: 'none' | Mutation;
}

/** Returns the switches of a current platform (1.8) that allows the given hosts as package sources. */
export function defaultSwitches(allowedHosts: string[]): Switches {
  return {
    dateOffset: true,
    allowedHosts,
    duplicateAs: '500html',
    nonArchiveAs: 'stored',
    collation: 'caseInsensitive',
    store: 'bkrepo',
    simultaneousUploads: 'bothAccepted',
    pluginAppsListed: true,
    streamEndpoint: true,
    eventChannel: 'works',
    deploySeconds: 3,
    deployLog: 'short',
    offlineSeconds: 1,
    packageFields: 'new9',
    applicationFields: 'new',
    consoleNamesGateway: true,
    defaultLanguage: 'zh-cn',
    statusRewrite200: false,
    latencyMs: 0,
    multiTenant: false,
    gatewayTimeoutMs: 30_000,
    rateLimit: null,
    objectStore: 'ok',
    applicationLogsGranted: true,
    processesGranted: true,
    logStore: 'ok',
    authService: 'ok',
    backend: 'up',
    debugHeader: true,
    wrong: 'none',
  };
}

/**
 * The switches of a platform that is as old as the first public document about uploads (platform-api.md 8 point 29).
 */
export const oldPlatformSwitches = {
  dateOffset: false,
  allowedHosts: 'any',
  packageFields: 'old6',
  applicationFields: 'old',
} as const satisfies Partial<Switches>;
