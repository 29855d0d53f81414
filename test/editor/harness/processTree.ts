import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import os from 'node:os';

/** A child process that ends together with everything it started. */
export interface ProcessTree {
  child: ChildProcess;
  /** Ends the child and its descendants and waits until the child is gone. Harmless when it is gone already. */
  kill: () => Promise<void>;
}

/**
 * Starts a program whose whole tree of processes can be ended, and is ended when this process ends first (Ctrl+C
 * included). Its stdout and stderr are pipes that the caller must read. Throws when the program cannot be started.
 */
export function startProcessTree(command: string, args: string[], env: NodeJS.ProcessEnv): ProcessTree {
  // On POSIX a process group of its own is what can be ended as one; Windows has taskkill /T for that.
  const child = spawn(command, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${command} cannot be started.`);
  const gone = new Promise<void>((resolve) =>
    child.once('close', () => {
      resolve();
    }),
  );
  const killNow = (): void => {
    killTree(pid);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    // Its exit listeners, killNow among them, end everything; passing the signal on would only wake other listeners again.
    process.exit(128 + os.constants.signals[signal]);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const forget = (): void => {
    process.off('exit', killNow);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on('exit', killNow);
  for (const signal of signals) process.on(signal, onSignal);
  void gone.then(forget);
  return {
    child,
    kill: async () => {
      killNow();
      await gone;
    },
  };
}

function killTree(pid: number): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // No such group: all of them are gone.
  }
}
