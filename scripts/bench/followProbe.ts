import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { systemClock, type Clock } from '../../src/core/http/clock.ts';
import { DeploymentLog } from '../../src/core/operations/deploy/deploymentLog.ts';
import { FollowedDeployment } from '../../src/core/operations/deploy/followedDeployment.ts';
import { parseDeploymentId } from '../../src/core/platform/deployment.ts';
import { parseGatewayUrl } from '../../src/core/platform/gatewayUrl.ts';
import { parseAppCode, parseModuleName } from '../../src/core/platform/names.ts';
import { createPlatform } from '../../src/core/platform/platform.ts';
import type { FollowTask, FollowResult, FollowMessage } from './followTasks.ts';

/**
 * This module runs in a child process of followDeployment.ts. It follows one deployment with the extension's code and
 * sends the log to the parent process, which simulates the page. It measures the longest delay of the child's event
 * loop and the growth of the child's memory.
 */
process.on('message', (task: FollowTask) => {
  void followDeployment(task).then((answer) => sendToParent({ kind: 'done', answer }));
});

const sendToParent = (message: FollowMessage): unknown => process.send?.(message);

async function followDeployment(task: FollowTask): Promise<FollowResult> {
  const [gateway, appCode, module] = [
    parseGatewayUrl(task.gatewayUrl),
    parseAppCode(task.appCode),
    parseModuleName(task.module),
  ];
  const id = parseDeploymentId(task.id);
  if (!gateway.ok || !appCode || !module || !id) throw new Error('the task names nothing that can be followed');
  const none = (): void => undefined;
  const platform = createPlatform({
    gatewayUrl: gateway.gatewayUrl,
    accessToken: task.accessToken,
    language: 'en',
    log: { debug: none, info: none, warn: none, error: none },
    clock: fasterClock(task.speed),
  });
  const log = new DeploymentLog(({ from, lines }) => sendToParent({ kind: 'change', from, lines }));
  const following = new FollowedDeployment({
    platform,
    target: { appCode, module, environment: 'stag' },
    id,
    log,
    isWatched: () => true,
    onChange: none,
  });
  const before = await measureMemory();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const state = await following.run(new AbortController().signal);
  // The event loop must turn once more before the histogram contains the last delay.
  await systemClock.wait(50);
  delay.disable();
  const after = await measureMemory();
  return {
    status: state.status,
    // The histogram counts the interval of its timer, 1 ms, as delay.
    longestDelayMs: Math.max(0, delay.max / 1e6 - 1),
    heapBytes: after.heapUsed + after.external - before.heapUsed - before.external,
    residentBytes: after.rss - before.rss,
    lines: log.lineCount,
    textBytes: Buffer.byteLength(log.text()),
  };
}

/** Returns the memory in use after garbage collection. */
async function measureMemory(): Promise<NodeJS.MemoryUsage> {
  for (let count = 0; count < 3; count += 1) {
    globalThis.gc?.();
    await turn();
  }
  return process.memoryUsage();
}

/** Returns a clock that runs `speed` times faster than real time. */
function fasterClock(speed: number): Clock {
  return {
    now: () => systemClock.now() * speed,
    wait: (milliseconds, signal) => systemClock.wait(milliseconds / speed, signal),
  };
}
