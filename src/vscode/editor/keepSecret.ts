/** The part of VS Code's secret storage that is needed here. */
export interface Secrets {
  store(key: string, value: string): PromiseLike<void>;
  get(key: string): PromiseLike<string | undefined>;
}

/**
 * Stores a secret and resolves with whether it is there afterwards. It is read back because a desktop without a keyring
 * may take a secret and lose it, or refuse it. Never rejects.
 */
export async function keepSecret(secrets: Secrets, key: string, value: string): Promise<boolean> {
  try {
    await secrets.store(key, value);
    return (await secrets.get(key)) === value;
  } catch {
    return false;
  }
}

/** A keyring that is locked or missing throws: that is "nothing kept" and not a broken extension. Never rejects. */
export async function readSecret(secrets: Secrets, key: string): Promise<string | undefined> {
  try {
    return await secrets.get(key);
  } catch {
    return undefined;
  }
}
