import * as vscode from 'vscode';
import { environmentName } from '../../texts/targetNames.ts';
import { joinParts } from '../../texts/formats.ts';
import { commandIds } from '../editor/ids.ts';
import { currentStepName, type DeploymentReport, type Deployments } from './deployments.ts';

const { t } = vscode.l10n;

/** Creates the status bar item on the left that shows the running deployment. A click shows the deployment's page. */
export function createDeploymentStatus(
  deployments: Deployments,
  pages: { onDidSee: vscode.Event<unknown> },
): vscode.Disposable {
  let item: vscode.StatusBarItem | undefined;
  const draw = (): void => {
    const running = deployments.running;
    if (!running) {
      item?.hide();
      return;
    }
    if (!item) {
      item = vscode.window.createStatusBarItem('bkpaas.deployment', vscode.StatusBarAlignment.Left, 19);
      item.name = t('BlueKing PaaS: Deployment');
      item.command = commandIds.showDeployment;
    }
    const { target, version } = running;
    const where = t('{0} → {1}', version, environmentName(t, target.environment));
    item.text = `$(sync~spin) ${where}`;
    item.tooltip = tooltip(running);
    item.accessibilityInformation = { label: t('Deploying {0}', where) };
    item.show();
  };
  return vscode.Disposable.from(
    deployments.onDidChange(draw),
    pages.onDidSee(draw),
    new vscode.Disposable(() => item?.dispose()),
  );
}

function tooltip({ target, state, version }: DeploymentReport): string {
  const { appCode, module, environment } = target;
  const deploying = t('Deploying {0} to {1} / {2} → {3}', version, appCode, module, environmentName(t, environment));
  return joinParts([deploying, currentStepName(state), t('Click to show the deployment')], '\n');
}
