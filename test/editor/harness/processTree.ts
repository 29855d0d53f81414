import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import os from 'node:os';

/** A child process that is ended together with all of its descendants. */
export interface ProcessTree {
  child: ChildProcess;
  /**
   * Ends the child and its descendants and waits until the child has exited. Resolves immediately if the child has
   * already exited.
   */
  kill: () => Promise<void>;
}

/**
 * Starts a program whose whole process tree can be ended. The process tree is also ended when this process exits,
 * including by Ctrl+C. The program's stdout and stderr are pipes that the caller must read. Throws if the program
 * cannot be started.
 */
export function startProcessTree(command: string, args: string[], env: NodeJS.ProcessEnv): ProcessTree {
  // On POSIX, `detached` creates a process group, which `killTree` ends with one signal. On Windows, `killTree` uses
  // taskkill /T.
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
    // `process.exit` runs the exit listeners, including `killNow`. `onSignal` does not raise the signal again, because
    // a second signal would run the other signal listeners twice.
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
    // The process group does not exist any more, because all of its processes have exited.
  }
}
