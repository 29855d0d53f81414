import * as vscode from 'vscode';
import { takeOffline as takeTargetOffline, type OfflineOutcome } from '../../core/operations/deploy/takeOffline.ts';
import type { DeployTarget } from '../../core/platform/paths.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import { runsNowText } from '../../texts/deployTexts.ts';
import { environmentName } from '../../texts/environmentTexts.ts';
import { errorMessage, errorText } from '../../texts/errorTexts.ts';
import { connect } from '../session/connect.ts';
import { commandIds } from '../editor/ids.ts';
import { confirm, showError, showInformation, showWarning, withProgress } from '../editor/notifications.ts';
import { askText } from '../editor/quickInput.ts';
import { askDeploy, stateOf } from './askDeploy.ts';
import { logged, outcomeOf, remedies } from '../session/presentError.ts';
import { parseDeployArguments } from './deployArguments.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import { moduleOffers } from '../modules/activeTarget.ts';
import { publicError, type PublicError } from './publicOutcome.ts';
import type { DeployServices } from './deployServices.ts';

const { t } = vscode.l10n;

/** Timeout of the request: above the gateway's 30 s (platform-api.md 7.4). */
const timeoutMs = 60_000;

/** The result of `bkpaas.takeOffline`. */
export type PublicOfflineOutcome =
  | { status: 'offline' }
  | { status: 'failed'; error: PublicError }
  | { status: 'cancelled' }
  | { status: 'unknown'; reason: string };

/**
 * Implements `bkpaas.takeOffline`: stops what runs in an environment, after a confirmation that must be typed for
 * production.
 */
export function takeOffline(services: DeployServices, argument?: unknown): Promise<PublicOfflineOutcome> {
  const failed = (error: PlatformError): PublicOfflineOutcome => ({ status: 'failed', error: publicError(t, error) });
  return outcomeOf(services, commandIds.takeOffline, () => run(services, argument), failed);
}

async function run(services: DeployServices, argument: unknown): Promise<PublicOfflineOutcome> {
  const draft = parseDeployArguments(argument);
  const session = await ensureSignedIn(services, draft.platform);
  if (!session) return { status: 'cancelled' };
  const questions = { title: t('Take Offline'), offers: moduleOffers(services, session), version: false };
  const target = await askDeploy(services, draft, questions);
  if (!target || !(await confirmed(services, target))) return { status: 'cancelled' };
  const platform = connect(session, services.session, services.log);
  const where = environmentName(t, target.environment);
  const progress = t('Taking {0} of {1} / {2} offline', where, target.appCode, target.module);
  const outcome = await withProgress(progress, (tell, cancelled) =>
    services.deploys.work.run(session, (signedOut) =>
      takeTargetOffline(platform, target, {
        timeoutMs,
        signal: AbortSignal.any([cancelled, signedOut]),
        onProgress: (step) => {
          if (step === 'stopping') tell(t('the platform is stopping it…'));
        },
      }),
    ),
  );
  services.catalog.refreshEnvironment(target);
  present(services, target, outcome);
  return publicOutcome(outcome);
}

async function confirmed(services: DeployServices, target: DeployTarget): Promise<boolean> {
  const { appCode, module, environment } = target;
  const now = runsNowText(t, environment, await stateOf(services, target));
  if (environment !== 'prod')
    return confirm(
      t('Take {0} of {1} / {2} offline?', environmentName(t, environment), appCode, module),
      t('{0} Nobody can reach it there until it is deployed again.', now),
      t('Take Offline'),
    );
  const answer = await askText(
    {
      title: t('Take Production of {0} / {1} Offline', appCode, module),
      prompt: t(
        '{0} Nobody can reach it until it is deployed again. Type the application code “{1}” to go on.',
        now,
        appCode,
      ),
      placeholder: appCode,
      value: '',
      validate: (text) =>
        text.trim() === appCode || text === ''
          ? undefined
          : { text: t('This is not the application code “{0}”.', appCode), severity: 'error' },
      check: (text) =>
        Promise.resolve(
          text.trim() === appCode
            ? undefined
            : { text: t('Type the application code “{0}” to go on.', appCode), severity: 'error' },
        ),
    },
    { step: 1, total: 1, canGoBack: false },
  );
  return answer.kind === 'answer';
}

function present(services: DeployServices, target: DeployTarget, outcome: OfflineOutcome): void {
  const name = t('{0} / {1} → {2}', target.appCode, target.module, environmentName(t, target.environment));
  const logName = `${target.appCode}/${target.module} ${target.environment}`;
  switch (outcome.status) {
    case 'offline':
      services.log.info(`Taken offline: ${logName}`);
      showInformation(t('Taken offline: {0}', name));
      return;
    case 'failed': {
      const { error } = outcome;
      services.log.rememberError(error);
      services.log.error(`Not taken offline: ${logName}: ${logged(error)}`);
      const said = error.code === 'offlineFailed' ? (error.facts.said ?? '') : '';
      const text = errorMessage(t, error.code, error.facts);
      showError(said === '' ? text : t('{0} {1}', text, said), ...remedies(services, error));
      return;
    }
    case 'unknown':
      services.log.rememberError(outcome.error);
      services.log.warn(`Not known whether it is offline: ${logName}: ${logged(outcome.error)}`);
      showWarning(
        t(
          'It is not known whether {0} is offline. {1} Refresh in a few minutes to see.',
          name,
          errorText(t, outcome.error.code, outcome.error.facts).what,
        ),
      );
      return;
    case 'cancelled':
      return;
  }
}

function publicOutcome(outcome: OfflineOutcome): PublicOfflineOutcome {
  switch (outcome.status) {
    case 'offline':
    case 'cancelled':
      return { status: outcome.status };
    case 'failed':
      return { status: 'failed', error: publicError(t, outcome.error) };
    case 'unknown':
      return { status: 'unknown', reason: errorMessage(t, outcome.error.code, outcome.error.facts) };
  }
}
