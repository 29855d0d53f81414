import * as vscode from 'vscode';
import { withProgress } from '../editor/notifications.ts';
import type { CheckedPackage, FolderSource, PackageSource, ReportProgress } from './packageSource.ts';

const { t } = vscode.l10n;

/** Runs the checks of a package that do not need the target. Rejects with the signal's reason when aborted. */
export async function checkSource(
  source: PackageSource,
  tell: ReportProgress,
  signal: AbortSignal,
): Promise<CheckedPackage> {
  tell(t('Checking the contents…'));
  const { checkPackage } = await import('../../core/package/checkPackage.ts');
  const { format, archiveBytes } = source;
  return { source, report: await checkPackage(source.entries(signal), { format, archiveBytes, signal }) };
}

/**
 * Lists and checks the files of a folder again, with a progress notification. Resolves to undefined if the user cancels
 * in the notification or if `closed` is aborted.
 */
export function recheckFolder(
  { name, relist }: FolderSource,
  closed: AbortSignal,
): Promise<CheckedPackage | undefined> {
  return withProgress(t('Checking {0}', name), async (tell, cancelled) => {
    const signal = AbortSignal.any([closed, cancelled]);
    try {
      return await checkSource(await relist(tell, signal), tell, signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  });
}
