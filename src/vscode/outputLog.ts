import * as vscode from 'vscode';
import type { Log } from '../core/http/log.ts';

/** The output channel "BlueKing PaaS". It is never brought to the front by itself, only by the command "Show Log". */
export interface OutputLog extends Log {
  show(): void;
  dispose(): void;
}

/** The channel is made by its first line: most windows never write one. */
export function createOutputLog(): OutputLog {
  let made: vscode.LogOutputChannel | undefined;
  const channel = (): vscode.LogOutputChannel =>
    (made ??= vscode.window.createOutputChannel('BlueKing PaaS', { log: true }));
  return {
    debug: (message) => {
      channel().debug(message);
    },
    info: (message) => {
      channel().info(message);
    },
    warn: (message) => {
      channel().warn(message);
    },
    error: (message) => {
      channel().error(message);
    },
    show: () => {
      channel().show(true);
    },
    dispose: () => {
      made?.dispose();
    },
  };
}
