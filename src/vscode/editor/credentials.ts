import type * as vscode from 'vscode';
import { isObject, parseJson, stringOf } from '../../core/http/json.ts';
import type { RepositoryCredential } from '../../core/repository/repository.ts';

const prefix = 'bkpaas.credential ';

/**
 * Credentials for hosts other than the platform, in VS Code's secret storage. Each origin has at most one credential.
 * The origin is part of the secret's key, so a credential cannot be read for another origin.
 */
export class Credentials {
  readonly #secrets: vscode.SecretStorage;
  /** Credentials that the secret storage did not keep. They are lost when the window closes. */
  readonly #unkept = new Map<string, RepositoryCredential>();

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  async get(url: string): Promise<RepositoryCredential | undefined> {
    const key = keyOf(url);
    const unkept = this.#unkept.get(key);
    if (unkept) return unkept;
    const json = parseJson((await readSecret(this.#secrets, key)) ?? '');
    if (!isObject(json)) return undefined;
    const [user, secret] = [stringOf(json, 'user'), stringOf(json, 'secret')];
    return user === undefined || secret === undefined ? undefined : { user, secret };
  }

  /**
   * Stores a credential. Resolves to false if the secret storage did not keep the credential, which is then lost when
   * the window closes.
   */
  async keep(url: string, credential: RepositoryCredential): Promise<boolean> {
    const key = keyOf(url);
    const kept = await keepSecret(this.#secrets, key, JSON.stringify(credential));
    if (kept) this.#unkept.delete(key);
    else this.#unkept.set(key, credential);
    return kept;
  }

  async forget(url: string): Promise<void> {
    const key = keyOf(url);
    this.#unkept.delete(key);
    await this.#secrets.delete(key);
  }
}

function keyOf(url: string): string {
  return `${prefix}${new URL(url).origin}`;
}

/** The methods of VS Code's secret storage that this module uses. */
export type Secrets = Pick<vscode.SecretStorage, 'store' | 'get'>;

/**
 * Stores a secret. Resolves to whether the secret storage kept the secret. This reads the secret back, because a
 * desktop without a keyring can lose a secret or refuse to store it. Never rejects.
 */
export async function keepSecret(secrets: Secrets, key: string, value: string): Promise<boolean> {
  try {
    await secrets.store(key, value);
    return (await secrets.get(key)) === value;
  } catch {
    return false;
  }
}

/**
 * Reads a secret. Resolves to undefined if the secret does not exist, or if VS Code throws because the keyring is
 * locked or missing. Never rejects.
 */
export async function readSecret(secrets: Secrets, key: string): Promise<string | undefined> {
  try {
    return await secrets.get(key);
  } catch {
    return undefined;
  }
}
