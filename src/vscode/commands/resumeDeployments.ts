import * as vscode from 'vscode';
import type { DeployRecord } from '../../core/operations/deployRecord.ts';
import { background } from '../background.ts';
import { Poller } from '../poller.ts';
import type { SignedIn } from '../session.ts';
import { followDeployment } from './followDeployment.ts';
import { keepDeploy } from './keepRecord.ts';
import { settle } from './runDeploy.ts';
import type { DeployServices } from './deployServices.ts';

/** Milliseconds between polls while other windows deploy: one of them may close before its deployment has ended. */
const pollEveryMs = 5000;

const source = 'resume deployments';

/**
 * Goes on, at the start and at each sign-in, with the deployments of which a closed or reloaded window, a crash or a sign-out
 * left only the beginning, and with those whose page was brought back.
 */
export function resumeDeployments(services: DeployServices): vscode.Disposable {
  const poller = new Poller(source, pollEveryMs, async () => {
    const session = services.session.current;
    if (session.state === 'signedIn') await resume(services, session);
    return (await keepDeploy(services, (records) => records.othersAtWork())) ?? false;
  });
  // Another window starts a deployment, and may close before it has ended.
  const watching = keepDeploy(services, (records) =>
    records.watch(() => {
      poller.later();
    }),
  );
  return vscode.Disposable.from(
    poller,
    services.session.onDidChange(() => {
      poller.now();
    }),
    services.deploys.panels.onDidSee((id) => {
      services.deploys.deployments.followed(id)?.hurry();
      if (services.deploys.deployments.get(id)?.resting) poller.now();
    }),
    new vscode.Disposable(() => {
      background(
        source,
        watching.then((stop) => stop?.()),
      );
    }),
  );
}

async function resume(services: DeployServices, session: SignedIn): Promise<void> {
  const { gatewayUrl } = session.platform;
  const isHere = (record: DeployRecord): boolean => record.platform.gatewayUrl === gatewayUrl;
  const left = await keepDeploy(services, (records) => records.takeOver(Date.now(), isHere));
  for (const record of [...services.deploys.deployments.takeWaiting(session.platform), ...(left ?? [])]) {
    const { deploymentId, deploy, sent, startedAt } = record;
    if (deploymentId) {
      const { version } = deploy;
      const known = { id: deploymentId, target: deploy, version, record, show: false };
      background(source, followDeployment(services, session, known));
    } else {
      const interruption = sent?.interruption ?? { kind: 'interrupted' };
      const claimedMs = Date.now() - (sent?.at ?? startedAt);
      background(source, settle(services, session, record, interruption, { claimedMs }));
    }
  }
  for (const { id, target, version, state } of services.deploys.deployments.resting(session.platform)) {
    // What the platform refused for good is not asked again by itself.
    if (!state.stopped || state.stopped.code === 'signedOut' || services.deploys.panels.has(id))
      background(source, followDeployment(services, session, { id, target, version, show: false }));
  }
}
