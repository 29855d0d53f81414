import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { ProbeReply, ProbeTaskName, ProbeTasks } from './probeTasks.ts';

/** The probe of one window. */
export interface Probe {
  /** Runs a task. Rejects if the task throws in the extension host, or if the window is closed before the reply. */
  ask: <Task extends ProbeTaskName>(
    task: Task,
    given: ProbeTasks[Task]['given'],
  ) => Promise<ProbeTasks[Task]['answer']>;
}

/** The server that probes connect to. */
export interface Probes {
  port: number;
  /**
   * Resolves to the probe of the window that was last opened or reloaded. Call this once for each opened or reloaded
   * window, because each probe connects once. Rejects if no probe connects within 30 s.
   */
  next: () => Promise<Probe>;
  close: () => Promise<void>;
}

/** Listens for probes on a free port. */
export async function listenForProbes(): Promise<Probes> {
  const waiting: Socket[] = [];
  const sockets = new Set<Socket>();
  let called: (() => void) | undefined;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    waiting.push(socket);
    called?.();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port, // address() of a listening TCP server is an AddressInfo
    next: async () => {
      if (waiting.length === 0)
        await new Promise<void>((resolve, reject) => {
          const timer = setTimeout(() => {
            reject(new Error('no probe called within 30 s'));
          }, 30_000);
          called = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      const socket = waiting.pop();
      if (!socket) throw new Error('two waited for one probe');
      return probeOn(socket);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function probeOn(socket: Socket): Probe {
  const lines = createInterface(socket);
  return {
    ask: <Task extends ProbeTaskName>(task: Task, given: ProbeTasks[Task]['given']) =>
      new Promise<ProbeTasks[Task]['answer']>((resolve, reject) => {
        const onClose = (): void => {
          reject(new Error(`the extension host went away during "${task}"`));
        };
        socket.once('close', onClose);
        lines.once('line', (line) => {
          socket.off('close', onClose);
          const reply = JSON.parse(line) as ProbeReply; // the probe writes each line as one ProbeReply
          if ('error' in reply) reject(new Error(`${task} in the extension host: ${reply.error}`));
          else resolve(reply.answer as ProbeTasks[Task]['answer']); // ProbeTasks declares this type for `task`
        });
        socket.write(`${JSON.stringify({ task, given })}\n`);
      }),
  };
}
