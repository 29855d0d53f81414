import * as vscode from 'vscode';
import { isObject, stringOf } from '../../core/http/json.ts';
import { signInAndAskDeploy } from '../deploy/askDeploy.ts';
import { parseDeployArguments } from '../deploy/deployArguments.ts';
import type { DeployServices, LogTarget } from '../deploy/deployServices.ts';
import { isNode } from '../modules/nodes.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.showApplicationLog`: shows the page with the log of an environment, or of one process or instance.
 * Asks for the application, the module and the environment if the argument does not contain them.
 */
export async function showApplicationLog(services: DeployServices, argument?: unknown): Promise<void> {
  const title = t('Show Application Log');
  const asked = await signInAndAskDeploy(services, parseDeployArguments(argument), { title, version: false });
  if (!asked) return;
  const { appCode, module, environment } = asked.deploy;
  const target = { appCode, module, environment, ...processOrInstanceOf(argument) };
  services.deploys.applicationLogs.show(asked.session.platform, target);
}

function processOrInstanceOf(argument: unknown): Pick<LogTarget, 'process' | 'instance'> {
  if (isNode(argument)) {
    if (argument.kind === 'process') return { process: argument.process.name };
    return argument.kind === 'instance' ? { instance: argument.instance.name } : {};
  }
  return isObject(argument) ? { process: stringOf(argument, 'process'), instance: stringOf(argument, 'instance') } : {};
}
