import * as vscode from 'vscode';
import type { DeployEnd } from '../../core/operations/deployEnd.ts';
import type { DeployOutcome, Deploy, PendingDeploy } from '../../core/operations/deployOutcome.ts';
import { deployPackage } from '../../core/operations/deployPackage.ts';
import type { DeployRecord } from '../../core/operations/deployRecord.ts';
import type { Interruption } from '../../core/operations/interruption.ts';
import { newRecordId } from '../../core/operations/records.ts';
import { settleDeploy, type SettleDeployOptions } from '../../core/operations/settleDeploy.ts';
import { environmentName } from '../../texts/environmentTexts.ts';
import { connect } from '../connect.ts';
import { commandIds } from '../ids.ts';
import { withProgress } from '../progress.ts';
import type { SignedIn } from '../session.ts';
import { asPlatformError } from './asPlatformError.ts';
import { followDeployment } from './followDeployment.ts';
import { keepDeploy } from './keepRecord.ts';
import { presentDeployRefusal } from './presentDeployRefusal.ts';
import type { DeployServices } from './deployServices.ts';

const { t } = vscode.l10n;

/**
 * Milliseconds for the request that begins a deployment: above the gateway's 30 s, so that its 504 is seen
 * (platform-api.md 7.4).
 */
const timeoutMs = 60_000;

/** Asks the platform to begin a deployment, finds out what became of it when the answer gets lost, and follows it to its end. */
export async function runDeploy(services: DeployServices, session: SignedIn, deploy: Deploy): Promise<DeployEnd> {
  const { userName } = session.identity;
  const platform = connect(session, services.session, services.log);
  const startedAt = Date.now();
  let record: DeployRecord = {
    id: newRecordId(startedAt),
    startedAt,
    platform: { name: session.platform.name, gatewayUrl: session.platform.gatewayUrl },
    userName,
    deploy,
    sent: undefined,
    deploymentId: undefined,
    outcome: undefined,
  };
  const beforeSending = async ({ baseline }: PendingDeploy): Promise<void> => {
    record = { ...record, sent: { at: Date.now(), baseline, interruption: undefined } };
    await keepDeploy(services, (records) => records.note(record));
  };
  const title = t('Deploying {0} to {1}', deploy.version, nameOf(deploy));
  const result = await withProgress(title, (_, signal) =>
    deployPackage(platform, deploy, { timeoutMs, userName, signal, beforeSending }),
  ).catch((escaped: unknown): DeployOutcome | { status: 'sent'; interruption: Interruption } => {
    const error = asPlatformError(services, commandIds.deploy, escaped);
    // A fault of this extension says nothing of what the platform did.
    return record.sent ? { status: 'sent', interruption: { kind: 'interrupted' } } : { status: 'failed', error };
  });
  if (result.status !== 'sent') return conclude(services, session, record, result);
  const sent = 'sentAt' in result ? { clock: result.sentAt } : { claimedMs: 0 };
  return settle(services, session, record, result.interruption, sent);
}

/** Finds out whether a deployment was begun whose answer got lost, and follows it if it was. */
export async function settle(
  services: DeployServices,
  session: SignedIn,
  noted: DeployRecord,
  interruption: Interruption,
  sent: SettleDeployOptions['sent'],
): Promise<DeployEnd> {
  const { deploy, userName } = noted;
  const note = { at: Date.now(), baseline: undefined, ...noted.sent, interruption };
  const record: DeployRecord = { ...noted, sent: note };
  await keepDeploy(services, (records) => records.note(record));
  services.log.info(`Not known whether ${deploy.version} is being deployed to ${nameOf(deploy)}; reading the history`);
  const platform = connect(session, services.session, services.log);
  const title = t('Checking whether {0} is being deployed to {1}', deploy.version, nameOf(deploy));
  const outcome = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    services.deploys.work.run(session, (signal) =>
      settleDeploy(platform, { deploy, userName, baseline: note.baseline }, interruption, { sent, signal }),
    ),
  );
  return conclude(services, session, record, outcome);
}

async function conclude(
  services: DeployServices,
  session: SignedIn,
  record: DeployRecord,
  outcome: DeployOutcome,
): Promise<DeployEnd> {
  if (outcome.status === 'started') {
    const started: DeployRecord = { ...record, deploymentId: outcome.id };
    await keepDeploy(services, (records) => records.note(started));
    services.log.info(`Deployment ${outcome.id} of ${record.deploy.version} to ${nameOf(record.deploy)} has begun`);
    return followDeployment(services, session, {
      id: outcome.id,
      target: record.deploy,
      version: record.deploy.version,
      record: started,
      show: true,
    });
  }
  // It stays noted: the next sign-in goes on looking.
  const waits = outcome.status === 'unknown' && (outcome.doubt === 'signedOut' || outcome.doubt === 'stoppedLooking');
  if (waits) services.deploys.deployments.wait(record);
  else if (record.sent) await keepDeploy(services, (records) => records.finish({ ...record, outcome: 'notStarted' }));
  presentDeployRefusal(services, session, record.deploy, outcome);
  return { kind: 'notStarted', outcome };
}

/** `demo-app / default → Staging`. */
function nameOf({ appCode, module, environment }: Pick<Deploy, 'appCode' | 'module' | 'environment'>): string {
  return t('{0} / {1} → {2}', appCode, module, environmentName(t, environment));
}
