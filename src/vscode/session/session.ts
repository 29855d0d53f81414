import * as vscode from 'vscode';
import { isObject, parseJson, stringOf } from '../../core/http/json.ts';
import { parseGatewayUrl, type GatewayUrl } from '../../core/platform/gatewayUrl.ts';
import type { Identity } from '../../core/platform/applications.ts';
import { background } from '../editor/background.ts';
import { keepSecret, readSecret } from '../editor/credentials.ts';
import { SessionMarks } from './sessionMarks.ts';
import { readPlatforms, type PlatformSetting } from '../editor/settings.ts';

/** Who is signed in where. Replaced whole at each change, so that code can tell after an `await` whether the world moved. */
export type Session =
  | { state: 'signedOut' }
  /** Signed in when the window closed, and the secret storage has nothing now. */
  | { state: 'lost'; platform: PlatformSetting }
  /** Signed in by another window of a browser, whose token this one can read only after a reload. */
  | { state: 'elsewhere'; platform: PlatformSetting }
  | SignedIn
  /** The platform does not accept the token any more. */
  | { state: 'rejected'; platform: PlatformSetting; identity: Identity };

export interface SignedIn {
  state: 'signedIn';
  platform: PlatformSetting;
  identity: Identity;
  accessToken: string;
}

/** What the secret storage keeps for one gateway. */
interface StoredSession {
  accessToken: string;
  identity: Identity;
}

const secretPrefix = 'bkpaas.session ';
const currentKey = 'bkpaas.currentGateway';

/**
 * Keeps one secret per gateway base URL, so that signing in to a second platform never touches the first one's token, and
 * follows what other windows do to them. The address is part of the key: a token cannot be asked for by another one.
 */
export class SessionStore implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #memento: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<Session>();
  readonly #subscription: vscode.Disposable;
  readonly #marks: SessionMarks;
  /** Tokens that the secret storage did not keep: good until the window closes. */
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

  /** The session once the secret storage has been read; that happens once. */
  async read(): Promise<Session> {
    this.#reading ??= this.#choose();
    await this.#reading;
    return this.#current;
  }

  /** The user's settings changed: the current platform may have a new name, console or tenant. */
  async platformsChanged(): Promise<void> {
    const session = await this.read();
    if (session.state === 'signedOut') return;
    const platform = readPlatforms().find((candidate) => candidate.gatewayUrl === session.platform.gatewayUrl);
    if (platform) this.#replace({ ...session, platform });
  }

  /**
   * Keeps a token that was tried. Resolves with whether the secret storage has it: some desktops without a keyring take a
   * secret and lose it, so it is read back.
   */
  async signIn(platform: PlatformSetting, accessToken: string, identity: Identity): Promise<{ kept: boolean }> {
    await this.read();
    const stored: StoredSession = { accessToken, identity };
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

  /** Makes a platform the current one, if there is a token for it. Resolves with the session then, or undefined. */
  async switchTo(platform: PlatformSetting): Promise<SignedIn | undefined> {
    await this.read();
    const stored = await this.#load(platform.gatewayUrl);
    if (!stored) return undefined;
    await this.#memento.update(currentKey, platform.gatewayUrl);
    const session: SignedIn = { state: 'signedIn', platform, ...stored };
    this.#replace(session);
    return session;
  }

  /** Whether the token of a session is still the one that is kept for its platform, and not refused. */
  async stillHas({ platform, accessToken }: SignedIn): Promise<boolean> {
    const current = this.#current;
    if (current.state !== 'signedOut' && current.platform.gatewayUrl === platform.gatewayUrl)
      return current.state === 'signedIn' && current.accessToken === accessToken;
    return (await this.#load(platform.gatewayUrl))?.accessToken === accessToken;
  }

  /** The token was refused: it is not used again, and kept only so that the person sees which one it was. */
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
    const [first] = ordered;
    return this.#replace(
      first && first.gatewayUrl === last ? { state: 'lost', platform: first } : { state: 'signedOut' },
    );
  }

  /** Another window signed in or out, or this one did: the secret tells which. */
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

  /** The same without the secret's own news. What this window still holds of a token that was signed out is deleted too. */
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
    const stored = await readSecret(this.#secrets, secretPrefix + gatewayUrl);
    const json = stored === undefined ? undefined : parseJson(stored);
    const accessToken = isObject(json) ? stringOf(json, 'accessToken') : undefined;
    if (!isObject(json) || accessToken === undefined) return undefined;
    const identity = isObject(json['identity']) ? json['identity'] : {};
    return {
      accessToken,
      identity: { userName: stringOf(identity, 'userName'), appCode: stringOf(identity, 'appCode') },
    };
  }

  #replace(session: Session): Session {
    this.#current = session;
    this.#changed.fire(session);
    return session;
  }
}

function platformOf(gatewayUrl: GatewayUrl): PlatformSetting {
  const known = readPlatforms().find((platform) => platform.gatewayUrl === gatewayUrl);
  return known ?? { name: new URL(gatewayUrl).hostname, gatewayUrl };
}
