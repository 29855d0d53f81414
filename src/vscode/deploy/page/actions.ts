import * as vscode from 'vscode';
import { deployPageUrl } from '../../../core/platform/consoleUrl.ts';
import { background } from '../../editor/background.ts';
import type { DeploymentPanels, PageAction } from './panels.ts';
import { startProblemsOf, type DeploymentReport } from '../deployments.ts';
import { showInformation } from '../../editor/notifications.ts';
import { deployVersion } from '../deploy.ts';
import { openAddress } from '../openAddress.ts';
import { openConsolePage } from '../../modules/consolePage.ts';
import type { DeployServices } from '../deployServices.ts';
import { readPlatforms } from '../../editor/settings.ts';
import { signIn } from '../../session/signIn.ts';

const { t } = vscode.l10n;

/** Runs the actions that the user chooses on deployment pages. */
export function handlePageActions(services: DeployServices, panels: DeploymentPanels): vscode.Disposable {
  return panels.onDidAct((action) => {
    const report = services.deploys.deployments.get(action.id);
    if (report) background(`page: ${action.action}`, runPageAction(services, report, action));
  });
}

async function runPageAction(
  services: DeployServices,
  report: DeploymentReport,
  { id, action }: PageAction,
): Promise<unknown> {
  const { target, version, platform, state } = report;
  const { clipboard } = vscode.env;
  switch (action) {
    case 'openLog':
      return services.deploys.logs.open(report);
    case 'copyLog': {
      const log = services.deploys.deployments.plainLog(id) ?? '';
      if (log !== '') await clipboard.writeText(log);
      showInformation(log === '' ? t('No log yet.') : t('Log copied.'));
      return undefined;
    }
    case 'saveLog':
      return saveLog(services, report);
    case 'readNow':
      services.deploys.deployments.followed(id)?.readLogNow();
      return undefined;
    case 'showApplicationLog': {
      const [problem] = startProblemsOf(report);
      services.deploys.applicationLogs.show(platform, { ...target, process: problem?.process });
      return undefined;
    }
    case 'openAddress':
      return state.address === undefined ? undefined : openAddress(state.address);
    case 'copyAddress':
      return state.address === undefined ? undefined : clipboard.writeText(state.address);
    case 'deployAgain':
      return deployVersion(services, { platform: platform.gatewayUrl, ...target, version });
    case 'signIn':
      // The platform can come from the saved state of a restored page, which is not trusted. So the user signs in only
      // to a platform in the settings.
      return signIn(
        services,
        readPlatforms().find(({ gatewayUrl }) => gatewayUrl === platform.gatewayUrl),
      );
    case 'openConsole':
      return openConsolePage(services, platform, target.appCode, (consoleUrl, type) =>
        deployPageUrl(consoleUrl, type, target.appCode, target.module, target.environment),
      );
  }
}

async function saveLog(services: DeployServices, { target, version, id }: DeploymentReport): Promise<void> {
  const name = `${target.appCode}-${target.module}-${target.environment}-${version}-${id.slice(0, 8)}.log`;
  await saveLogText(name, () => services.deploys.deployments.plainLog(id) ?? '');
}

/**
 * Asks the user for a file and writes a log into it. `name` is the suggested file name. `text` returns the log, and is
 * called after the user has chosen the file.
 */
export async function saveLogText(name: string, text: () => string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = await vscode.window.showSaveDialog({
    title: t('Save Log'),
    filters: { [t('Log')]: ['log', 'txt'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name.replace(/[^\w.-]/g, '_')) } : {}),
  });
  if (!file) return;
  await vscode.workspace.fs.writeFile(file, Buffer.from(text()));
  showInformation(t('Log saved.'));
}
