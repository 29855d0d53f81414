import type * as vscode from 'vscode';
import { isObject, parseJson, stringOf } from '../../core/http/json.ts';
import type { Identity } from '../../core/platform/applications.ts';
import { parseGatewayUrl, type GatewayUrl } from '../../core/platform/gatewayUrl.ts';
import { keepSecret, readSecret } from '../editor/credentials.ts';

/** A token, and for whom the gateway issued it. */
export interface StoredToken {
  accessToken: string;
  identity: Identity;
}

const prefix = 'bkpaas.session ';

/**
 * The tokens in the secret storage. Each gateway URL has a separate secret, so that a sign-in to a second platform keeps
 * the token of the first platform. The gateway URL is part of the secret's key, so a token cannot be read for another
 * gateway.
 */
export class StoredTokens {
  readonly #secrets: vscode.SecretStorage;
  /** Tokens that the secret storage did not keep. They are lost when the window closes. */
  readonly #unkept = new Map<GatewayUrl, StoredToken>();

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  /** Calls the listener with the gateway URL when a token is stored or deleted, in this window or another one. */
  onDidChange(listener: (gatewayUrl: GatewayUrl) => void): vscode.Disposable {
    return this.#secrets.onDidChange(({ key }) => {
      const gatewayUrl = gatewayUrlOf(key);
      if (gatewayUrl !== undefined) listener(gatewayUrl);
    });
  }

  /** Stores a token. Resolves to false if the secret storage did not keep it; then it lasts as long as the window. */
  async keep(gatewayUrl: GatewayUrl, token: StoredToken): Promise<boolean> {
    const kept = await keepSecret(this.#secrets, prefix + gatewayUrl, JSON.stringify(token));
    if (kept) this.#unkept.delete(gatewayUrl);
    else this.#unkept.set(gatewayUrl, token);
    return kept;
  }

  async read(gatewayUrl: GatewayUrl): Promise<StoredToken | undefined> {
    const unkept = this.#unkept.get(gatewayUrl);
    if (unkept) return unkept;
    const json = parseJson((await readSecret(this.#secrets, prefix + gatewayUrl)) ?? '');
    const accessToken = isObject(json) ? stringOf(json, 'accessToken') : undefined;
    if (!isObject(json) || accessToken === undefined) return undefined;
    const stored = isObject(json['identity']) ? json['identity'] : {};
    const identity = { userName: stringOf(stored, 'userName'), appCode: stringOf(stored, 'appCode') };
    return { accessToken, identity };
  }

  async delete(gatewayUrl: GatewayUrl): Promise<void> {
    this.#unkept.delete(gatewayUrl);
    await this.#secrets.delete(prefix + gatewayUrl);
  }

  /** Resolves to the gateway URLs of the secrets. Empty if the secret storage cannot list its keys. */
  async gatewayUrls(): Promise<GatewayUrl[]> {
    const keys = await Promise.resolve(this.#secrets.keys()).catch(() => []);
    return keys.flatMap((key) => gatewayUrlOf(key) ?? []);
  }
}

function gatewayUrlOf(key: string): GatewayUrl | undefined {
  const parsed = parseGatewayUrl(key.startsWith(prefix) ? key.slice(prefix.length) : '');
  return parsed.ok ? parsed.gatewayUrl : undefined;
}
