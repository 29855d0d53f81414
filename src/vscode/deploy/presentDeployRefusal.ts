import * as vscode from 'vscode';
import type { Deploy, DeployOutcome } from '../../core/operations/deploy/deployOutcome.ts';
import type { Deployment } from '../../core/platform/deployment.ts';
import { deployUnknownReasonText } from '../../texts/deployTexts.ts';
import { environmentName } from '../../texts/targetNames.ts';
import { errorText, platformMessageText } from '../../texts/errorTexts.ts';
import { sentencesText } from '../../texts/formats.ts';
import { showError, showInformation, showWarning, type NotificationButton } from '../editor/notifications.ts';
import type { SignedIn } from '../session/session.ts';
import { followDeployment } from './followDeployment.ts';
import { formatErrorForLog, remedyButtons } from '../session/presentError.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import type { DeployServices } from './deployServices.ts';

const { t } = vscode.l10n;

/**
 * Notifies the user that a deployment was not started, or that its start could not be confirmed, and suggests what to
 * do.
 */
export function presentDeployRefusal(
  services: DeployServices,
  session: SignedIn,
  deploy: Deploy,
  outcome: Exclude<DeployOutcome, { status: 'started' }>,
): void {
  const name = `${deploy.appCode}/${deploy.module} ${deploy.version} to ${deploy.environment}`;
  const where = environmentName(t, deploy.environment);
  switch (outcome.status) {
    case 'cancelled':
      services.log.info(`Cancelled deploying ${name}`);
      if (outcome.sent)
        showInformation(t('Canceled. The platform didn’t start deploying version {0}.', deploy.version));
      return;
    case 'failed': {
      const { error, ongoing } = outcome;
      services.log.rememberError(error);
      services.observer?.failed(error);
      services.log.error(`Not deployed ${name}: ${formatErrorForLog(error)}`);
      const { what, todo } = errorText(t, error.code, error.facts);
      const refusal = t('Version {0} wasn’t deployed to {1}. {2}', deploy.version, where, what);
      const text = sentencesText(t, [refusal, platformMessageText(t, error), todo]);
      const buttons = ongoing ? [followButton(services, session, deploy, ongoing)] : remedyButtons(services, error);
      showError(text, ...buttons);
      return;
    }
    case 'unknown': {
      const { error, reason, found } = outcome;
      services.log.rememberError(error);
      services.observer?.failed(error);
      services.log.warn(`Not known whether ${name} was begun (${reason}): ${formatErrorForLog(error)}`);
      const buttons = found ? [followButton(services, session, deploy, found)] : [];
      const why = deployUnknownReasonText(t, reason);
      const text = t('Couldn’t confirm whether version {0} is being deployed to {1}. {2}', deploy.version, where, why);
      showWarning(text, ...buttons);
      return;
    }
  }
}

function followButton(
  services: DeployServices,
  { platform: { gatewayUrl } }: SignedIn,
  deploy: Deploy,
  row: Deployment,
): NotificationButton {
  return {
    title: t('Show Deployment'),
    run: async () => {
      // The user may have signed out after the notification was shown.
      const current = await ensureSignedIn(services, gatewayUrl);
      const what = { id: row.id, target: deploy, version: row.version, row, show: true };
      if (current) await followDeployment(services, current, what);
    },
  };
}
