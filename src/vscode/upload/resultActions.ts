import * as vscode from 'vscode';
import { curlCommand } from '../../core/operations/upload/curlCommand.ts';
import { interruptionFromRecord } from '../../core/operations/trackedOperation.ts';
import { reopenUpload } from '../../core/operations/upload/uploadRecord.ts';
import { isSameVersion } from '../../core/platform/names.ts';
import { PlatformError } from '../../core/platform/platformError.ts';
import { connect } from '../session/connect.ts';
import { showError, showInformation, showWarning } from '../editor/notifications.ts';
import type { SignedIn } from '../session/session.ts';
import type { UploadReport } from './uploadReport.ts';
import { ensureSignedIn } from '../session/signIn.ts';
import type { UploadServices } from './uploadServices.ts';
import { reconcileLostUpload } from './runUpload.ts';
import { errorMessage } from '../../texts/errorTexts.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.checkAgain`: reads the versions again if the outcome of the upload on the result page is unknown.
 */
export async function checkAgain(services: UploadServices): Promise<void> {
  const report = reportOnPage(services);
  if (report?.record.outcome?.status !== 'unknown') return;
  const { reason } = report.record.outcome;
  const session = await ensureSignedInTo(services, report);
  // If a sign-out interrupted the check, `resumeUploads` repeats the check after the sign-in. This function then does
  // nothing more.
  if (!session || reason === 'signedOut') return;
  await reopenUpload(services.uploads.tracked, report.record);
  await reconcileLostUpload(services, session, report, interruptionFromRecord(report.record));
}

/**
 * Implements `bkpaas.compareUpload`: reads the platform's current package for the upload on the result page. The page
 * then shows this package, compared with the package that the upload stored.
 */
export async function compareUpload(services: UploadServices): Promise<void> {
  const report = reportOnPage(services);
  if (!report) return;
  const session = await ensureSignedInTo(services, report);
  if (!session) return;
  const { appCode, module, version } = report.record.upload;
  try {
    const platform = connect(session, services.session, services.log);
    const versions = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: t('Reading the versions of {0} / {1}', appCode, module) },
      () => platform.sourcePackages.versions(appCode, module),
    );
    const now = versions.find((candidate) => isSameVersion(candidate.version, version));
    const latest = services.uploads.reports.get(report.record.id) ?? report;
    services.uploads.reports.choose({ ...latest, comparison: { now } });
    services.uploads.panel.show(true);
    services.catalog.refresh({ appCode, module });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    showError(errorMessage(t, error.code, error.facts));
  }
}

/**
 * Implements `bkpaas.copyAsCurl`: copies the upload on the result page as a curl command. The command reads the token
 * from an environment variable.
 */
export async function copyAsCurl(services: UploadServices): Promise<void> {
  const report = reportOnPage(services);
  if (!report) return;
  const { gatewayUrl, tenantId } = report.platform;
  await vscode.env.clipboard.writeText(curlCommand(gatewayUrl, tenantId, report.record.upload));
  showInformation(
    t(
      'Copied. Before you run the command, set the environment variable {0} to your access token.',
      'BKPAAS_ACCESS_TOKEN',
    ),
  );
}

/** Implements `bkpaas.copySha256`: copies the SHA-256 of the stored package on the result page. */
export async function copySha256({ uploads: { reports } }: UploadServices): Promise<void> {
  const outcome = reports.current?.record.outcome;
  if (outcome?.status === 'uploaded' && outcome.package.sha256 !== undefined)
    await vscode.env.clipboard.writeText(outcome.package.sha256);
}

function reportOnPage({ uploads: { reports } }: UploadServices): UploadReport | undefined {
  if (!reports.current) showInformation(t('Nothing has been uploaded in this window yet.'));
  return reports.current;
}

/**
 * Resolves to a session on the platform to which the upload was sent. Resolves to undefined if the user cancels or
 * signs in to another platform.
 */
export async function ensureSignedInTo(
  services: UploadServices,
  { platform }: Pick<UploadReport, 'platform'>,
): Promise<SignedIn | undefined> {
  const session = await ensureSignedIn(services, platform.gatewayUrl);
  if (session && session.platform.gatewayUrl !== platform.gatewayUrl) {
    showWarning(t('This upload was sent to {0}. Sign in to that platform first.', platform.name));
    return undefined;
  }
  return session;
}
