import * as vscode from 'vscode';
import type { GatewayUrl } from '../../core/platform/gatewayUrl.ts';
import type { Identity } from '../../core/platform/applications.ts';
import { background } from '../editor/background.ts';
import { SessionMarks } from './sessionMarks.ts';
import { readPlatforms, type PlatformSetting } from '../editor/settings.ts';
import { StoredTokens } from './storedTokens.ts';

/**
 * The current session. A session object is immutable, so code can compare two objects to detect after an `await`
 * whether the session changed.
 */
export type Session =
  /**
   * `others` are the platforms whose tokens are still stored after a sign-out. None of them is used until the user
   * chooses one.
   */
  | { state: 'signedOut'; others?: readonly PlatformSetting[] }
  /** The user was signed in when the last window closed, but the secret storage no longer has the token. */
  | { state: 'lost'; platform: PlatformSetting }
  /** The user has signed in, but in another browser window. This window can read the token only after a reload. */
  | { state: 'elsewhere'; platform: PlatformSetting }
  | SignedIn
  /** The platform no longer accepts the token. */
  | { state: 'rejected'; platform: PlatformSetting; identity: Identity };

export interface SignedIn {
  state: 'signedIn';
  platform: PlatformSetting;
  identity: Identity;
  accessToken: string;
}

const currentGatewayKey = 'bkpaas.currentGateway';
/**
 * The value of `currentGatewayKey` after a sign-out. It prevents the next window from using the token of another
 * platform.
 */
const noGateway = '';

/**
 * Stores the current session, and the tokens of all platforms. Sign-ins and sign-outs in other windows update the
 * session of this window.
 */
export class SessionStore implements vscode.Disposable {
  readonly #tokens: StoredTokens;
  readonly #memento: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<Session>();
  readonly #subscription: vscode.Disposable;
  readonly #marks: SessionMarks;
  #current: Session = { state: 'signedOut' };
  #reading: Promise<Session> | undefined;
  /** The last change of the session. The next change waits for it. */
  #lastChange: Promise<unknown> = Promise.resolve();

  readonly onDidChange = this.#changed.event;

  /** `marks` can be created before this object, and then also reports what other windows have done in the meantime. */
  constructor(secrets: vscode.SecretStorage, memento: vscode.Memento, marks = new SessionMarks(memento)) {
    this.#tokens = new StoredTokens(secrets);
    this.#memento = memento;
    this.#subscription = this.#tokens.onDidChange((gatewayUrl) => {
      background(
        'session',
        this.#afterReading(() => this.#follow(gatewayUrl)),
      );
    });
    this.#marks = marks;
    this.#marks.watch((gatewayUrl, signedIn) => {
      background(
        'session',
        this.#afterReading(() => this.#followMark(gatewayUrl, signedIn)),
      );
    });
  }

  get current(): Session {
    return this.#current;
  }

  /** Returns the session. The first call reads the secret storage. */
  async read(): Promise<Session> {
    this.#reading ??= this.#inOrder(() => this.#choose());
    await this.#reading;
    return this.#current;
  }

  /**
   * Called after the user's settings changed. A platform can have a new name, console URL or tenant ID. Updates the
   * session's platform, or `others` if the user is signed out.
   */
  async platformsChanged(): Promise<void> {
    const session = await this.read();
    if (session.state === 'signedOut') {
      await this.#inOrder(() => this.#updateOthers());
      return;
    }
    const platform = readPlatforms().find((candidate) => candidate.gatewayUrl === session.platform.gatewayUrl);
    if (platform) this.#replace({ ...session, platform });
  }

  /**
   * Stores a token that the platform has accepted, and signs in with it. `kept` is false if the secret storage did not
   * keep the token.
   */
  async signIn(platform: PlatformSetting, accessToken: string, identity: Identity): Promise<{ kept: boolean }> {
    await this.read();
    return this.#inOrder(async () => {
      const kept = await this.#tokens.keep(platform.gatewayUrl, { accessToken, identity });
      await this.#memento.update(currentGatewayKey, platform.gatewayUrl);
      this.#replace({ state: 'signedIn', platform, identity, accessToken });
      await this.#marks.leave(platform.gatewayUrl, true);
      return { kept };
    });
  }

  /**
   * Deletes the token of the current platform in every window. Does not switch to another platform, because the user's
   * next upload or deployment would go there.
   */
  async signOut(): Promise<void> {
    const session = await this.read();
    if (session.state !== 'signedOut') await this.#inOrder(() => this.#deleteTokens([session.platform.gatewayUrl]));
  }

  /** Deletes the tokens of all platforms in every window. Resolves to the gateway URLs of the tokens. */
  async signOutOfAll(): Promise<GatewayUrl[]> {
    const session = await this.read();
    return this.#inOrder(async () => {
      const stored = (await this.#stored()).map(({ gatewayUrl }) => gatewayUrl);
      const current = session.state === 'signedOut' ? [] : [session.platform.gatewayUrl];
      // A token can also belong to a platform that is no longer in the settings.
      const gatewayUrls = [...new Set([...current, ...stored, ...(await this.#tokens.gatewayUrls())])];
      await this.#deleteTokens(gatewayUrls);
      return gatewayUrls;
    });
  }

  /** Resolves to the platforms whose tokens are stored on this computer. */
  async storedPlatforms(): Promise<PlatformSetting[]> {
    await this.read();
    return this.#inOrder(() => this.#stored());
  }

  /**
   * Switches to a platform and resolves to its session. If no token is stored for the platform, or if the platform has
   * rejected the token of the current session, changes nothing and resolves to undefined.
   */
  async switchTo(platform: PlatformSetting): Promise<SignedIn | undefined> {
    await this.read();
    return this.#inOrder(async () => {
      const current = this.#current;
      if (current.state !== 'signedOut' && this.#isCurrent(platform.gatewayUrl))
        return current.state === 'signedIn' ? current : undefined;
      const stored = await this.#tokens.read(platform.gatewayUrl);
      if (!stored) return undefined;
      await this.#memento.update(currentGatewayKey, platform.gatewayUrl);
      return this.#replace({ state: 'signedIn', platform, ...stored });
    });
  }

  /** Resolves to whether a session's token is still stored for the session's platform and was not rejected. */
  async stillHas({ platform, accessToken }: SignedIn): Promise<boolean> {
    const current = this.#current;
    if (current.state !== 'signedOut' && current.platform.gatewayUrl === platform.gatewayUrl)
      return current.state === 'signedIn' && current.accessToken === accessToken;
    return (await this.#tokens.read(platform.gatewayUrl))?.accessToken === accessToken;
  }

  /**
   * Ends the current session after the platform rejected its token. The identity is kept, so that the user sees which
   * token was rejected.
   */
  reject(refused: SignedIn): void {
    if (this.#current.state !== 'signedIn' || this.#current.accessToken !== refused.accessToken) return;
    this.#replace({ state: 'rejected', platform: refused.platform, identity: refused.identity });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#marks.dispose();
    this.#changed.dispose();
  }

  async #deleteTokens(gatewayUrls: readonly GatewayUrl[]): Promise<void> {
    const isCurrent = gatewayUrls.some((gatewayUrl) => this.#isCurrent(gatewayUrl));
    const failed: unknown[] = [];
    for (const gatewayUrl of gatewayUrls) {
      await this.#tokens.delete(gatewayUrl).catch((error: unknown) => failed.push(error));
      await this.#marks.leave(gatewayUrl, false);
    }
    if (isCurrent || this.#current.state === 'signedOut') await this.#becomeSignedOut();
    if (failed.length > 0) throw new AggregateError(failed, 'The secret storage did not delete every token');
  }

  async #becomeSignedOut(): Promise<void> {
    await this.#memento.update(currentGatewayKey, noGateway);
    await this.#choose();
  }

  async #stored(): Promise<PlatformSetting[]> {
    const stored: PlatformSetting[] = [];
    for (const platform of readPlatforms()) if (await this.#tokens.read(platform.gatewayUrl)) stored.push(platform);
    return stored;
  }

  async #updateOthers(): Promise<void> {
    if (this.#current.state !== 'signedOut' || !this.#current.others) return;
    this.#replace({ state: 'signedOut', others: await this.#stored() });
  }

  async #choose(): Promise<Session> {
    const platforms = readPlatforms();
    const last = this.#memento.get<string>(currentGatewayKey);
    if (last === noGateway) return this.#replace({ state: 'signedOut', others: await this.#stored() });
    const ordered = [...platforms].sort((a, b) => Number(b.gatewayUrl === last) - Number(a.gatewayUrl === last));
    for (const platform of ordered) {
      const stored = await this.#tokens.read(platform.gatewayUrl);
      if (stored) return this.#replace({ state: 'signedIn', platform, ...stored });
    }
    const lost = platforms.find(({ gatewayUrl }) => gatewayUrl === last);
    return this.#replace(lost ? { state: 'lost', platform: lost } : { state: 'signedOut' });
  }

  /**
   * Updates the session after the secret of a gateway changed, because the user signed in or out in this window or
   * another window.
   */
  async #follow(gatewayUrl: GatewayUrl): Promise<void> {
    const session = this.#current;
    const stored = await this.#tokens.read(gatewayUrl);
    const isCurrent = this.#isCurrent(gatewayUrl);
    if (!stored) {
      // Only a window that used this token stores the sign-out. Otherwise the sign-out could overwrite a later sign-in
      // of another window.
      await this.#updateOthers();
      if (!isCurrent || session.state !== 'signedIn') return;
      await this.#becomeSignedOut();
      return;
    }
    if (session.state === 'signedIn' && (!isCurrent || session.accessToken === stored.accessToken)) return;
    this.#replace({ state: 'signedIn', platform: platformForGateway(gatewayUrl), ...stored });
  }

  /**
   * Updates the session after another window left a mark. In a browser, VS Code does not notify this window of changed
   * secrets, and this window keeps a copy of each secret. So after a sign-out in another window, this also deletes the
   * copy of the token.
   */
  async #followMark(gatewayUrl: GatewayUrl, signedIn: boolean): Promise<void> {
    const session = this.#current;
    if (!signedIn) await this.#tokens.delete(gatewayUrl);
    await this.#follow(gatewayUrl);
    if (signedIn && this.#current.state !== 'signedIn' && session.state !== 'signedIn') {
      this.#replace({ state: 'elsewhere', platform: platformForGateway(gatewayUrl) });
    }
  }

  async #afterReading(change: () => Promise<void>): Promise<void> {
    await this.read();
    await this.#inOrder(change);
  }

  /**
   * Makes changes of the session one after the other. Otherwise a slow read of the secret storage in one change could
   * overwrite the result of a later change.
   */
  #inOrder<T>(change: () => Promise<T>): Promise<T> {
    const next = this.#lastChange.then(change);
    this.#lastChange = next.catch(() => undefined);
    return next;
  }

  #isCurrent(gatewayUrl: GatewayUrl): boolean {
    return this.#current.state !== 'signedOut' && this.#current.platform.gatewayUrl === gatewayUrl;
  }

  #replace<T extends Session>(session: T): T {
    this.#current = session;
    this.#changed.fire(session);
    return session;
  }
}

/**
 * Returns the platform that has this gateway URL in the settings. If there is none, returns a platform that is named
 * after the host.
 */
export function platformForGateway(gatewayUrl: GatewayUrl): PlatformSetting {
  const known = readPlatforms().find((platform) => platform.gatewayUrl === gatewayUrl);
  return known ?? { name: new URL(gatewayUrl).hostname, gatewayUrl };
}
