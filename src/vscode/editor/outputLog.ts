import * as vscode from 'vscode';
import type { Log } from '../../core/http/log.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import type { LogLine, RememberedError } from '../../texts/diagnosticsText.ts';
import { LogMemory } from './logMemory.ts';

/** The output channel "BlueKing PaaS". It is never brought to the front by itself, only by the command "Show Log". */
export interface OutputLog extends Log {
  show(): void;
  /** The last 200 lines of this window, oldest first, also those that the channel's level hides. */
  lines(): readonly LogLine[];
  /** Keeps what the diagnostics tell of an error that is shown to the person. */
  rememberError(error: PlatformError): void;
  lastError(): RememberedError | undefined;
  dispose(): void;
}

/** The channel is made by its first line: most windows never write one. */
export function createOutputLog(): OutputLog {
  const memory = new LogMemory();
  let made: vscode.LogOutputChannel | undefined;
  const channel = (): vscode.LogOutputChannel =>
    (made ??= vscode.window.createOutputChannel('BlueKing PaaS', { log: true }));
  const writer =
    (level: LogLine['level']) =>
    (message: string): void => {
      memory.add(level, message);
      channel()[level](message);
    };
  return {
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    show: () => {
      channel().show(true);
    },
    lines: () => [...memory.lines],
    rememberError: (error) => {
      memory.rememberError(error);
    },
    lastError: () => memory.lastError,
    dispose: () => {
      made?.dispose();
    },
  };
}
