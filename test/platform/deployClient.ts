import assert from 'node:assert/strict';
import { requestGateway, valueAt, startPlatformForTest } from './gatewayClient.ts';
import type { TestContext } from 'node:test';
import type { Answer, RequestOptions } from './gatewayClient.ts';
import type { EmbeddedPlatform, PlatformOptions } from './startPlatform.ts';

export interface DeployTestBed {
  platform: EmbeddedPlatform;
  /** Sets the platform's clock to `ms` milliseconds after its start time, 2026-08-01 10:00:00 in China. */
  jumpTo: (ms: number) => void;
}

const START_MS = Date.UTC(2026, 7, 1, 2);

/** Starts a platform whose clock stands still at 2026-08-01 10:00:00 in China until the test calls `jumpTo`. */
export async function startDeployTestBed(
  t: TestContext,
  options: Omit<PlatformOptions, 'now'> = {},
): Promise<DeployTestBed> {
  let now = START_MS;
  const platform = await startPlatformForTest(t, { ...options, now: () => new Date(now) });
  return {
    platform,
    jumpTo(ms) {
      now = START_MS + ms;
    },
  };
}

/** Returns the API path `rest` below a module. The default module is `default` of `demo-app`. */
export function modulePath(rest: string, app = 'demo-app', module = 'default'): string {
  return `/bkapps/applications/${app}/modules/${module}/${rest}`;
}

/** POSTs `value` as JSON, or an empty body if `value` is undefined. */
export async function post(
  platform: EmbeddedPlatform,
  path: string,
  value?: unknown,
  asking: RequestOptions = {},
): Promise<Answer> {
  const body = value === undefined ? undefined : JSON.stringify(value);
  return requestGateway(platform, path, {
    method: 'POST',
    ...asking,
    ...(body !== undefined && { body }),
    headers: { 'Content-Type': 'application/json', ...asking.headers },
  });
}

/** Returns the fields that a client sends to deploy a version of a package module. */
export function deployBody(version: string): Readonly<Record<string, string>> {
  return { url: '', revision: version, version_type: 'package', version_name: version };
}

/**
 * Deploys a version to stag of `demo-app` and returns the id of the deployment. Fails the test unless the platform
 * responds 201.
 */
export async function deployVersion(platform: EmbeddedPlatform, version = '1.0.2'): Promise<string> {
  const answer = await post(platform, modulePath('envs/stag/deployments/'), deployBody(version));
  assert.equal(answer.status, 201, answer.text);
  return String(valueAt(answer.json, 'deployment_id'));
}
