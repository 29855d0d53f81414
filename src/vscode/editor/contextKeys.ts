import * as vscode from 'vscode';
import { background } from './background.ts';
import { contextKeyIds } from './ids.ts';

/** Sets context keys. Calls `setContext` only if the value changes. No other code calls `setContext`. */
export class ContextKeys {
  readonly #values = new Map<string, unknown>();

  set(key: keyof typeof contextKeyIds, value: string | boolean): void {
    const id = contextKeyIds[key];
    if (this.#values.get(id) === value) return;
    this.#values.set(id, value);
    setContext(id, value);
  }

  /**
   * Sets each of these keys to `false` if it is true. Then calls `listen` and restores the keys. This is for VS Code's
   * walkthrough, which reacts only when a key becomes true. Rejects if `listen` rejects.
   */
  async repeat(keys: readonly (keyof typeof contextKeyIds)[], listen: () => Thenable<unknown>): Promise<void> {
    const ids = keys.map((key) => contextKeyIds[key]).filter((id) => this.#values.get(id) === true);
    for (const id of ids) setContext(id, false);
    try {
      await listen();
    } finally {
      // A call of `set` during `listen` can have changed a value, so this uses the current values.
      for (const id of ids) setContext(id, this.#values.get(id));
    }
  }
}

function setContext(id: string, value: unknown): void {
  background('setContext', vscode.commands.executeCommand('setContext', id, value));
}
