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
    background('setContext', vscode.commands.executeCommand('setContext', id, value));
  }
}
