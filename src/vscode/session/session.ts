import * as vscode from 'vscode';
import { isObject, parseJson, stringOf } from '../../core/http/json.ts';
import { parseGatewayUrl, type GatewayUrl } from '../../core/platform/gatewayUrl.ts';
import type { Identity } from '../../core/platform/applications.ts';
import { background } from '../editor/background.ts';
import { keepSecret, readSecret } from '../editor/credentials.ts';
import { SessionMarks } from './sessionMarks.ts';
import { readPlatforms, type PlatformSetting } from '../editor/settings.ts';

/** The current session. Every change replaces it, so that code can detect after an `await` whether it changed. */
export type Session =
  | { state: 'signedOut' }
  /** Signed in when the window closed, but the secret storage has no token now. */
  | { state: 'lost'; platform: PlatformSetting }
  /** Signed in by another browser window, whose token this window can read only after a reload. */
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

/** What the secret storage holds for one gateway. */
type StoredSession = Pick<SignedIn, 'accessToken' | 'identity'>;

const secretPrefix = 'bkpaas.session ';
const currentKey = 'bkpaas.currentGateway';

/**
 * Stores one secret per gateway URL, so that signing in to a second platform keeps the first one's token, and follows
 * the changes of other windows. The URL is part of the key, so a token cannot be read for another gateway.
 */
export class SessionStore implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #memento: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<Session>();
  readonly #subscription: vscode.Disposable;
  readonly #marks: SessionMarks;
  /** Tokens that the secret storage did not keep. They last until the window closes. */
  readonly #unkept = new Map<GatewayUrl, StoredSession>();
  #current: Session = { state: 'signedOut' };
  #reading: Promise<Session> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(secrets: vscode.SecretStorage, memento: vscode.Memento) {
    this.#secrets = secrets;
    this.#memento = memento;
    this.#subscription = secrets.onDidChange((event) => {
      const reading = event.key.startsWith(secretPrefix)
        ? parseGatewayUrl(event.key.slice(secretPrefix.length))
        : undefined;
      if (reading?.ok) background('session', this.#follow(reading.gatewayUrl));
    });
    this.#marks = new SessionMarks(memento);
    this.#marks.watch((gatewayUrl, signedIn) => {
      background('session', this.#followMark(gatewayUrl, signedIn));
    });
  }

  get current(): Session {
    return this.#current;
  }

  /** Returns the session. The first call reads the secret storage. */
  async read(): Promise<Session> {
    this.#reading ??= this.#choose();
    await this.#reading;
    return this.#current;
  }

  /** Updates the current platform after the user's settings changed: it can have a new name, console or tenant. */
  async platformsChanged(): Promise<void> {
    const session = await this.read();
    if (session.state === 'signedOut') return;
    const platform = readPlatforms().find((candidate) => candidate.gatewayUrl === session.platform.gatewayUrl);
    if (platform) this.#replace({ ...session, platform });
  }

  /** Stores a tried token. Resolves to whether the secret storage kept it. */
  async signIn(platform: PlatformSetting, accessToken: string, identity: Identity): Promise<{ kept: boolean }> {
    await this.read();
    const stored = { accessToken, identity };
    const kept = await keepSecret(this.#secrets, secretPrefix + platform.gatewayUrl, JSON.stringify(stored));
    if (kept) this.#unkept.delete(platform.gatewayUrl);
    else this.#unkept.set(platform.gatewayUrl, stored);
    await this.#memento.update(currentKey, platform.gatewayUrl);
    this.#replace({ state: 'signedIn', platform, identity, accessToken });
    await this.#marks.leave(platform.gatewayUrl, true);
    return { kept };
  }

  /** Deletes the token of the current platform, here and in every other window. */
  async signOut(): Promise<void> {
    const session = await this.read();
    if (session.state === 'signedOut') return;
    const { gatewayUrl } = session.platform;
    this.#unkept.delete(gatewayUrl);
    await this.#memento.update(currentKey, undefined);
    await this.#secrets.delete(secretPrefix + gatewayUrl);
    await this.#marks.leave(gatewayUrl, false);
    await this.#choose();
  }

  /** Makes a platform the current one and resolves to its session; undefined if there is no token for it. */
  async switchTo(platform: PlatformSetting): Promise<SignedIn | undefined> {
    await this.read();
    const stored = await this.#load(platform.gatewayUrl);
    if (!stored) return undefined;
    await this.#memento.update(currentKey, platform.gatewayUrl);
    return this.#replace({ state: 'signedIn', platform, ...stored });
  }

  /** Whether a session's token is still the one stored for its platform, and was not rejected. */
  async stillHas({ platform, accessToken }: SignedIn): Promise<boolean> {
    const current = this.#current;
    if (current.state !== 'signedOut' && current.platform.gatewayUrl === platform.gatewayUrl)
      return current.state === 'signedIn' && current.accessToken === accessToken;
    return (await this.#load(platform.gatewayUrl))?.accessToken === accessToken;
  }

  /** Stops using a rejected token. The identity stays, so that the user sees which token it was. */
  reject(refused: SignedIn): void {
    if (this.#current.state !== 'signedIn' || this.#current.accessToken !== refused.accessToken) return;
    this.#replace({ state: 'rejected', platform: refused.platform, identity: refused.identity });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#marks.dispose();
    this.#changed.dispose();
  }

  async #choose(): Promise<Session> {
    const platforms = readPlatforms();
    const last = this.#memento.get<string>(currentKey);
    const ordered = [...platforms].sort((a, b) => Number(b.gatewayUrl === last) - Number(a.gatewayUrl === last));
    for (const platform of ordered) {
      const stored = await this.#load(platform.gatewayUrl);
      if (stored) return this.#replace({ state: 'signedIn', platform, ...stored });
    }
    const lost = platforms.find(({ gatewayUrl }) => gatewayUrl === last);
    return this.#replace(lost ? { state: 'lost', platform: lost } : { state: 'signedOut' });
  }

  /** Called when a secret changed: updates this session to a sign-in or sign-out in any window. */
  async #follow(gatewayUrl: GatewayUrl): Promise<void> {
    const session = await this.read();
    const stored = await this.#load(gatewayUrl);
    const isCurrent = session.state !== 'signedOut' && session.platform.gatewayUrl === gatewayUrl;
    if (!stored) {
      if (!isCurrent || session.state !== 'signedIn') return;
      await this.#memento.update(currentKey, undefined);
      await this.#choose();
      return;
    }
    if (session.state === 'signedIn' && (!isCurrent || session.accessToken === stored.accessToken)) return;
    this.#replace({ state: 'signedIn', platform: platformOf(gatewayUrl), ...stored });
  }

  /**
   * Follows a mark, because this window was not notified of the secret's change. Also deletes this window's copy of a
   * token that was signed out.
   */
  async #followMark(gatewayUrl: GatewayUrl, signedIn: boolean): Promise<void> {
    const session = await this.read();
    if (!signedIn) await this.#secrets.delete(secretPrefix + gatewayUrl);
    await this.#follow(gatewayUrl);
    if (signedIn && this.#current.state !== 'signedIn' && session.state !== 'signedIn') {
      this.#replace({ state: 'elsewhere', platform: platformOf(gatewayUrl) });
    }
  }

  async #load(gatewayUrl: GatewayUrl): Promise<StoredSession | undefined> {
    const unkept = this.#unkept.get(gatewayUrl);
    if (unkept) return unkept;
    const json = parseJson((await readSecret(this.#secrets, secretPrefix + gatewayUrl)) ?? '');
    const accessToken = isObject(json) ? stringOf(json, 'accessToken') : undefined;
    if (!isObject(json) || accessToken === undefined) return undefined;
    const stored = isObject(json['identity']) ? json['identity'] : {};
    const identity = { userName: stringOf(stored, 'userName'), appCode: stringOf(stored, 'appCode') };
    return { accessToken, identity };
  }

  #replace<T extends Session>(session: T): T {
    this.#current = session;
    this.#changed.fire(session);
    return session;
  }
}

/** Returns the platform of the settings with this gateway URL, otherwise one that is named after the host. */
export function platformOf(gatewayUrl: GatewayUrl): PlatformSetting {
  const known = readPlatforms().find((platform) => platform.gatewayUrl === gatewayUrl);
  return known ?? { name: new URL(gatewayUrl).hostname, gatewayUrl };
}
