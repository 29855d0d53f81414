import * as vscode from 'vscode';
import type { Deploy } from '../../core/operations/deploy/deployOutcome.ts';
import { undefinedIfFailed, type PlatformError } from '../../core/platform/platformError.ts';
import { rollBackReason } from '../../core/platform/rollBack.ts';
import { deployChangeTexts } from '../../texts/deployTexts.ts';
import { environmentName } from '../../texts/targetNames.ts';
import { commandIds } from '../editor/ids.ts';
import { askConfirmation } from '../editor/notifications.ts';
import { isNode } from '../modules/nodes.ts';
import { rollBackEnvironments } from '../modules/versionEnvironments.ts';
import { signInAndAskDeploy } from './askDeploy.ts';
import { runApiCommand } from '../session/presentError.ts';
import { parseDeployArguments, type DeployDraft } from './deployArguments.ts';
import { publicDeployOutcome, publicError, type PublicDeployOutcome } from './publicOutcome.ts';
import { runDeploy } from './runDeploy.ts';
import type { DeployServices } from './deployServices.ts';
import type { Catalog } from '../modules/catalog.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.deploy`, which the palette, the trees, keybindings and other extensions call. Asks for the
 * properties that the argument lacks. Always asks for confirmation before a deployment to production. Resolves to the
 * outcome of the deployment.
 */
export function deploy(services: DeployServices, argument?: unknown): Promise<PublicDeployOutcome> {
  // On the row of a deployment in the history, the command deploys the version of this row again. The user must always
  // confirm such a deployment.
  const alwaysConfirm = isNode(argument) && argument.kind === 'deployment';
  return askAndDeploy(services, () => parseDeployArguments(argument), { alwaysConfirm });
}

/**
 * Implements `bkpaas.rollBack`: deploys a version like `bkpaas.deploy`, with questions titled *Roll Back*. The trees
 * offer the command for a version if a newer version runs. Always asks for confirmation.
 */
export function rollBack(services: DeployServices, argument?: unknown): Promise<PublicDeployOutcome> {
  const draft = (): DeployDraft => {
    const given = parseDeployArguments(argument);
    if (!isNode(argument) || argument.kind !== 'version') return given;
    const [only, ...others] = rollBackEnvironments(services.catalog, argument);
    return others.length === 0 ? { ...given, environment: only } : given;
  };
  return askAndDeploy(services, draft, { alwaysConfirm: true, title: t('Roll Back') });
}

/** Deploys the version of the draft. Asks for the properties that the draft lacks. */
export function deployVersion(services: DeployServices, draft: DeployDraft): Promise<PublicDeployOutcome> {
  return askAndDeploy(services, () => draft, {});
}

function askAndDeploy(
  services: DeployServices,
  draft: () => DeployDraft,
  { alwaysConfirm = false, title = t('Deploy') }: { alwaysConfirm?: boolean; title?: string },
): Promise<PublicDeployOutcome> {
  const run = async (): Promise<PublicDeployOutcome> => {
    const asked = await signInAndAskDeploy(services, draft(), { title, version: true });
    if (!asked || !(await confirmDeploy(services, asked.deploy, alwaysConfirm))) return { status: 'cancelled' };
    return publicDeployOutcome(t, await runDeploy(services, asked.session, asked.deploy));
  };
  const refused = (error: PlatformError): PublicDeployOutcome => ({ status: 'refused', error: publicError(t, error) });
  return runApiCommand(services, commandIds.deploy, run, refused);
}

/**
 * Describes what a deployment changes and asks for confirmation. Without `alwaysConfirm`, asks only if the deployment
 * is to production or is a rollback. Resolves to whether to deploy.
 */
export async function confirmDeploy(
  services: { catalog: Catalog },
  wanted: Deploy,
  alwaysConfirm: boolean,
): Promise<boolean> {
  const { appCode, module, environment, version } = wanted;
  const [state, versions] = await Promise.all([
    undefinedIfFailed(services.catalog.environmentState(wanted)),
    undefinedIfFailed(services.catalog.versions(appCode, module)),
  ]);
  const isRollBack = rollBackReason(version, state, versions) !== undefined;
  if (environment !== 'prod' && !alwaysConfirm && !isRollBack) return true;
  const where = environmentName(t, environment);
  const question = isRollBack
    ? t('Roll back {0} of {1} / {2} to version {3}?', where, appCode, module, version)
    : t('Deploy version {0} of {1} / {2} to {3}?', version, appCode, module, where);
  const changes = deployChangeTexts(t, environment, version, state, versions);
  const button = isRollBack ? t('Roll Back to {0}', version) : t('Deploy {0} to {1}', version, where);
  return askConfirmation(question, changes.join('\n'), button);
}
