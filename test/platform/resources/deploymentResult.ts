import { stripVTControlCharacters } from 'node:util';
import { okAnswer } from '../backend/backendAnswer.ts';
import { progressOf } from '../deployments/deploymentProgress.ts';
import { errorTips } from './errorTips.ts';
import { findDeploymentIn } from './findDeployment.ts';
import { flagOf } from './flagOf.ts';
import type { ModuleRoute } from '../route.ts';

/**
 * Status and whole log of a deployment (platform-api.md 4.9). Both remain available after the deployment's events have
 * expired.
 */
export const deploymentResult: ModuleRoute = {
  operationId: 'get_deployment_result',
  method: 'GET',
  path: '/bkapps/applications/{app}/modules/{module}/deployments/{deployment}/result/',
  scope: 'module',
  permission: 'basic_develop',
  moduleLookup: 'safe',
  answer(call, application, module) {
    const deployment = findDeploymentIn(module, call);
    const { status, errorDetail, lines } = progressOf(deployment, call.now());
    const { wrong } = call.switches;
    const whole = wholeLog(lines, errorDetail);
    const logs = wrong === 'logsWithoutDetail' ? whole.slice(0, whole.length - 1 - (errorDetail ?? '').length) : whole;
    const asWritten = flagOf(call, 'include_ansi_codes') || wrong === 'codesKept';
    return okAnswer({
      status,
      logs: asWritten ? logs : stripVTControlCharacters(logs),
      error_detail: status === 'pending' ? null : (errorDetail ?? ''),
      ...((wrong !== 'tipsOnFailureOnly' || status === 'failed') && {
        error_tips: errorTips(deployment.script.tips, application, module, call.language),
      }),
    });
  },
};

/**
 * Returns the lines of the `msg` events, then a newline and the error detail. The log ends in this newline even while
 * the deployment runs. So an earlier log, without its last newline, is a prefix of every later log (platform-api.md
 * 4.9).
 */
function wholeLog(lines: readonly string[], errorDetail: string | null): string {
  return `${lines.map((line) => line.replace(/\n$/, '')).join('\n')}\n${errorDetail ?? ''}`;
}
