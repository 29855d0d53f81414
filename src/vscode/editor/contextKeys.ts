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
    announce(id, value);
  }

  /**
   * Sets those of the keys that are true only after `listen` has resolved, and to false before. For listeners of VS
   * Code that hear a key become true, but do not read a key that is true already. Rejects if `listen` rejects.
   */
  async repeat(keys: readonly (keyof typeof contextKeyIds)[], listen: () => Thenable<unknown>): Promise<void> {
    const ids = keys.map((key) => contextKeyIds[key]).filter((id) => this.#values.get(id) === true);
    for (const id of ids) announce(id, false);
    try {
      await listen();
    } finally {
      // A key can have been set to another value in the meantime.
      for (const id of ids) announce(id, this.#values.get(id));
    }
  }
}

function announce(id: string, value: unknown): void {
  background('setContext', vscode.commands.executeCommand('setContext', id, value));
}
