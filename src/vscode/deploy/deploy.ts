import * as vscode from 'vscode';
import type { Deploy } from '../../core/operations/deploy/deployOutcome.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import type { PackageVersion } from '../../core/platform/sourcePackages.ts';
import { deployChangeTexts } from '../../texts/deployTexts.ts';
import { environmentName } from '../../texts/environmentTexts.ts';
import { commandIds } from '../editor/ids.ts';
import { confirm } from '../editor/notifications.ts';
import { isNode } from '../modules/nodes.ts';
import { askDeploy, stateOf } from './askDeploy.ts';
import { asPlatformError, presentRefusal } from '../session/presentError.ts';
import { readDeployStart } from './deployStart.ts';
import { ensureSignedIn } from '../session/ensureSignedIn.ts';
import { moduleOffers } from '../modules/moduleOffers.ts';
import { publicDeployOutcome, publicError, type PublicDeployOutcome } from './publicDeployOutcome.ts';
import { runDeploy } from './runDeploy.ts';
import type { DeployServices } from './deployServices.ts';
import type { Catalog } from '../modules/catalog.ts';

const { t } = vscode.l10n;

/**
 * `bkpaas.deploy`: from the palette, the tree, a page, a keybinding or another extension. Asks for what is missing, and before
 * production always; resolves with how the deployment ended.
 */
export async function deploy(services: DeployServices, argument?: unknown): Promise<PublicDeployOutcome> {
  try {
    const draft = readDeployStart(argument);
    const session = await ensureSignedIn(services, draft.platform);
    if (!session) return { status: 'cancelled' };
    const title = t('Deploy');
    const wanted = await askDeploy(services, draft, { title, offers: moduleOffers(services, session), version: true });
    if (!wanted) return { status: 'cancelled' };
    // A row of the history is something that ran before: what would be another then is said first.
    const isAgain = isNode(argument) && argument.kind === 'deployment';
    if (!(await confirmDeploy(services, wanted, isAgain))) return { status: 'cancelled' };
    return publicDeployOutcome(t, await runDeploy(services, session, wanted));
  } catch (escaped) {
    // Whoever called gets an outcome, whatever happened.
    const error = asPlatformError(services, commandIds.deploy, escaped);
    presentRefusal(services, error);
    return { status: 'refused', error: publicError(t, error) };
  }
}

/** Says what deploying changes, and asks; only where it is production or something that ran before. */
export async function confirmDeploy(
  services: { catalog: Catalog },
  wanted: Deploy,
  isAgain: boolean,
): Promise<boolean> {
  const { appCode, module, environment, version } = wanted;
  if (environment !== 'prod' && !isAgain) return true;
  const [state, versions] = await Promise.all([stateOf(services, wanted), versionsOf(services, wanted)]);
  const where = environmentName(t, environment);
  const question = t('Deploy version {0} of {1} / {2} to {3}?', version, appCode, module, where);
  const changes = deployChangeTexts(t, environment, version, state, versions);
  return confirm(question, changes.join('\n'), t('Deploy {0} to {1}', version, where));
}

/** Undefined when they cannot be read, which is no reason not to ask. */
async function versionsOf(
  { catalog }: { catalog: Catalog },
  { appCode, module }: Deploy,
): Promise<readonly PackageVersion[] | undefined> {
  try {
    return await catalog.versions(appCode, module);
  } catch (error) {
    if (error instanceof PlatformError) return undefined;
    throw error;
  }
}
