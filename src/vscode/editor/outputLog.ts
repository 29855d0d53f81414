import * as vscode from 'vscode';
import type { Log } from '../../core/http/log.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import type { LogLine, RememberedError } from '../../texts/diagnosticsText.ts';
import { LogMemory } from './logMemory.ts';

/** The output channel "BlueKing PaaS". It opens only when the user asks for it. */
export interface OutputLog extends Log {
  show(): void;
  /** The last 200 lines of this window, oldest first, including those that the channel's level hides. */
  lines(): readonly LogLine[];
  /** Keeps what the diagnostics report about an error that is shown to the user. */
  rememberError(error: PlatformError): void;
  lastError(): RememberedError | undefined;
  dispose(): void;
}

/** Creates the log. Its channel is created with the first line, because most windows never write one. */
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
