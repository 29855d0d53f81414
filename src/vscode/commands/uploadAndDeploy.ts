import * as vscode from 'vscode';
import { environmentName } from '../../texts/environmentTexts.ts';
import { commandIds } from '../editor/ids.ts';
import { showInformation } from '../editor/notifications.ts';
import { askDeploy } from '../deploy/askDeploy.ts';
import { asPlatformError, presentRefusal } from '../session/presentError.ts';
import { confirmDeploy, deploy } from '../deploy/deploy.ts';
import { readDeployStart } from '../deploy/deployStart.ts';
import { publicDeployOutcome, publicError, type PublicDeployOutcome } from '../deploy/publicDeployOutcome.ts';
import { publicOutcome, type PublicUploadOutcome } from '../upload/publicOutcome.ts';
import { runDeploy } from '../deploy/runDeploy.ts';
import { runUpload } from '../upload/runUpload.ts';
import type { UploadServices } from '../upload/uploadServices.ts';
import type { DeployServices } from '../deploy/deployServices.ts';
import { prepareUpload } from '../upload/uploadPackage.ts';

const { t } = vscode.l10n;

/** What `bkpaas.uploadAndDeploy` resolves to: the deployment's outcome, or the upload's when it went no further. */
export type PublicUploadAndDeployOutcome =
  | { status: 'cancelled' }
  | { status: 'notUploaded'; upload: PublicUploadOutcome }
  | { status: 'deployed' | 'notDeployed'; upload: PublicUploadOutcome; deploy: PublicDeployOutcome };

/**
 * `bkpaas.uploadAndDeploy`: everything is asked first, the confirmation for production too, so that nobody has to wait for a
 * question. A package that did not certainly arrive is not deployed.
 */
export async function uploadAndDeploy(
  services: UploadServices & DeployServices,
  argument?: unknown,
): Promise<PublicUploadAndDeployOutcome> {
  try {
    const { environment } = readDeployStart(argument instanceof vscode.Uri ? undefined : argument);
    const prepared = await prepareUpload(services, argument);
    if (!prepared || 'to' in prepared) return { status: 'cancelled' };
    const { session, request, looks } = prepared;
    const { appCode, module, version } = request;
    const draft = { appCode, module, version, environment };
    const wanted = await askDeploy(services, draft, { title: t('Upload and Deploy'), offers: [], version: true });
    if (!wanted || !(await confirmDeploy(services, wanted, false))) {
      looks.stop();
      return { status: 'cancelled' };
    }
    const outcome = await runUpload(services, session, request, looks);
    const upload = publicOutcome(t, outcome);
    if (outcome.status !== 'uploaded') {
      if (outcome.status === 'unknown')
        showInformation(
          t(
            '{0} was not deployed to {1}: it is not known whether it arrived.',
            version,
            environmentName(t, wanted.environment),
          ),
        );
      return { status: 'notUploaded', upload };
    }
    const deployed = publicDeployOutcome(t, await runDeploy(services, session, wanted));
    return { status: deployed.status === 'successful' ? 'deployed' : 'notDeployed', upload, deploy: deployed };
  } catch (escaped) {
    const error = asPlatformError(services, commandIds.uploadAndDeploy, escaped);
    presentRefusal(services, error);
    return { status: 'notUploaded', upload: { status: 'failed', error: publicError(t, error) } };
  }
}

/** `bkpaas.deployUploaded`: the version of the upload on the page, to an environment that is asked for. */
export async function deployUploaded(services: DeployServices & UploadServices): Promise<PublicDeployOutcome> {
  const report = services.uploads.reports.current;
  if (report?.record.outcome?.status !== 'uploaded') return { status: 'cancelled' };
  const { appCode, module, version } = report.record.upload;
  return deploy(services, { platform: report.platform.gatewayUrl, appCode, module, version });
}
