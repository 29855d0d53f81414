import * as vscode from 'vscode';
import { environmentName } from '../../texts/environmentTexts.ts';
import { commandIds } from '../editor/ids.ts';
import type { DeploymentReport, Deployments } from './deployments.ts';
import { currentStep } from '../../core/platform/deployPhases.ts';

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
    item ??= newItem();
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

function newItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('bkpaas.deployment', vscode.StatusBarAlignment.Left, 19);
  item.name = t('BlueKing PaaS: Deployment');
  item.command = commandIds.showDeployment;
  return item;
}

function tooltip({ target, state, version }: DeploymentReport): string {
  const at = currentStep(state);
  const step = at && [at.phase.name, at.step?.name].filter((name) => name !== undefined).join(' · ');
  return [
    t(
      'Deploying {0} to {1} / {2} → {3}',
      version,
      target.appCode,
      target.module,
      environmentName(t, target.environment),
    ),
    step ?? '',
    t('Click to show it'),
  ]
    .filter((line) => line !== '')
    .join('\n');
}
