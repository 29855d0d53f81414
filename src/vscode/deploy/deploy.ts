import * as vscode from 'vscode';
import type { Deploy } from '../../core/operations/deploy/deployOutcome.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import { deployChangeTexts, isRollBack } from '../../texts/deployTexts.ts';
import { environmentName } from '../../texts/environmentTexts.ts';
import { commandIds } from '../editor/ids.ts';
import { confirm } from '../editor/notifications.ts';
import { isNode } from '../modules/nodes.ts';
import { ifReadable, signInAndAsk } from './askDeploy.ts';
import { outcomeOf } from '../session/presentError.ts';
import { parseDeployArguments, type DeployDraft } from './deployArguments.ts';
import { publicDeployOutcome, publicError, type PublicDeployOutcome } from './publicOutcome.ts';
import { runDeploy } from './runDeploy.ts';
import type { DeployServices } from './deployServices.ts';
import type { Catalog } from '../modules/catalog.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.deploy`, run from the palette, the tree, a keybinding or another extension. Asks for what is
 * missing, and always before production. Resolves to how the deployment ended.
 */
export function deploy(services: DeployServices, argument?: unknown): Promise<PublicDeployOutcome> {
  // A deployment in the history ran before, so the user confirms what deploying it again changes.
  const isAgain = isNode(argument) && argument.kind === 'deployment';
  return askAndDeploy(services, () => parseDeployArguments(argument), isAgain);
}

/** Deploys a version, and asks for what the draft lacks. */
export function deployVersion(services: DeployServices, draft: DeployDraft): Promise<PublicDeployOutcome> {
  return askAndDeploy(services, () => draft, false);
}

function askAndDeploy(
  services: DeployServices,
  draft: () => DeployDraft,
  isAgain: boolean,
): Promise<PublicDeployOutcome> {
  const run = async (): Promise<PublicDeployOutcome> => {
    const asked = await signInAndAsk(services, draft(), { title: t('Deploy'), version: true });
    if (!asked || !(await confirmDeploy(services, asked.deploy, isAgain))) return { status: 'cancelled' };
    return publicDeployOutcome(t, await runDeploy(services, asked.session, asked.deploy));
  };
  const refused = (error: PlatformError): PublicDeployOutcome => ({ status: 'refused', error: publicError(t, error) });
  return outcomeOf(services, commandIds.deploy, run, refused);
}

/**
 * Describes what deploying changes and asks for confirmation: for production, for a version that ran before, and for
 * every roll-back.
 */
export async function confirmDeploy(
  services: { catalog: Catalog },
  wanted: Deploy,
  isAgain: boolean,
): Promise<boolean> {
  const { appCode, module, environment, version } = wanted;
  const [state, versions] = await Promise.all([
    ifReadable(services.catalog.environmentState(wanted)),
    ifReadable(services.catalog.versions(appCode, module)),
  ]);
  if (environment !== 'prod' && !isAgain && !isRollBack(version, state, versions)) return true;
  const where = environmentName(t, environment);
  const question = t('Deploy version {0} of {1} / {2} to {3}?', version, appCode, module, where);
  const changes = deployChangeTexts(t, environment, version, state, versions);
  return confirm(question, changes.join('\n'), t('Deploy {0} to {1}', version, where));
}
