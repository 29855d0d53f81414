import * as vscode from 'vscode';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import { parseSha256 } from '../../core/http/sha256.ts';
import { integrityProblemText } from '../../texts/integrityTexts.ts';
import { background } from '../editor/background.ts';
import type { UploadServices } from './uploadServices.ts';

/**
 * Passes the problems of stored packages to the catalog, so that the tree shows them. The problems were found after
 * uploads from this computer, including the uploads in the history.
 */
export function showPackageProblems(services: UploadServices): vscode.Disposable {
  background('upload history', readHistory(services));
  return services.uploads.reports.onDidChange(({ record }) => {
    recordProblem(services, record);
  });
}

async function readHistory(services: UploadServices): Promise<void> {
  const newestFirst = (await services.uploads.tracked.withRecords((store) => store.list())) ?? [];
  for (const record of newestFirst.toReversed()) recordProblem(services, record);
}

function recordProblem({ catalog }: UploadServices, { platform, upload, outcome, integrity }: UploadRecord): void {
  if (outcome?.status !== 'uploaded') return;
  const { appCode, module } = upload;
  const { version, sha256 } = outcome.package;
  const stored = { gatewayUrl: platform.gatewayUrl, appCode, module, version, sha256: parseSha256(sha256) };
  catalog.packageProblems.set(stored, integrityProblemText(vscode.l10n.t, integrity));
}
