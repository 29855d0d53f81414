import { progressOf } from '../deployments/deploymentProgress.ts';
import { offlineStatus } from '../deployments/environmentState.ts';
import { sortByOrder } from '../state.ts';
import { podNames, processesOf, releasedAt } from './processSeeds.ts';
import type { Application, Deployment, Environment, Module } from '../state.ts';
import type { ProcessSeed } from './processSeeds.ts';

/** A line that a process wrote. */
export interface StoredLine {
  /** Milliseconds since 1970. Responses contain only whole seconds (platform-api.md 4.16). */
  at: number;
  environment: Environment;
  process: string;
  pod: string;
  message: string;
}

/** Milliseconds between two lines of the generated log. */
const TICK_MS = 10_000;

/**
 * Returns the lines between two times (milliseconds since 1970, both included), oldest first. If a test has stored
 * lines in the module, selects from these lines. Otherwise, generates the log of every deployment that ran between the
 * two times. A generated line depends only on its time and its deployment, so old lines never change while the log
 * grows.
 */
export function linesBetween(
  application: Application,
  module: Module,
  { from, to, now }: { from: number; to: number; now: Date },
): StoredLine[] {
  if (module.logLines) return module.logLines.filter(({ at }) => at >= from && at <= to);
  const environments: readonly Environment[] = ['stag', 'prod'];
  return environments
    .flatMap((environment) =>
      releases(module, environment, now).flatMap(({ deployment, until }) => {
        const began = releasedAt(deployment).getTime();
        const writers = processesOf(module, environment)
          .filter(({ isStopped }) => isStopped !== true)
          .map((seed) => ({ seed, pods: podNames(application, module, deployment, seed) }));
        return writers.flatMap(({ seed, pods }) =>
          tickTimes(Math.max(from, began), Math.min(to, until)).flatMap((at) =>
            messagesAt(at, seed, pods).map(([pod, message]) => ({ at, environment, process: seed.name, pod, message })),
          ),
        );
      }),
    )
    .sort((one, other) => one.at - other.at);
}

interface Release {
  deployment: Deployment;
  /**
   * The time at which the next deployment or an offline operation ended this deployment, or the current time if it
   * still runs. Milliseconds since 1970.
   */
  until: number;
}

function releases(module: Module, environment: Environment, now: Date): Release[] {
  const successful = sortByOrder(module.deployments).filter(
    (each) => each.environment === environment && progressOf(each, now).status === 'successful',
  );
  return successful.map((deployment, index) => {
    const next = successful[index + 1];
    const offline = module.offlines.find(
      (each) => each.deploymentId === deployment.id && offlineStatus(each, now) === 'successful',
    );
    const ends = [next && releasedAt(next).getTime(), offline?.created.getTime(), now.getTime()];
    return { deployment, until: Math.min(...ends.filter((end) => end !== undefined)) };
  });
}

function tickTimes(from: number, to: number): number[] {
  const first = Math.ceil(from / TICK_MS);
  const count = Math.max(0, Math.floor(to / TICK_MS) - first + 1);
  return Array.from({ length: count }, (_, index) => (first + index) * TICK_MS);
}

/** Returns the lines that a process writes at one tick, as pairs of pod and message. */
function messagesAt(at: number, { name, behaviour }: ProcessSeed, pods: readonly string[]): [string, string][] {
  const tick = at / TICK_MS;
  const pod = pods[tick % pods.length];
  if (pod === undefined || behaviour === 'imageMissing') return [];
  if (behaviour === 'crashes') return tick % 4 === 0 ? crashLines.map((line): [string, string] => [pod, line]) : [];
  // Every pod writes this line in the same second, and the second pod writes it twice.
  if (tick % 6 === 0) return [...pods, ...pods.slice(1, 2)].map((each) => [each, 'health check ok']);
  return [[pod, messageTemplates[tick % messageTemplates.length]?.(tick, name) ?? '']];
}

const messageTemplates: readonly ((tick: number, process: string) => string)[] = [
  (tick) => `GET /api/orders/${tick % 1000} 200 ${tick % 90} ms`,
  (tick) => `\u001b[32mINFO\u001b[0m request ${tick} finished`,
  (tick) => `\u001b[1;31mERROR\u001b[0m could not reach redis://cache.example.com:6379 (attempt ${tick % 5})`,
  (tick) => `<b>rendered</b> page ${tick % 40} & "quoted" text`,
  (tick) => `订单 ${tick % 1000} 已支付，通知用户成功`,
  (tick, process) => JSON.stringify({ level: 'warn', process, msg: 'slow query', ms: tick % 3000 }),
  () => '',
];

const crashLines = [
  'Traceback (most recent call last):',
  '  File "/app/worker.py", line 12, in <module>',
  "\u001b[31mKeyError: 'BROKER_URL'\u001b[0m",
];
