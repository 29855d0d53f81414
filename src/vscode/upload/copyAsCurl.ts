import * as vscode from 'vscode';
import { curlCommand } from '../../core/operations/upload/curlCommand.ts';
import { showInformation } from '../editor/notifications.ts';
import type { UploadServices } from './uploadServices.ts';

const { t } = vscode.l10n;

/** Puts the last upload on the clipboard as a curl command that takes the token from a variable. */
export async function copyAsCurl({ uploads: { reports } }: Pick<UploadServices, 'uploads'>): Promise<void> {
  const report = reports.current;
  if (!report) {
    showInformation(t('There is no upload yet in this window.'));
    return;
  }
  await vscode.env.clipboard.writeText(
    curlCommand(report.platform.gatewayUrl, report.platform.tenantId, report.record.upload),
  );
  showInformation(t('Copied. Put the access token into the variable {0} before you run it.', 'BKPAAS_ACCESS_TOKEN'));
}

/** Puts the digest of the last stored package on the clipboard. */
export async function copySha256({ uploads: { reports } }: Pick<UploadServices, 'uploads'>): Promise<void> {
  const outcome = reports.current?.record.outcome;
  if (outcome?.status === 'uploaded' && outcome.package.sha256 !== undefined) {
    await vscode.env.clipboard.writeText(outcome.package.sha256);
  }
}
