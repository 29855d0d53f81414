import * as vscode from 'vscode';
import { isSameVersion } from '../../core/platform/names.ts';
import { undefinedIfFailed } from '../../core/platform/platformError.ts';
import { runsNowText } from '../../texts/deployTexts.ts';
import { environmentName } from '../../texts/targetNames.ts';
import { signInAndAskDeploy } from '../deploy/askDeploy.ts';
import { parseDeployArguments } from '../deploy/deployArguments.ts';
import type { DeployServices } from '../deploy/deployServices.ts';
import { showInformation } from '../editor/notifications.ts';
import { fetchVersion } from '../publish/fetchVersion.ts';
import type { PublishServices } from '../publish/publishServices.ts';

const { t } = vscode.l10n;

type Services = DeployServices & PublishServices;

/**
 * Implements `bkpaas.compareWithRunning`, which the rows of versions and environments offer. Compares the package of a
 * version with the package that an environment runs, which is on the left. Asks for the version or environment that the
 * row lacks.
 */
export async function compareWithRunning(services: Services, argument: unknown): Promise<void> {
  const title = t('Compare with What Runs');
  const asked = await signInAndAskDeploy(services, parseDeployArguments(argument), { title, version: true });
  if (!asked) return;
  const { session, deploy } = asked;
  const { appCode, module, environment, version } = deploy;
  const state = await services.catalog.environmentState(deploy);
  if (state.kind !== 'released') {
    showInformation(runsNowText(t, environment, state));
    return;
  }
  const running = state.deployment.version;
  const where = environmentName(t, environment);
  if (isSameVersion(running, version)) {
    showInformation(t('{0} is already running version {1}.', where, version));
    return;
  }
  const versions = await undefinedIfFailed(services.catalog.latestVersions(appCode, module));
  const fetch = (wanted: string) => {
    const stored = versions?.find((candidate) => isSameVersion(candidate.version, wanted));
    return fetchVersion(services, session, { appCode, module, version: wanted, stored });
  };
  const before = await fetch(running);
  const after = before && (await fetch(version));
  if (!after) return;
  await services.publishing.compared.show(
    t('{0} / {1}: {2} ({3}) ↔ {4}', appCode, module, running, where, version),
    { version: running, contents: before },
    { version, contents: after },
  );
}
