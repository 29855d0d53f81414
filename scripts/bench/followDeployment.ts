import { fork } from 'node:child_process';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { successfulDeployment } from '../../test/platform/deployments/readyPlans.ts';
import type { DeployPlan } from '../../test/platform/deployments/deployScript.ts';
import { demoTokens } from '../../test/platform/seedDemo.ts';
import { startPlatform, type EmbeddedPlatform } from '../../test/platform/startPlatform.ts';
import { moduleOf } from '../../test/platform/state.ts';
import type { Switches } from '../../test/platform/switches.ts';
import { upperLimit, type Figure } from './figures.ts';
import type { FollowResult, FollowMessage } from './followTasks.ts';

/** 100,000 lines of 94 bytes, about 9 MB in total. Each line contains color codes and Chinese text. */
const lines = Array.from({ length: 100_000 }, (_, index) =>
  `\u001b[3${index % 8}m[${index}]\u001b[0m 正在安装依赖 node_modules/package-${index}`.padEnd(82, '.'),
);

/** How many times faster than real time the deployments of 5 and 15 minutes run. */
const speedFactor = 60;
const quarterHourMs = 15 * 60_000;

/** A deployment that has ended before it is read for the first time, so the first response contains the whole log. */
const endedDeployment = successfulDeployment({ durationMs: 1, lines });
const repeatCount = 3;

const channels: readonly (readonly [how: string, switches: Partial<Switches>])[] = [
  ['with events', {}],
  ['without', { streamEndpoint: false }],
];

/**
 * Measures how deployments are followed over HTTP in a separate process (followProbe.ts), which runs the extension's
 * code. The separate process sends each change of the log to this process, which simulates the page.
 *
 * The first figures are for a deployment that had ended before it was opened, because the whole log then arrives in one
 * response. The other figures are for deployments that are followed from their start.
 */
export async function followDeploymentFigures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const opened: Measurement[] = [];
  for (let count = 0; count < repeatCount; count += 1) opened.push(await measureDeployment({}, endedDeployment, 1));
  if (opened.some(({ pageLines, answer }) => pageLines !== answer.lines))
    throw new Error('the page has another log than the process');
  // Compares the longest delays of the runs, and uses the run with the lowest value. A delay that the measured code
  // causes occurs in every run. A delay that occurs only in some runs comes from the machine.
  const [best, ...others] = opened.toSorted((one, other) => one.answer.longestDelayMs - other.answer.longestDelayMs);
  if (!best || others.length === 0) throw new Error('nothing was measured');
  const { lines: count, textBytes } = best.answer;
  figures.push(
    ...figuresOfProcess(`${count} lines, ${formatMegabytes(textBytes)}, at once, best of ${repeatCount}`, best),
  );
  for (const [how, switches] of channels) {
    const growing = await measureDeployment(
      switches,
      successfulDeployment({ durationMs: 300_000, lines }),
      speedFactor,
    );
    const times = growing.sentBytes / growing.answer.textBytes;
    const bar = { text: '< 3', kept: times < 3, kind: 'exact' as const };
    figures.push(...figuresOfProcess(`the same growing in 5 minutes ${how}`, growing));
    figures.push({ what: `  what was fetched, in sizes of the log`, measured: times.toFixed(2), bar });
  }
  for (const [how, switches] of channels) {
    const { requests } = await measureDeployment(
      switches,
      successfulDeployment({ durationMs: quarterHourMs }),
      speedFactor,
    );
    const what = `requests of a quiet deployment of 15 minutes ${how}`;
    figures.push({ what, measured: String(requests), bar: upperLimit(120, '', requests, 'exact') });
  }
  return figures;
}

function figuresOfProcess(what: string, { answer }: Measurement): Figure[] {
  const { longestDelayMs, heapBytes, residentBytes } = answer;
  const heapMb = heapBytes / 1024 / 1024;
  const delay = upperLimit(50, ' ms', longestDelayMs, 'noted');
  return [
    { what: `${what}: longest delay of the event loop`, measured: `${longestDelayMs.toFixed(1)} ms`, bar: delay },
    { what: '  growth of its heap', measured: formatMegabytes(heapBytes), bar: upperLimit(60, ' MB', heapMb, 'exact') },
    { what: '  growth of its resident size', measured: formatMegabytes(residentBytes) },
  ];
}

function formatMegabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

interface Measurement {
  answer: FollowResult;
  /** Number of lines that the simulated page has at the end. */
  pageLines: number;
  requests: number;
  /** Total bytes of the platform's response bodies. */
  sentBytes: number;
}

async function measureDeployment(switches: Partial<Switches>, plan: DeployPlan, speed: number): Promise<Measurement> {
  const startedAt = performance.now();
  const now = (): Date => new Date(Date.UTC(2026, 0) + (performance.now() - startedAt) * speed);
  const platform = await startPlatform({ now, switches });
  const counting = await startCountingProxy(platform.gatewayUrl);
  try {
    const id = addDeployment(platform, plan, now());
    const { answer, pageLines } = await followInChildProcess(counting.gatewayUrl, id, speed);
    if (answer.status !== 'successful') throw new Error(`the deployment ended as ${answer.status ?? 'unknown'}`);
    return { answer, pageLines, requests: platform.requests.length, sentBytes: counting.bytes() };
  } finally {
    await counting.close();
    await platform.close();
  }
}

/** Adds a deployment of demo-app that was created at `created`. Returns the deployment's ID. */
function addDeployment({ state }: EmbeddedPlatform, plan: DeployPlan, created: Date): string {
  const application = state.applications.get('demo-app');
  if (!application) throw new Error('the seed has no demo-app');
  const module = moduleOf(state, 'demo-app', 'default');
  const id = '36ef5721-7313-48fa-a59a-1dc47c585828';
  module.deployments.push({
    id,
    order: state.nextOrder++,
    environment: 'stag',
    source: { type: 'package', name: '1.0.2', url: 'bkrepo://', revision: '1.0.2' },
    operator: 'admin',
    created,
    script: plan({ application, module, environment: 'stag' }),
    revisionId: 1,
  });
  return id;
}

/** Starts a proxy in front of the platform. The proxy counts the bytes of the response bodies. */
async function startCountingProxy(
  gatewayUrl: string,
): Promise<{ gatewayUrl: string; bytes: () => number; close: () => Promise<void> }> {
  let bytes = 0;
  const { origin, pathname } = new URL(gatewayUrl);
  const server = http.createServer((incoming, outgoing) => {
    const passed = http.request(`${origin}${incoming.url ?? '/'}`, { headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('data', (chunk: Buffer) => (bytes += chunk.length)).pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // address() of a listening TCP server is an AddressInfo
  return {
    gatewayUrl: `http://127.0.0.1:${port}${pathname}`,
    bytes: () => bytes,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function followInChildProcess(
  gatewayUrl: string,
  id: string,
  speed: number,
): Promise<{ answer: FollowResult; pageLines: number }> {
  const child = fork(fileURLToPath(new URL('followProbe.ts', import.meta.url)), { execArgv: ['--expose-gc'] });
  const page: string[] = [];
  try {
    const answer = await new Promise<FollowResult>((resolve, reject) => {
      child.once('exit', (code) => {
        reject(new Error(`the process that follows ended with ${code ?? 'a signal'}`));
      });
      child.on('message', (message: FollowMessage) => {
        if (message.kind === 'done') resolve(message.answer);
        else {
          page.length = message.from;
          for (const line of message.lines) page.push(line);
        }
      });
      const accessToken = demoTokens.admin;
      child.send({ gatewayUrl, accessToken, appCode: 'demo-app', module: 'default', id, speed });
    });
    return { answer, pageLines: page.length };
  } finally {
    child.removeAllListeners('exit');
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    await gone;
  }
}
