import * as vscode from 'vscode';
import { environments, parseEnvironment, type Environment } from '../../core/platform/names.ts';
import { parseDeploymentId, type Deployment, type DeploymentId } from '../../core/platform/deployment.ts';
import type { DeployTarget, ModuleTarget } from '../../core/platform/paths.ts';
import type { Platform } from '../../core/platform/platform.ts';
import { PlatformError, requirePlatformError } from '../../core/platform/platformError.ts';
import { targetName } from '../../texts/targetNames.ts';
import { errorMessage } from '../../texts/errorTexts.ts';
import { withoutSecrets } from '../../texts/withoutSecrets.ts';
import type { DeployServices } from '../deploy/deployServices.ts';
import { readPlainLog } from '../deploy/openLog.ts';
import { connect } from '../session/connect.ts';
import type { SignedIn } from '../session/session.ts';
import type { AgentTool, ToolRequest } from './agentTool.ts';
import { moduleOf, sessionAndModule, type ToolInput } from './toolInput.ts';

const { t } = vscode.l10n;

/**
 * Maximum number of versions, and of lines of a log, in one answer. If the input does not contain a number, the answer
 * has at most a fifth of the maximum.
 */
const [maxVersions, maxLines] = [100, 500];

interface ModuleRequest extends ToolRequest, ModuleTarget {
  session: SignedIn;
}

interface StatusRequest extends ToolRequest {
  target: ModuleTarget | undefined;
}

/** Returns the tool that reports the user, the platform, and what runs in the environments of a module. */
export function statusTool(services: DeployServices): AgentTool<StatusRequest> {
  return {
    inputs: ['appCode', 'module'],
    request: async (input) => {
      const state = await services.session.read();
      if (state.state !== 'signedIn') return { session: undefined, target: undefined };
      return { session: state, target: moduleOf(input, state.platform) };
    },
    confirmation: ({ session, target }) => ({
      title: target ? t('Read the status of {0}?', moduleDisplayName(target)) : t('Read the sign-in status?'),
      lines: [
        target
          ? t('Reads what runs in Staging and Production, and the newest deployment of each.')
          : t('Reads whether and where you’re signed in. Sends nothing.'),
        ...platformLines(session),
      ],
      progress: t('Reading the status…'),
    }),
    run: async ({ session, target }, signal) => {
      if (!session) return { facts: { outcome: 'signedOut', next: 'Ask the user to run “BlueKing PaaS: Sign In”.' } };
      const { name, gatewayUrl } = session.platform;
      const facts = { outcome: 'ok', gateway: gatewayUrl, app: target?.appCode, module: target?.module };
      const signedIn = { platform: name, user: session.identity.userName };
      if (!target) return { facts, data: signedIn };
      const platform = connect(session, services.session, services.log);
      const states = await Promise.all(
        environments.map((environment) => environmentStatus(platform, { ...target, environment }, signal)),
      );
      return { facts, data: { ...signedIn, environments: states } };
    },
  };
}

/** Returns the tool that lists the versions of a module. */
export function versionsTool(services: DeployServices): AgentTool<ModuleRequest & { limit: number }> {
  return {
    inputs: ['appCode', 'module', 'limit'],
    request: async (input) => ({
      ...(await sessionAndModule(services, input)),
      limit: input.count('limit', maxVersions / 5, maxVersions),
    }),
    confirmation: ({ session, limit, ...target }) => ({
      title: t('List the versions of {0}?', moduleDisplayName(target)),
      lines: [t('Reads the newest {0} source packages of the module.', limit), ...platformLines(session)],
      progress: t('Reading the versions…'),
    }),
    run: async ({ session, limit, appCode, module }, signal) => {
      const platform = connect(session, services.session, services.log);
      const versions = await platform.sourcePackages.versions(appCode, module, { signal });
      const listed = versions.slice(0, limit).map(({ version, sizeBytes, updated, sha256, cleanedUp }) => ({
        ...{ version, sizeBytes, sha256, uploaded: isoDate(updated) },
        ...(cleanedUp && { removed: true }),
      }));
      const facts = { outcome: 'ok', app: appCode, module, versions: versions.length, listed: listed.length };
      return { facts, data: listed };
    },
  };
}

interface LogRequest extends ModuleRequest {
  environment: Environment;
  /** Undefined for the newest deployment. */
  deploymentId: DeploymentId | undefined;
  lines: number;
}

/** Returns the tool that reads the status of a deployment and the end of its log. */
export function logTool(services: DeployServices): AgentTool<LogRequest> {
  return {
    inputs: ['appCode', 'module', 'environment', 'deploymentId', 'lines'],
    request: async (input) => ({
      ...(await sessionAndModule(services, input)),
      environment: environmentOf(input),
      deploymentId: deploymentIdOf(input),
      lines: input.count('lines', maxLines / 5, maxLines),
    }),
    confirmation: ({ session, deploymentId, lines, ...target }) => ({
      title: t('Read a deployment log of {0}?', targetName(t, target)),
      lines: [
        deploymentId === undefined
          ? t('Reads the last {0} lines of the newest deployment.', lines)
          : t('Reads the last {0} lines of deployment {1}.', lines, deploymentId),
        ...platformLines(session),
      ],
      progress: t('Reading the log…'),
    }),
    run: async ({ session, lines, deploymentId, appCode, module, environment }, signal) => {
      const platform = connect(session, services.session, services.log);
      const target = { appCode, module, environment };
      const about = { app: appCode, module, environment };
      const id = deploymentId ?? (await readNewestDeployment(platform, target, signal))?.id;
      if (id === undefined) return { facts: { outcome: 'neverDeployed', ...about } };
      const { status, errorDetail, tips, log } = await readPlainLog(platform, target, id, signal);
      const outcome = status === 'pending' ? 'deploying' : status;
      const facts = { outcome, ...about, deploymentId: id, lines: log.length, shown: Math.min(log.length, lines) };
      const hide = (text: string): string => withoutSecrets(text, { secrets: [session.accessToken], homes: [] });
      return {
        facts,
        ...((errorDetail ?? tips) && {
          data: { error: errorDetail && hide(errorDetail), possibleReason: tips?.reason },
        }),
        log: log.slice(-lines).map(hide),
      };
    },
  };
}

/** Returns the last lines of a confirmation: the name of the session's platform, and who receives the result. */
export function platformLines(session: SignedIn | undefined): string[] {
  return [
    ...(session ? [t('Platform: {0}', session.platform.name)] : []),
    t('The agent that called this tool receives the result.'),
  ];
}

export function moduleDisplayName({ appCode, module }: ModuleTarget): string {
  return t('{0} / {1}', appCode, module);
}

/**
 * Returns what runs in an environment, and its newest deployment. If one of them cannot be read, returns the error
 * instead.
 */
async function environmentStatus(platform: Platform, target: DeployTarget, signal: AbortSignal): Promise<object> {
  const { environment } = target;
  try {
    const [state, latest] = await Promise.all([
      platform.released(target, { signal }),
      readNewestDeployment(platform, target, signal),
    ]);
    const newestDeployment = latest && deploymentData(latest);
    if (state.kind !== 'released') return { environment, state: state.kind, newestDeployment };
    const { address } = state;
    return { environment, state: 'running', running: deploymentData(state.deployment), address, newestDeployment };
  } catch (error) {
    const { code, facts } = requirePlatformError(error);
    return { environment, state: 'unreadable', code, message: errorMessage(t, code, facts) };
  }
}

async function readNewestDeployment(
  platform: Platform,
  target: DeployTarget,
  signal: AbortSignal,
): Promise<Deployment | undefined> {
  return (await platform.deployments.list(target, { limit: 1, signal })).deployments[0];
}

function deploymentData({ id, version, status, operator, created }: Deployment): object {
  return { deploymentId: id, version, status, operator, created: isoDate(created) };
}

function isoDate(date: { time: number } | undefined): string | undefined {
  return date && new Date(date.time).toISOString();
}

function environmentOf(input: ToolInput): Environment {
  const text = input.text('environment');
  const environment = parseEnvironment(text ?? 'stag');
  if (!environment) throw new PlatformError('environmentInvalid', { subject: text ?? '' });
  return environment;
}

function deploymentIdOf(input: ToolInput): DeploymentId | undefined {
  const text = input.text('deploymentId');
  const id = parseDeploymentId(text);
  if (text !== undefined && !id) throw new PlatformError('argumentInvalid', { subject: 'deploymentId' });
  return id;
}
