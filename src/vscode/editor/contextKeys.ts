import * as vscode from 'vscode';
import { background } from './background.ts';
import { contextKeyIds } from './ids.ts';

/** Sets context keys, each only when its value changes. No other code calls `setContext`. */
export class ContextKeys {
  readonly #values = new Map<string, unknown>();

  set(key: keyof typeof contextKeyIds, value: string | boolean): void {
    const id = contextKeyIds[key];
    if (this.#values.get(id) === value) return;
    this.#values.set(id, value);
    setContext(id, value);
  }

  /**
   * Sets each key that is true to `false`, calls `listen`, and then sets the key to its current value again. VS Code's
   * walkthrough reacts when a key becomes true, but ignores a key that is already true. Rejects if `listen` rejects.
   */
  async repeat(keys: readonly (keyof typeof contextKeyIds)[], listen: () => Thenable<unknown>): Promise<void> {
    const ids = keys.map((key) => contextKeyIds[key]).filter((id) => this.#values.get(id) === true);
    for (const id of ids) setContext(id, false);
    try {
      await listen();
    } finally {
      // During `listen`, a key can have been set to another value.
      for (const id of ids) setContext(id, this.#values.get(id));
    }
  }
}

function setContext(id: string, value: unknown): void {
  background('setContext', vscode.commands.executeCommand('setContext', id, value));
}
