import type * as vscode from 'vscode';
import { isObject, parseJson, stringOf, type JsonObject } from '../../core/http/json.ts';
import type { RepositoryCredential } from '../../core/repository/repository.ts';

/**
 * Credentials for hosts other than the platform, in VS Code's secret storage. Each origin has at most one credential.
 * The origin is part of the secret's key, so a credential cannot be read for another origin.
 */
export class Credentials {
  readonly #stored: StoredSecrets<RepositoryCredential>;

  constructor(secrets: vscode.SecretStorage) {
    this.#stored = new StoredSecrets(secrets, 'bkpaas.credential ', (json) => {
      const [user, secret] = [stringOf(json, 'user'), stringOf(json, 'secret')];
      return user === undefined || secret === undefined ? undefined : { user, secret };
    });
  }

  get(url: string): Promise<RepositoryCredential | undefined> {
    return this.#stored.read(new URL(url).origin);
  }

  /**
   * Stores a credential. Resolves to false if the secret storage did not keep the credential, which is then lost when
   * the window closes.
   */
  keep(url: string, credential: RepositoryCredential): Promise<boolean> {
    return this.#stored.keep(new URL(url).origin, credential);
  }

  forget(url: string): Promise<void> {
    return this.#stored.delete(new URL(url).origin);
  }
}

/**
 * Values with names, stored as JSON in VS Code's secret storage. The key of a secret is `prefix` followed by the name.
 */
export class StoredSecrets<T, Name extends string = string> {
  readonly #secrets: vscode.SecretStorage;
  readonly #prefix: string;
  readonly #parse: (json: JsonObject) => T | undefined;
  /** Values that the secret storage did not keep. They are lost when the window closes. */
  readonly #unkept = new Map<Name, T>();

  /** `parse` returns undefined if the object is not a valid value. */
  constructor(secrets: vscode.SecretStorage, prefix: string, parse: (json: JsonObject) => T | undefined) {
    this.#secrets = secrets;
    this.#prefix = prefix;
    this.#parse = parse;
  }

  /**
   * Calls the listener when a value is stored or deleted in this or another window. The listener gets the value's name.
   */
  onDidChange(listener: (name: string) => void): vscode.Disposable {
    return this.#secrets.onDidChange(({ key }) => {
      for (const name of this.#namesIn([key])) listener(name);
    });
  }

  /**
   * Stores a value, and reads it back, because a desktop without a keyring can lose a secret or refuse to store it.
   * Resolves to false if the secret storage did not keep the value. Never rejects.
   */
  async keep(name: Name, value: T): Promise<boolean> {
    const key = this.#prefix + name;
    const json = JSON.stringify(value);
    let kept = false;
    try {
      await this.#secrets.store(key, json);
      kept = (await this.#secrets.get(key)) === json;
    } catch {
      // The secret storage refused the secret.
    }
    if (kept) this.#unkept.delete(name);
    else this.#unkept.set(name, value);
    return kept;
  }

  /** Resolves to undefined if no valid value is stored, or if the keyring is locked or missing. Never rejects. */
  async read(name: Name): Promise<T | undefined> {
    const unkept = this.#unkept.get(name);
    if (unkept !== undefined) return unkept;
    let text: string | undefined;
    try {
      text = await this.#secrets.get(this.#prefix + name);
    } catch {
      return undefined;
    }
    const json = parseJson(text ?? '');
    return isObject(json) ? this.#parse(json) : undefined;
  }

  /** Deletes a value. Rejects if the secret storage cannot delete the secret. */
  async delete(name: Name): Promise<void> {
    this.#unkept.delete(name);
    await this.#secrets.delete(this.#prefix + name);
  }

  /**
   * Resolves to the names of all values. If the secret storage cannot list its keys, the names of the values that it
   * stores are missing.
   */
  async names(): Promise<string[]> {
    let keys: string[] = [];
    try {
      keys = await this.#secrets.keys();
    } catch {
      // The keyring is locked or missing.
    }
    return [...new Set([...this.#unkept.keys(), ...this.#namesIn(keys)])];
  }

  #namesIn(keys: readonly string[]): string[] {
    return keys.filter((key) => key.startsWith(this.#prefix)).map((key) => key.slice(this.#prefix.length));
  }
}
