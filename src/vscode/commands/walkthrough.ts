import * as vscode from 'vscode';
import type { ContextKeys } from '../editor/contextKeys.ts';
import type { DeployServices } from '../deploy/deployServices.ts';
import type { SessionServices } from '../session/sessionServices.ts';
import type { UploadServices } from '../upload/uploadServices.ts';

/** The context keys of the steps, each of which completes its step. */
const stepKeys = ['platformKnown', 'hasSignedIn', 'hasUploaded', 'hasDeployed', 'hasPublished'] as const;

/**
 * Implements `bkpaas.openWalkthrough`. The walkthrough's ID contains the publisher, which a fork changes. VS Code
 * completes a step only if its key becomes true after the walkthrough was opened, so the keys are set again.
 */
export async function openWalkthrough({
  extension,
  contextKeys,
}: Pick<SessionServices, 'extension' | 'contextKeys'>): Promise<void> {
  const id = `${extension.id}#getStarted`;
  const open = () => vscode.commands.executeCommand('workbench.action.openWalkthrough', id);
  await contextKeys.repeat(stepKeys, async () => {
    await open();
    // If VS Code 1.112 does not know the extensions' walkthroughs yet, it opens its own one. A second call waits for them.
    await open();
  });
}

/**
 * Sets the context keys that complete the steps of the walkthrough: once the user has signed in, uploaded a package or
 * deployed a version. VS Code remembers which steps are complete. `signInSteps.ts` and `publishPackage.ts` set the keys of
 * the address and of a published folder.
 */
export function followWalkthrough(
  { session, uploads, deploys }: DeployServices & UploadServices,
  contextKeys: ContextKeys,
): vscode.Disposable {
  return vscode.Disposable.from(
    session.onDidChange(({ state }) => {
      if (state !== 'signedOut') contextKeys.set('platformKnown', true);
      if (state === 'signedIn') contextKeys.set('hasSignedIn', true);
    }),
    uploads.reports.onDidChange(({ record }) => {
      if (record.outcome?.status === 'uploaded') contextKeys.set('hasUploaded', true);
    }),
    deploys.deployments.onDidChange(({ record, state }) => {
      // Without a record, another user or another computer started the deployment.
      if (record && state.status === 'successful') contextKeys.set('hasDeployed', true);
    }),
  );
}
