import * as vscode from 'vscode';
import { takeOffline as takeTargetOffline, type OfflineOutcome } from '../../core/operations/deploy/takeOffline.ts';
import { undefinedIfForbidden } from '../../core/operations/readVersions.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import { undefinedIfFailed, type PlatformError } from '../../core/platform/platformError.ts';
import { runsNowText } from '../../texts/deployTexts.ts';
import { environmentName, targetName } from '../../texts/targetNames.ts';
import { errorMessage, errorText, platformMessageText } from '../../texts/errorTexts.ts';
import { sentencesText } from '../../texts/formats.ts';
import { connect } from '../session/connect.ts';
import { commandIds } from '../editor/ids.ts';
import { askConfirmation, showError, showInformation, showWarning, withProgress } from '../editor/notifications.ts';
import { askText, type ValidationMessage } from '../editor/quickInput.ts';
import { signInAndAskDeploy } from './askDeploy.ts';
import { formatErrorForLog, runApiCommand, remedyButtons } from '../session/presentError.ts';
import { parseDeployArguments } from './deployArguments.ts';
import { publicError, type PublicError } from './publicOutcome.ts';
import type { DeployServices } from './deployServices.ts';

const { t } = vscode.l10n;

/** Timeout of the request. It is longer than the gateway's timeout of 30 s (platform-api.md 7.4). */
const timeoutMs = 60_000;

/** The result of `bkpaas.takeOffline`. */
export type PublicOfflineOutcome =
  | { status: 'offline' }
  | { status: 'failed'; error: PublicError }
  | { status: 'cancelled' }
  | { status: 'unknown'; reason: string };

/** Implements `bkpaas.takeOffline`: stops what runs in an environment, after the user has confirmed. */
export function takeOffline(services: DeployServices, argument?: unknown): Promise<PublicOfflineOutcome> {
  const failed = (error: PlatformError): PublicOfflineOutcome => ({ status: 'failed', error: publicError(t, error) });
  return runApiCommand(services, commandIds.takeOffline, () => runTakeOffline(services, argument), failed);
}

async function runTakeOffline(services: DeployServices, argument: unknown): Promise<PublicOfflineOutcome> {
  const draft = parseDeployArguments(argument);
  const asked = await signInAndAskDeploy(services, draft, { title: t('Take Offline'), version: false });
  if (!asked) return { status: 'cancelled' };
  const { session, deploy: target } = asked;
  const platform = connect(session, services.session, services.log);
  // A user who cannot read deployments cannot take an environment offline either (platform-api.md 4.0). The read
  // fails for such a user, so the user sees the error before the confirmation.
  await undefinedIfForbidden(platform, 'deployments', platform.deployments.list(target, { limit: 1 }));
  if (!(await confirmTakeOffline(services, target))) return { status: 'cancelled' };
  const where = environmentName(t, target.environment);
  const progress = t('Taking {0} of {1} / {2} offline', where, target.appCode, target.module);
  const outcome = await withProgress(progress, (tell, cancelled) =>
    services.deploys.work.run(session, (signedOut) =>
      takeTargetOffline(platform, target, {
        timeoutMs,
        signal: AbortSignal.any([cancelled, signedOut]),
        onProgress: (step) => {
          if (step === 'stopping') tell(t('Stopping processes…'));
        },
      }),
    ),
  );
  if (outcome.status === 'offline') services.deploys.watches.stop(target);
  services.catalog.refreshEnvironment(target);
  return presentOfflineOutcome(services, target, outcome);
}

async function confirmTakeOffline(services: DeployServices, target: DeployTarget): Promise<boolean> {
  const { appCode, module, environment } = target;
  const now = runsNowText(t, environment, await undefinedIfFailed(services.catalog.environmentState(target)));
  if (environment !== 'prod')
    return askConfirmation(
      t('Take {0} of {1} / {2} offline?', environmentName(t, environment), appCode, module),
      t('{0} The module won’t be reachable in this environment until you deploy it again.', now),
      t('Take Offline'),
    );
  // For production, the user must type the App ID to confirm.
  const wrong = (typed: string, text: string): ValidationMessage | undefined =>
    typed.trim() === appCode ? undefined : { text, severity: 'error' };
  const answer = await askText(
    {
      title: t('Take Production of {0} / {1} Offline', appCode, module),
      prompt: t(
        '{0} The module won’t be reachable until you deploy it again. Type the App ID “{1}” to continue.',
        now,
        appCode,
      ),
      placeholder: appCode,
      value: '',
      validate: (typed) =>
        typed === '' ? undefined : wrong(typed, t('This doesn’t match the App ID “{0}”.', appCode)),
      check: (typed) => Promise.resolve(wrong(typed, t('Type the App ID “{0}” to continue.', appCode))),
    },
    { step: 1, total: 1, canGoBack: false },
  );
  return answer.kind === 'answer';
}

/** Logs and shows an outcome. Returns the result of the command. */
function presentOfflineOutcome(
  services: DeployServices,
  target: DeployTarget,
  outcome: OfflineOutcome,
): PublicOfflineOutcome {
  const name = targetName(t, target);
  const logName = `${target.appCode}/${target.module} ${target.environment}`;
  switch (outcome.status) {
    case 'offline':
      services.log.info(`Taken offline: ${logName}`);
      showInformation(t('Taken offline: {0}', name));
      return outcome;
    case 'failed': {
      const { error } = outcome;
      services.log.rememberError(error);
      services.log.error(`Not taken offline: ${logName}: ${formatErrorForLog(error)}`);
      const text = sentencesText(t, [errorMessage(t, error.code, error.facts), platformMessageText(t, error)]);
      showError(text, ...remedyButtons(services, error));
      return { status: 'failed', error: publicError(t, error) };
    }
    case 'unknown': {
      const { error } = outcome;
      services.log.rememberError(error);
      services.log.warn(`Not known whether it is offline: ${logName}: ${formatErrorForLog(error)}`);
      const { what } = errorText(t, error.code, error.facts);
      showWarning(t('Couldn’t confirm whether {0} is offline. {1} Refresh in a few minutes to check.', name, what));
      return { status: 'unknown', reason: errorMessage(t, error.code, error.facts) };
    }
    case 'cancelled':
      return outcome;
  }
}
