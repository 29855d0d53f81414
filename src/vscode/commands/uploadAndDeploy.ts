import * as vscode from 'vscode';
import { environmentName } from '../../texts/targetNames.ts';
import { commandIds } from '../editor/ids.ts';
import { showInformation } from '../editor/notifications.ts';
import { askDeploy, environmentStep } from '../deploy/askDeploy.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import { runApiCommand } from '../session/presentError.ts';
import { confirmDeploy, deployVersion } from '../deploy/deploy.ts';
import { parseDeployArguments } from '../deploy/deployArguments.ts';
import { publicDeployOutcome, publicError, type PublicDeployOutcome } from '../deploy/publicOutcome.ts';
import { publicUploadOutcome, type PublicUploadOutcome } from '../upload/publicOutcome.ts';
import { runDeploy } from '../deploy/runDeploy.ts';
import { runUpload } from '../upload/runUpload.ts';
import type { UploadServices } from '../upload/uploadServices.ts';
import type { DeployServices } from '../deploy/deployServices.ts';
import { parseUploadArguments } from '../upload/uploadArguments.ts';
import { prepareUpload } from '../upload/uploadByLink.ts';
import { readClipboardLink } from '../upload/uploadContext.ts';

const { t } = vscode.l10n;

type Services = UploadServices & DeployServices;

/**
 * The result of `bkpaas.uploadAndDeploy`: the outcome of the upload and, if the upload succeeded, the outcome of the
 * deployment.
 */
export type PublicUploadAndDeployOutcome =
  | { status: 'cancelled' }
  | { status: 'notUploaded'; upload: PublicUploadOutcome }
  | { status: 'deployed' | 'notDeployed'; upload: PublicUploadOutcome; deploy: PublicDeployOutcome };

/**
 * Implements `bkpaas.uploadAndDeploy`. Asks all questions before the upload, including the confirmation for production,
 * so that the user does not have to wait for a question. Deploys only if the upload succeeded.
 */
export function uploadAndDeploy(services: Services, argument?: unknown): Promise<PublicUploadAndDeployOutcome> {
  const failed = (error: PlatformError): PublicUploadAndDeployOutcome => ({
    status: 'notUploaded',
    upload: publicUploadOutcome(t, { status: 'failed', error }),
  });
  return runApiCommand(services, commandIds.uploadAndDeploy, () => runUploadAndDeploy(services, argument), failed);
}

async function runUploadAndDeploy(services: Services, argument: unknown): Promise<PublicUploadAndDeployOutcome> {
  const { environment } = parseDeployArguments(argument instanceof vscode.Uri ? undefined : argument);
  const title = t('Upload and Deploy');
  const chosen = { environment };
  const offers = { clipboard: await readClipboardLink() };
  const prepared = await prepareUpload(services, parseUploadArguments(argument), offers, {
    title,
    afterTarget: (target) => [
      environmentStep(services, chosen, {
        title,
        target,
        placeholder: ({ appCode, module }) => t('Select an environment of {0} / {1}', appCode, module),
      }),
    ],
  });
  if (prepared?.kind !== 'link') return { status: 'cancelled' };
  const { session, request, inspector } = prepared;
  const { appCode, module, version } = request;
  // If the argument has the whole upload, nothing was asked, so the environment can still be missing.
  const draft = { appCode, module, version, ...chosen };
  const wanted = await askDeploy(services, draft, { title, offers: [], version: true });
  if (!wanted || !(await confirmDeploy(services, wanted, false))) {
    inspector.stop();
    return { status: 'cancelled' };
  }
  const outcome = await runUpload(services, session, request, () => inspector.at(request.packageUrl));
  const upload = publicUploadOutcome(t, outcome);
  if (outcome.status !== 'uploaded') {
    if (outcome.status === 'unknown') {
      const where = environmentName(t, wanted.environment);
      showInformation(
        t('Version {0} wasn’t deployed to {1} because its upload couldn’t be confirmed.', version, where),
      );
    }
    return { status: 'notUploaded', upload };
  }
  services.observer?.tell(t('Version {0} was uploaded to {1}.', version, t('{0} / {1}', appCode, module)));
  // The package is stored, so an error from here on is reported as an error of the deployment.
  const deployed = await runApiCommand(
    services,
    commandIds.deploy,
    async () => publicDeployOutcome(t, await runDeploy(services, session, wanted)),
    (error): PublicDeployOutcome => ({ status: 'refused', error: publicError(t, error) }),
  );
  return { status: deployed.status === 'successful' ? 'deployed' : 'notDeployed', upload, deploy: deployed };
}

/** Implements `bkpaas.deployUploaded`: deploys the version on the result page to an environment that the user picks. */
export async function deployUploaded(services: Services): Promise<PublicDeployOutcome> {
  const report = services.uploads.reports.current;
  if (report?.record.outcome?.status !== 'uploaded') return { status: 'cancelled' };
  const { appCode, module, version } = report.record.upload;
  return deployVersion(services, { platform: report.platform.gatewayUrl, appCode, module, version });
}
