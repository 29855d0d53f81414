import * as vscode from 'vscode';
import type { DeployEnd, DeployOutcome, Deploy } from '../../core/operations/deploy/deployOutcome.ts';
import { deployPackage } from '../../core/operations/deploy/deployPackage.ts';
import type { DeployRecord } from '../../core/operations/deploy/deployRecord.ts';
import type { Interruption } from '../../core/operations/interruption.ts';
import { newRecordId } from '../../core/operations/records.ts';
import type { SentAt } from '../../core/operations/reconcile.ts';
import { reconcileDeploy } from '../../core/operations/deploy/reconcileDeploy.ts';
import { targetName } from '../../texts/targetNames.ts';
import { connect } from '../session/connect.ts';
import { commandIds } from '../editor/ids.ts';
import { withProgress } from '../editor/notifications.ts';
import type { SignedIn } from '../session/session.ts';
import { asPlatformError } from '../session/presentError.ts';
import { followDeployment } from './followDeployment.ts';
import { presentDeployRefusal } from './presentDeployRefusal.ts';
import type { DeployServices } from './deployServices.ts';

const { t } = vscode.l10n;

/**
 * Timeout of the request. It is longer than the gateway's timeout of 30 s, so that this program receives the gateway's
 * 504 (platform-api.md 7.4).
 */
const timeoutMs = 60_000;

/**
 * Starts a deployment and follows it to its end. If the response is lost, finds out whether the deployment was started.
 */
export async function runDeploy(services: DeployServices, session: SignedIn, deploy: Deploy): Promise<DeployEnd> {
  const { observer } = services;
  const { userName } = session.identity;
  const platform = connect(session, services.session, services.log);
  const title = t('Deploying {0} to {1}', deploy.version, targetName(t, deploy));
  const sent = await services.deploys.tracked.send<DeployOutcome>(
    newRecord(session, deploy),
    (beforeSending) =>
      withProgress(
        title,
        (_, signal) =>
          deployPackage(platform, deploy, {
            ...{ timeoutMs, userName, signal },
            beforeSending: (pending) => {
              observer?.sent(
                t(
                  'Canceled. The request to deploy version {0} to {1} was already sent, so its outcome is unknown. The extension is checking whether the deployment has started.',
                  deploy.version,
                  targetName(t, deploy),
                ),
              );
              return beforeSending(pending);
            },
          }),
        observer,
      ),
    (fault) => ({ status: 'failed', error: asPlatformError(services, commandIds.deploy, fault) }),
  );
  if ('lost' in sent) return reconcileLostDeploy(services, session, sent.record, sent.lost);
  if (sent.outcome.status === 'started') return followStarted(services, session, sent.record, sent.outcome);
  if (sent.record.sent) await services.deploys.tracked.finish({ ...sent.record, outcome: 'notStarted' });
  return presentNotStarted(services, session, deploy, sent.outcome);
}

/**
 * Called after the response to a deployment's request was lost. Finds out whether the platform started the deployment,
 * and follows the deployment if it was started.
 */
export async function reconcileLostDeploy(
  services: DeployServices,
  session: SignedIn,
  noted: DeployRecord,
  { interruption, sent }: { interruption: Interruption; sent: SentAt },
): Promise<DeployEnd> {
  const { tracked, work } = services.deploys;
  const { deploy, userName } = noted;
  const platform = connect(session, services.session, services.log);
  const name = targetName(t, deploy);
  const title = t('Checking whether {0} is being deployed to {1}', deploy.version, name);
  services.observer?.begin(title);
  services.log.info(`Not known whether ${deploy.version} is being deployed to ${name}; reading the history`);
  const { record, outcome, waits } = await tracked.reconcile<DeployOutcome>(noted, interruption, (saved) =>
    vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      work.run(session, (signal) =>
        reconcileDeploy(platform, { deploy, userName, baseline: saved.sent?.baseline }, interruption, { sent, signal }),
      ),
    ),
  );
  if (outcome.status === 'started') return followStarted(services, session, record, outcome);
  if (!waits) await tracked.finish({ ...record, outcome: 'notStarted' });
  return presentNotStarted(services, session, deploy, outcome);
}

async function followStarted(
  services: DeployServices,
  session: SignedIn,
  record: DeployRecord,
  { id }: Extract<DeployOutcome, { status: 'started' }>,
): Promise<DeployEnd> {
  const { deploy } = record;
  const started: DeployRecord = { ...record, deploymentId: id };
  await services.deploys.tracked.withRecords((records) => records.saveInProgress(started));
  services.log.info(`Deployment ${id} of ${deploy.version} to ${targetName(t, deploy)} has begun`);
  services.observer?.sent(
    t(
      'Canceled. The deployment of version {0} to {1} continues on the platform, so its outcome is unknown. The extension follows it and will notify you.',
      deploy.version,
      targetName(t, deploy),
    ),
  );
  services.observer?.following(id);
  const what = { id, target: deploy, version: deploy.version, record: started, show: !services.observer };
  return followDeployment(services, session, what);
}

/**
 * Notifies the user that a deployment was not started, or that its start could not be confirmed. Returns `notStarted`.
 */
function presentNotStarted(
  services: DeployServices,
  session: SignedIn,
  deploy: Deploy,
  outcome: Exclude<DeployOutcome, { status: 'started' }>,
): DeployEnd {
  presentDeployRefusal(services, session, deploy, outcome);
  return { kind: 'notStarted', outcome };
}

function newRecord({ platform, identity }: SignedIn, deploy: Deploy): DeployRecord {
  const startedAt = Date.now();
  return {
    id: newRecordId(startedAt),
    startedAt,
    platform: { name: platform.name, gatewayUrl: platform.gatewayUrl },
    userName: identity.userName,
    deploy,
    sent: undefined,
    deploymentId: undefined,
    outcome: undefined,
  };
}
