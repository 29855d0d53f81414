import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { ProbeReply, ProbeTask, ProbeTasks } from './probeTasks.ts';

/** The probe of one window. */
export interface Probe {
  /** Rejects with the error from the extension host, or when its window is closed. */
  ask: <Task extends ProbeTask>(task: Task, given: ProbeTasks[Task]['given']) => Promise<ProbeTasks[Task]['answer']>;
}

/** The server that probes connect to. */
export interface Probes {
  port: number;
  /** The probe of the window that was last opened or reloaded: each connects once. Rejects after 30 s without one. */
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
    port: (server.address() as AddressInfo).port, // a TCP server that listens has a port
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
    ask: <Task extends ProbeTask>(task: Task, given: ProbeTasks[Task]['given']) =>
      new Promise<ProbeTasks[Task]['answer']>((resolve, reject) => {
        const onClose = (): void => {
          reject(new Error(`the extension host went away during "${task}"`));
        };
        socket.once('close', onClose);
        lines.once('line', (line) => {
          socket.off('close', onClose);
          const reply = JSON.parse(line) as ProbeReply; // the probe writes it with the same types
          if ('error' in reply) reject(new Error(`${task} in the extension host: ${reply.error}`));
          else resolve(reply.answer as ProbeTasks[Task]['answer']); // ProbeTasks pairs each task with its answer
        });
        socket.write(`${JSON.stringify({ task, given })}\n`);
      }),
  };
}
