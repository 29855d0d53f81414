import * as vscode from 'vscode';
import type { Log } from '../../core/http/log.ts';
import type { LogLine } from '../../texts/diagnosticsText.ts';
import { LogMemory } from './logMemory.ts';

/**
 * The output channel "BlueKing PaaS". The channel is created when the first line is written, because most windows write
 * no line.
 */
export class OutputLog extends LogMemory implements Log, vscode.Disposable {
  #channel: vscode.LogOutputChannel | undefined;

  readonly debug = this.#writer('debug');
  readonly info = this.#writer('info');
  readonly warn = this.#writer('warn');
  readonly error = this.#writer('error');

  /** Shows the channel without taking the focus. Called only when the user chooses to see the log. */
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
