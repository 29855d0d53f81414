import { parseUploadRequest } from '../../../src/core/operations/upload/parseUploadRequest.ts';
import type { Platform } from '../../../src/core/platform/platform.ts';
import { deployOf } from '../operations/deployAndReconcile.ts';
import { collector, unknownId } from './deploymentsTestBed.ts';

type Member = Exclude<keyof Platform, 'gatewayUrl' | 'log' | 'clock'>;

/** The name of each call of the client, such as `whoAmI` or `modules.list`. */
export type CallName = {
  [Name in Member]: Platform[Name] extends (...args: never) => unknown
    ? Name
    : `${Name}.${keyof Platform[Name] & string}`;
}[Member];

/** A call about deployments or environments. */
export type DeployCall = Extract<CallName, `${'deployments' | 'offlines'}.${string}` | 'released'>;

const target = deployOf();
const { appCode, module } = target;
const sendOptions = { timeoutMs: 10_000 };

/**
 * Returns every call of the client, keyed by name. Each call parses its response differently. The type requires an
 * entry for each call.
 */
export function everyCall(
  packageUrl = 'https://pkg.example.com/a.tar.gz',
): Readonly<Record<CallName, (platform: Platform) => Promise<unknown>>> {
  const upload = parseUploadRequest({ appCode, module, packageUrl, version: '1.0.3', allowOverwrite: false });
  return {
    whoAmI: (platform) => platform.whoAmI(),
    'applications.list': (platform) => platform.applications.list(),
    'applications.type': (platform) => platform.applications.type(appCode),
    'modules.list': (platform) => platform.modules.list(appCode),
    'deployments.start': (platform) => platform.deployments.start(target, target.version, sendOptions),
    'deployments.list': (platform) => platform.deployments.list(target, { limit: 20 }),
    'deployments.result': (platform) => platform.deployments.result(target, unknownId, collector()),
    'deployments.phases': (platform) => platform.deployments.phases(target, unknownId),
    'deployments.events': (platform) => platform.deployments.events(unknownId, 0),
    released: (platform) => platform.released(target),
    'processes.wanted': (platform) => platform.processes.wanted(target),
    'processes.running': (platform) => platform.processes.running(target),
    'applicationLog.list': (platform) => platform.applicationLog.list(target, { range: '1h', limit: 100 }),
    'applicationLog.search': (platform) => platform.applicationLog.search(target, { range: '1h', limit: 100 }),
    runtime: (platform) => platform.runtime(target),
    'offlines.start': (platform) => platform.offlines.start(target, sendOptions),
    'offlines.result': (platform) => platform.offlines.result(target, unknownId),
    'offlines.underWay': (platform) => platform.offlines.underWay(target),
    'sourcePackages.uploadByLink': (platform) => platform.sourcePackages.uploadByLink(upload, sendOptions),
    'sourcePackages.versions': (platform) => platform.sourcePackages.versions(appCode, module),
    'sourcePackages.look': (platform) => platform.sourcePackages.look(appCode, module),
  };
}
