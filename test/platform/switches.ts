import type { Mutation } from './mutations.ts';

/**
 * How this installation of the platform differs from others (platform-api.md 0.1, 1.4, 1.9, 8 point 29). Tests change
 * the values while the platform runs; each request reads them again.
 */
export interface Switches {
  /** Dates end in ` +0800`: platform 1.7 and later (platform-api.md 6.5). */
  dateOffset: boolean;
  /**
   * Hosts that packages can come from, as `host` or `host:port`. Empty refuses all; `any` is a platform without the
   * check.
   */
  allowedHosts: string[] | 'any';
  /** How a duplicate package and a failing object store reach the caller (platform-api.md 1.9). */
  duplicateAs: '500html' | '400json';
  /**
   * What happens to a download of 512 bytes or more that is not an archive (platform-api.md 1.10): `stored` with GNU
   * tar, `refused` where another tar lists the archive.
   */
  nonArchiveAs: 'refused' | 'stored';
  /** Whether the database compares versions and application codes without case and accents (platform-api.md 6.3). */
  collation: 'caseInsensitive' | 'binary';
  /** The object store. BK-Repo's client puts a key into a URL without encoding it (platform-api.md 6.3). */
  store: 'bkrepo' | 's3';
  /** What the second of two simultaneous uploads of one new version gets; either is seen (platform-api.md 1.9). */
  simultaneousUploads: 'bothAccepted' | 'secondRefused';
  /** Whether lists contain plugin applications: the setting `DISPLAY_BK_PLUGIN_APPS` (platform-api.md 4.1). */
  pluginAppsListed: boolean;
  /** Deployment event history exists; the gateway lists it even where it does not (platform-api.md 0.1, 4.12). */
  streamEndpoint: boolean;
  /** Whether the background worker ever opens the event channel of a deployment (platform-api.md 4.12). */
  eventChannel: 'works' | 'neverAppears';
  /** Duration of a deployment without a queued script. */
  deploySeconds: number;
  /** Build output of such a deployment: a few lines, or those of a real Node.js build, in colour. */
  deployLog: 'short' | 'node';
  /** Duration of an offline operation without a queued script. */
  offlineSeconds: number;
  /** Fields of an uploaded package: six before `id`, `is_deleted` and `operator` were added (platform-api.md 1.5). */
  packageFields: 'old6' | 'new9';
  /**
   * Fields of an application: the old form lacks those that platform-api.md 4.1 and 4.3 call absent on older platforms.
   */
  applicationFields: 'old' | 'new';
  /** Language of responses when the request names no known one. */
  defaultLanguage: 'zh-cn' | 'en';
  /** A legacy gateway plugin returns gateway errors with status 200 (platform-api.md 2.5). */
  statusRewrite200: boolean;
  /** Delay before every response, in milliseconds. */
  latencyMs: number;
  /** The gateway checks tenants (platform-api.md 2.8). */
  multiTenant: boolean;
  /** The gateway returns a 504 after this many milliseconds while the backend continues. */
  gatewayTimeoutMs: number;
  /** A limit bound to every resource, counted per calling application; `null` binds none. */
  rateLimit: { limit: number; windowSeconds: number } | null;
  objectStore: 'ok' | 'fails';
  authService: 'ok' | 'down';
  /** A backend that is down refuses connections, for which the gateway returns a 502 (platform-api.md 8 point 6). */
  backend: 'up' | 'down';
  /** The gateway supports `X-Bkapi-Debug: true`. */
  debugHeader: boolean;
  /** Makes the platform wrong in a known way that the contract must detect; `none` everywhere else. */
  wrong: 'none' | Mutation;
}

/** Returns the switches of a current platform (1.8) that allows the given hosts as package sources. */
export function currentPlatform(allowedHosts: string[]): Switches {
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
    defaultLanguage: 'zh-cn',
    statusRewrite200: false,
    latencyMs: 0,
    multiTenant: false,
    gatewayTimeoutMs: 30_000,
    rateLimit: null,
    objectStore: 'ok',
    authService: 'ok',
    backend: 'up',
    debugHeader: true,
    wrong: 'none',
  };
}

/** The switches of a platform as old as the first public upload document (platform-api.md 8 point 29). */
export const oldPlatform = {
  dateOffset: false,
  allowedHosts: 'any',
  packageFields: 'old6',
  applicationFields: 'old',
} as const satisfies Partial<Switches>;
