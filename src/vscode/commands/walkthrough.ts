import * as vscode from 'vscode';
import type { ContextKeys } from '../editor/contextKeys.ts';
import type { DeployServices } from '../deploy/deployServices.ts';
import type { SessionServices } from '../session/sessionServices.ts';
import type { UploadServices } from '../upload/uploadServices.ts';

/** The context keys of the walkthrough's steps. A step is complete when its key becomes true. */
const stepKeys = ['platformKnown', 'hasSignedIn', 'hasUploaded', 'hasDeployed', 'hasPublished'] as const;

/**
 * Implements `bkpaas.openWalkthrough`. The walkthrough's ID contains the publisher, which a fork changes. So the ID is
 * built from the extension's ID. VS Code completes a step only if its key becomes true after the walkthrough was
 * opened, so the keys are set again.
 */
export async function openWalkthrough({
  editor: { extension, contextKeys },
}: Pick<SessionServices, 'editor'>): Promise<void> {
  const id = `${extension.id}#getStarted`;
  const open = () => vscode.commands.executeCommand('workbench.action.openWalkthrough', id);
  await contextKeys.repeat(stepKeys, async () => {
    await open();
    // If VS Code 1.112 has not loaded the walkthroughs of extensions yet, it opens its own walkthrough. A second call
    // waits until they are loaded.
    await open();
  });
}

/**
 * Sets the context keys that complete the steps of the walkthrough when the user has signed in, uploaded a package or
 * deployed a version. VS Code remembers which steps are complete. `signInSteps.ts` also sets `platformKnown`, and
 * `publishPackage.ts` sets `hasPublished`.
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
      // A deployment without a record was not started on this computer.
      if (record && state.status === 'successful') contextKeys.set('hasDeployed', true);
    }),
  );
}
