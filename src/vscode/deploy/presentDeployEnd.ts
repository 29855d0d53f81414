import * as vscode from 'vscode';
import { initialFollowState } from '../../core/operations/deploy/followedDeployment.ts';
import type { StartProblem } from '../../core/operations/running/processStates.ts';
import type { DeploymentId, DeploymentStatus } from '../../core/platform/deployment.ts';
import { targetName } from '../../texts/targetNames.ts';
import { deployedButNotStartingText } from '../../texts/processTexts.ts';
import { showError, showInformation, showWarning, type NotificationButton } from '../editor/notifications.ts';
import { currentStep } from '../../core/platform/deployPhases.ts';
import { openAddress } from './openAddress.ts';
import type { DeploymentReport } from './deployments.ts';
import type { DeployServices } from './deployServices.ts';

const { t } = vscode.l10n;

/** Logs how a deployment ended. Shows a notification too, unless the deployment's page is visible. */
export function presentDeployEnd(
  services: DeployServices,
  id: DeploymentId,
  status: Exclude<DeploymentStatus, 'pending'>,
): void {
  const report = services.deploys.deployments.get(id);
  if (!report) return;
  const { version, target, state } = report;
  services.log.info(
    `Deployment ${id} of ${target.appCode}/${target.module} ${version} to ${target.environment}: ${status}`,
  );
  if (services.deploys.panels.isShowing(id)) return;
  const where = targetName(t, target);
  const show = createShowButton(services, report);
  switch (status) {
    case 'successful': {
      const { address } = state;
      const open = address === undefined ? [] : [{ title: t('Open Application'), run: () => openAddress(address) }];
      showInformation(t('Deployed version {0} to {1}.', version, where), ...open, show);
      return;
    }
    case 'failed': {
      const step = currentStep(state)?.step?.name;
      showError(
        step === undefined
          ? t('Couldn’t deploy version {0} to {1}.', version, where)
          : t('Couldn’t deploy version {0} to {1}: “{2}” failed.', version, where, step),
        show,
      );
      return;
    }
    case 'interrupted':
      showWarning(t('Deployment of version {0} to {1} was interrupted.', version, where), show);
      return;
  }
}

/**
 * Logs that processes do not start after a successful deployment. Shows a notification too, unless the deployment's
 * page is visible.
 */
export function presentStartProblems(
  services: DeployServices,
  id: DeploymentId,
  problems: readonly StartProblem[],
): void {
  const report = services.deploys.deployments.get(id);
  if (!report) return;
  const { version, target, platform } = report;
  const states = problems.map(({ process, instance, state }) => `${process} ${instance.shortName} ${state}`).join(', ');
  services.log.warn(`Deployment ${id} of ${target.appCode}/${target.module} is not starting: ${states}`);
  if (services.deploys.panels.isShowing(id)) return;
  const process = problems[0]?.process;
  const showLog = {
    title: t('Show Application Log'),
    run: () => {
      services.deploys.applicationLogs.show(platform, { ...target, process });
    },
  };
  const text = deployedButNotStartingText(t, version, targetName(t, target), problems);
  showWarning(text, showLog, createShowButton(services, report));
}

function createShowButton({ deploys }: DeployServices, report: DeploymentReport): NotificationButton {
  return {
    title: t('Show Deployment'),
    run: () => {
      // If `Deployments` has deleted the deployment meanwhile, `add` adds it again with an initial state. The
      // opened page then triggers another read of the deployment.
      deploys.panels.show(deploys.deployments.add({ ...report, state: initialFollowState }), true);
    },
  };
}
