import * as vscode from 'vscode';
import type { Log } from '../../core/http/log.ts';
import type { LogLine } from '../../texts/diagnosticsText.ts';
import { LogMemory } from './logMemory.ts';

/** The output channel "BlueKing PaaS". It is created with its first line, because most windows never write one. */
export class OutputLog extends LogMemory implements Log, vscode.Disposable {
  #channel: vscode.LogOutputChannel | undefined;

  readonly debug = this.#writer('debug');
  readonly info = this.#writer('info');
  readonly warn = this.#writer('warn');
  readonly error = this.#writer('error');

  /** Opens the channel. Called only at the user's request. */
  show(): void {
    this.#open().show(true);
  }

  dispose(): void {
    this.#channel?.dispose();
  }

  #writer(level: LogLine['level']) {
    return (message: string): void => {
      this.add(level, message);
      this.#open()[level](message);
    };
  }

  #open(): vscode.LogOutputChannel {
    return (this.#channel ??= vscode.window.createOutputChannel('BlueKing PaaS', { log: true }));
  }
}
