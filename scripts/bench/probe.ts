import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import v8 from 'node:v8';
import vm from 'node:vm';
import * as vscode from 'vscode';
import { probePortVariable } from './probeTasks.ts';
import type { ProbeQuestion, ProbeReply, ProbeTaskName, ProbeTasks } from './probeTasks.ts';

/**
 * Activates the probe, an extension that measures another extension in the same extension host. The probe connects to
 * the bench when the window starts, and runs the tasks that it receives. Each task is one line of JSON.
 */
export function activate(context: vscode.ExtensionContext): void {
  const socket = connect(Number(process.env[probePortVariable]), '127.0.0.1');
  context.subscriptions.push({ dispose: () => socket.destroy() });
  socket.on('error', () => socket.destroy());
  createInterface(socket).on('line', (line) => {
    // probes.ts writes each question as one ProbeQuestion.
    void replyTo(JSON.parse(line) as ProbeQuestion).then((reply) => socket.write(`${JSON.stringify(reply)}\n`));
  });
}

async function replyTo({ task, given }: ProbeQuestion): Promise<ProbeReply> {
  try {
    return { answer: await tasks[task](given as never) }; // `given` has the type that ProbeTasks declares for `task`
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

const tasks: { [Task in ProbeTaskName]: (given: ProbeTasks[Task]['given']) => Promise<ProbeTasks[Task]['answer']> } = {
  activate: ({ extensions }) =>
    measureEachMs(extensions, async (id) => {
      const extension = vscode.extensions.getExtension(id);
      if (!extension || extension.isActive) throw new Error(`${id} is not there, or active already`);
      await extension.activate();
    }),
  upload: ({ uploads }) =>
    measureEachMs(uploads, async (upload) => {
      const outcome: unknown = await vscode.commands.executeCommand('bkpaas.uploadPackage', upload);
      if (typeof outcome !== 'object' || outcome === null || !('status' in outcome) || outcome.status !== 'uploaded')
        throw new Error(`not uploaded: ${JSON.stringify(outcome)}`);
    }),
  memory: () => {
    collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    return Promise.resolve({ heapUsed, rss });
  },
};

async function measureEachMs<Item>(items: readonly Item[], run: (item: Item) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (const item of items) {
    const started = performance.now();
    await run(item);
    times.push(performance.now() - started);
  }
  return times;
}

/**
 * Collects garbage. The extension host was started without `--expose-gc`, so this sets the flag at run time. Only a
 * context that is created after the flag was set has `gc`.
 */
function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void; // V8 defines gc as this function
  collect();
  collect();
}
