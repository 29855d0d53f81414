import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import os from 'node:os';

/** A child process that ends together with everything it started. */
export interface ProcessTree {
  child: ChildProcess;
  /** Ends the child and its descendants and waits until the child has exited. Does nothing if it already has. */
  kill: () => Promise<void>;
}

/**
 * Starts a program whose whole process tree can be ended, and is ended when this process exits first (including by
 * Ctrl+C). Its stdout and stderr are pipes that the caller must read. Throws if the program cannot be started.
 */
export function startProcessTree(command: string, args: string[], env: NodeJS.ProcessEnv): ProcessTree {
  // POSIX ends a process group as one; Windows uses taskkill /T.
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
    // The exit listeners, including killNow, end everything. Passing the signal on would only trigger other listeners
    // again.
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
    // No such group: all of its processes have exited.
  }
}
