import * as vscode from 'vscode';
import { readProcesses, type ProcessWatchState } from '../../core/operations/running/processWatch.ts';
import type { Application, TokenOwner } from '../../core/platform/applications.ts';
import type { Log } from '../../core/http/log.ts';
import type { DeployTarget, ModuleTarget } from '../../core/platform/paths.ts';
import type { Module } from '../../core/platform/modules.ts';
import type { GatewayUrl } from '../../core/platform/gatewayUrl.ts';
import { environments, type AppCode, type Environment, type ModuleName } from '../../core/platform/names.ts';
import type { Platform } from '../../core/platform/platform.ts';
import { undefinedIfFailed, PlatformError } from '../../core/platform/platformError.ts';
import { runsVersion, type ReleasedState } from '../../core/platform/releasedState.ts';
import type { PackageVersion } from '../../core/platform/sourcePackages.ts';
import { connect } from '../session/connect.ts';
import { readFirstPage, withNextPage, type DeploymentHistory } from './deploymentHistory.ts';
import { EnvironmentCache, environmentCacheKey as environmentKey, type CacheEntry } from './environmentCache.ts';
import { PackageProblems } from './packageProblems.ts';
import type { Session, SessionStore, SignedIn } from '../session/session.ts';

/**
 * What runs in an environment, and the environment's deployment history. `processes` is undefined until the processes
 * have been read.
 */
export interface EnvironmentData {
  state: CacheEntry<ReleasedState>;
  history: CacheEntry<DeploymentHistory>;
  processes: ProcessWatchState | undefined;
}

/**
 * A cache of the data of the session's platform. Each list is read once, and again after a refresh. The trees, lists
 * and wizards share this cache, so they do not read the same data twice. The cache is cleared when the session changes.
 */
export class Catalog implements vscode.Disposable {
  readonly #store: SessionStore;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  #key = '';
  #platform: Platform | undefined;
  #primed: { key: string; everything: TokenOwner['applications'] } | undefined;
  #applications: Promise<Application[]> | undefined;
  readonly #modules = new Map<string, Promise<Module[]>>();
  readonly #versions = new Map<string, Promise<PackageVersion[]>>();
  readonly #environmentChanged = new vscode.EventEmitter<DeployTarget>();
  readonly #states: EnvironmentCache<ReleasedState>;
  readonly #histories: EnvironmentCache<DeploymentHistory>;
  readonly #processes: EnvironmentCache<ProcessWatchState>;
  /**
   * The reads in progress that load the next page of an environment's history, keyed by environment. A second click
   * waits for the same read.
   */
  readonly #more = new Map<string, Promise<void>>();

  /** The known problems of stored packages. */
  readonly packageProblems = new PackageProblems();

  /** Fires when any data may have changed. */
  readonly onDidChange = this.#changed.event;
  /** Fires when the data of an environment changed or must be read again. */
  readonly onDidChangeEnvironment = this.#environmentChanged.event;

  constructor(store: SessionStore, log: Log) {
    this.#store = store;
    this.#log = log;
    const ended = (target: DeployTarget): void => {
      this.#environmentChanged.fire(target);
    };
    this.#states = new EnvironmentCache(async (target) => (await this.platform()).released(target), ended, log);
    this.#histories = new EnvironmentCache(async (target) => readFirstPage(await this.platform(), target), ended, log);
    this.#processes = new EnvironmentCache(
      async (target) => {
        const state = await readProcesses(await this.platform(), target);
        const error = state.fatalError ?? state.transientError;
        if (error) throw error;
        return state;
      },
      ended,
      log,
    );
    this.#subscription = store.onDidChange((session) => {
      const key = sessionKey(session);
      if (key === this.#key && key !== '') return;
      this.#key = key;
      this.#platform = session.state === 'signedIn' ? connect(session, store, log) : undefined;
      this.#forgetAll();
      this.#states.clear();
      this.#histories.clear();
      this.#processes.clear();
      this.#changed.fire();
    });
  }

  /** Returns the platform of the current session. Throws `PlatformError` signedOut if the user is not signed in. */
  async platform(): Promise<Platform> {
    await this.#store.read();
    if (!this.#platform) throw new PlatformError('signedOut');
    return this.#platform;
  }

  /** Returns the applications, sorted by name for the window's language. Rejects with `PlatformError`. */
  async applications(): Promise<Application[]> {
    const platform = await this.platform();
    this.#applications ??= forgetFailure(
      platform.applications.list({ everything: this.#takeEverything() }).then(sortByName),
      () => (this.#applications = undefined),
    );
    return this.#applications;
  }

  async modules(appCode: AppCode): Promise<Module[]> {
    const platform = await this.platform();
    return readCached(this.#modules, appCode, () => platform.modules.list(appCode));
  }

  /** Returns the versions of a module, newest first. */
  async versions(appCode: AppCode, module: ModuleName): Promise<PackageVersion[]> {
    const platform = await this.platform();
    return readCached(this.#versions, `${appCode}/${module}`, () => platform.sourcePackages.versions(appCode, module));
  }

  /**
   * Reads the versions of a module again and returns them, newest first. A question about a version needs the current
   * versions, because other users upload versions too.
   */
  async latestVersions(appCode: AppCode, module: ModuleName): Promise<PackageVersion[]> {
    this.#versions.delete(`${appCode}/${module}`);
    return this.versions(appCode, module);
  }

  /** Returns the versions of a module if they have been or are being read, otherwise undefined. Starts no request. */
  async knownVersions({ appCode, module }: ModuleTarget): Promise<PackageVersion[] | undefined> {
    const reading = this.#versions.get(`${appCode}/${module}`);
    return reading && undefinedIfFailed(reading);
  }

  /** Returns the known problem of a version's package; undefined if no problem is known. */
  packageProblemOf({ appCode, module }: ModuleTarget, { version, sha256 }: PackageVersion): string | undefined {
    const gatewayUrl = this.#platform?.gatewayUrl;
    return gatewayUrl && this.packageProblems.get({ gatewayUrl, appCode, module, version, sha256 });
  }

  /**
   * Returns the cached data of an environment for its row. Starts to read missing or outdated data with up to two
   * requests, and does not wait for them.
   */
  environment(target: DeployTarget): EnvironmentData {
    const processes = this.#processes.cachedValue(target);
    return { state: this.#states.entry(target), history: this.#histories.entry(target), processes };
  }

  /**
   * Returns the cached processes of an environment for their rows. Starts to read missing or outdated processes with
   * two requests, and does not wait for them. Returns undefined if the cache has no sign that something runs in the
   * environment.
   */
  processes(target: DeployTarget): CacheEntry<ProcessWatchState> | undefined {
    const runs =
      this.#states.cachedValue(target)?.kind === 'released' || this.#processes.cachedValue(target) !== undefined;
    return runs ? this.#processes.entry(target) : undefined;
  }

  /**
   * Stores an environment's processes, which a watch has read. Ignores them if `gatewayUrl` is not the session's
   * platform, or if the watch has not read the processes yet.
   */
  showProcesses(gatewayUrl: GatewayUrl, target: DeployTarget, state: ProcessWatchState): void {
    if (this.#platform?.gatewayUrl !== gatewayUrl || state.processes === undefined) return;
    if (JSON.stringify(this.#processes.cachedValue(target)) !== JSON.stringify(state))
      this.#processes.put(target, state);
  }

  /** Returns the cached data of an environment. Starts no request. */
  knownEnvironment(target: DeployTarget): { state: ReleasedState | undefined; history: DeploymentHistory | undefined } {
    return { state: this.#states.cachedValue(target), history: this.#histories.cachedValue(target) };
  }

  /** Returns what runs in an environment. Rejects with `PlatformError`. */
  async environmentState(target: DeployTarget): Promise<ReleasedState> {
    return this.#states.value(target);
  }

  /**
   * Reads again what runs in a module's environments, because other users deploy too. Returns the environments in which
   * a version runs, and those that could not be read.
   */
  async latestEnvironmentsRunning(
    target: ModuleTarget,
    version: string,
  ): Promise<{ running: Environment[]; unreadable: Environment[] }> {
    const states = await Promise.all(
      environments.map(async (environment) => {
        this.#states.refresh({ ...target, environment });
        return { environment, state: await undefinedIfFailed(this.environmentState({ ...target, environment })) };
      }),
    );
    const names = (found: (state: ReleasedState | undefined) => boolean): Environment[] =>
      states.filter(({ state }) => found(state)).map(({ environment }) => environment);
    return {
      running: names((state) => runsVersion(state, version)),
      unreadable: names((state) => state === undefined),
    };
  }

  /** Reads the next page of an environment's history. If the read fails, the history contains the error. */
  async moreHistory(target: DeployTarget): Promise<void> {
    const key = environmentKey(target);
    const reading = this.#more.get(key) ?? this.#readMore(target);
    this.#more.set(key, reading);
    return reading.finally(() => this.#more.delete(key));
  }

  /**
   * Marks the data of an environment as outdated, so that the data is read again if a row shows the environment. Called
   * after a deployment started or ended, and after the environment was taken offline.
   */
  refreshEnvironment(target: DeployTarget): void {
    this.#states.refresh(target);
    this.#histories.refresh(target);
    this.#processes.refresh(target);
    this.#environmentChanged.fire(target);
  }

  /**
   * Stores the applications that a sign-in has read, so that `applications` does not request them again. Called before
   * the state of the session becomes `signedIn`, because the tree then reads the applications immediately.
   */
  prime(session: Pick<SignedIn, 'platform' | 'accessToken'>, everything: TokenOwner['applications']): void {
    this.#primed = { key: signedInKey(session), everything };
  }

  /** Forgets the versions of one module, for example after an upload. Without a module, forgets everything. */
  refresh(module?: { appCode: AppCode; module: ModuleName }): void {
    if (module) this.#versions.delete(`${module.appCode}/${module.module}`);
    else this.#forgetAll();
    this.#log.debug(module ? `Refreshing ${module.appCode}/${module.module}` : 'Refreshing everything');
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
    this.#environmentChanged.dispose();
    this.packageProblems.dispose();
  }

  async #readMore(target: DeployTarget): Promise<void> {
    const reading = this.#histories.entry(target);
    const known = reading.value;
    if (!known || known.nextOffset >= known.count) return;
    this.#histories.replace(target, reading, await withNextPage(() => this.platform(), target, known));
  }

  #takeEverything(): TokenOwner['applications'] | undefined {
    const primed = this.#primed;
    this.#primed = undefined;
    return primed?.key === this.#key ? primed.everything : undefined;
  }

  #forgetAll(): void {
    this.#applications = undefined;
    this.#modules.clear();
    this.#versions.clear();
    this.#states.refresh();
    this.#histories.refresh();
    this.#processes.refresh();
  }
}

function sortByName(applications: readonly Application[]): Application[] {
  const { compare } = new Intl.Collator(vscode.env.language, { numeric: true });
  return applications.toSorted((one, other) => compare(one.name, other.name));
}

/** Returns the same key for two sessions that read the same data; an empty key if the user is not signed in. */
export function sessionKey(session: Session): string {
  return session.state === 'signedIn' ? signedInKey(session) : '';
}

function signedInKey({ platform, accessToken }: Pick<SignedIn, 'platform' | 'accessToken'>): string {
  return `${platform.gatewayUrl} ${platform.tenantId ?? ''} ${accessToken}`;
}

function readCached<T>(map: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
  const known = map.get(key);
  if (known) return known;
  const reading = forgetFailure(read(), () => {
    if (map.get(key) === reading) map.delete(key);
  });
  map.set(key, reading);
  return reading;
}

/** Calls `forget` if the read fails, so that the next call reads again. */
function forgetFailure<T>(reading: Promise<T>, forget: () => void): Promise<T> {
  return reading.catch((error: unknown) => {
    forget();
    throw error;
  });
}
