import * as vscode from 'vscode';
import type { DeployRecord } from '../../core/operations/deployRecord.ts';
import type { SignedIn } from '../session.ts';
import { followDeployment } from './followDeployment.ts';
import { keepDeploy } from './keepRecord.ts';
import { settle } from './runDeploy.ts';
import type { Services } from './services.ts';

/** Milliseconds between looks at deployments of other windows, which may close before theirs have ended. Only while there are some. */
const lookEveryMs = 5000;

/**
 * Goes on, at the start and at each sign-in, with the deployments of which a closed or reloaded window, a crash or a sign-out
 * left only the beginning, and with those whose page was brought back.
 */
export function resumeDeployments(services: Services): vscode.Disposable {
  let looking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    clearTimeout(timer);
    looking = looking.then(async () => {
      const session = services.session.current;
      if (session.state === 'signedIn') await resume(services, session);
      if (await keepDeploy(services, (records) => records.othersAtWork())) timer = setTimeout(look, lookEveryMs);
    });
  };
  // Another window begins a deployment, and may be closed before it has ended: from then on it is looked at now and then.
  const watching = keepDeploy(services, (records) =>
    records.watch(() => {
      clearTimeout(timer);
      timer = setTimeout(look, lookEveryMs);
    }),
  );
  return vscode.Disposable.from(
    services.session.onDidChange(look),
    services.panels.onDidSee((id) => {
      services.deployments.followed(id)?.hurry();
      if (services.deployments.get(id)?.resting) look();
    }),
    new vscode.Disposable(() => {
      clearTimeout(timer);
      void watching.then((stop) => stop?.());
    }),
  );
}

async function resume(services: Services, session: SignedIn): Promise<void> {
  const { gatewayUrl } = session.platform;
  const isHere = (record: DeployRecord): boolean => record.platform.gatewayUrl === gatewayUrl;
  const left = await keepDeploy(services, (records) => records.takeOver(Date.now(), isHere));
  for (const record of [...services.deployments.takeWaiting(session.platform), ...(left ?? [])]) {
    const { deploymentId, deploy, sent, startedAt } = record;
    if (deploymentId) {
      void followDeployment(services, session, {
        id: deploymentId,
        target: deploy,
        version: deploy.version,
        record,
        show: false,
      });
    } else {
      const interruption = sent?.interruption ?? { kind: 'interrupted' };
      void settle(services, session, record, interruption, { claimedMs: Date.now() - (sent?.at ?? startedAt) });
    }
  }
  for (const { id, target, version, state } of services.deployments.resting(session.platform)) {
    // What the platform refused for good is not asked again by itself.
    if (!state.stopped || state.stopped.code === 'signedOut' || services.panels.has(id))
      void followDeployment(services, session, { id, target, version, show: false });
  }
}
