import * as vscode from 'vscode';
import { isError, severityOf, type Finding } from '../../core/package/finding.ts';
import { findingMessage } from '../../texts/findingTexts.ts';
import { formatSize } from '../../texts/formats.ts';
import { packWarningText } from '../../texts/publishTexts.ts';
import type { Observer } from '../editor/notifications.ts';
import { secretPathsIn } from './packageItems.ts';
import type { CheckedPackage } from './packageSource.ts';

const { t } = vscode.l10n;

/**
 * Shows the findings of a package in the terminal of a task. Resolves to whether to publish the package (`confirmed`).
 * A package with an error is not published. If files look like secrets, `confirmInList` asks the user. Any other
 * package is published without a question.
 */
export async function confirmInTask(
  observer: Observer,
  checked: CheckedPackage,
  confirmInList: (checked: CheckedPackage) => Promise<CheckedPackage & { confirmed: boolean }>,
): Promise<CheckedPackage & { confirmed: boolean }> {
  const { source, report } = checked;
  const { preview } = source;
  if (preview) observer.tell(t('Files: {0} ({1})', preview.files, formatSize(preview.sizeBytes)));
  for (const warning of preview?.warnings ?? []) {
    const { what, todo } = packWarningText(t, warning);
    observer.tell(t('Warning: {0}', t('{0} {1}', what, todo)));
  }
  for (const finding of report.findings) await showFinding(observer, checked, finding);
  if (report.findings.some(isError)) return { ...checked, confirmed: false };
  return secretPathsIn(checked).length > 0 ? confirmInList(checked) : { ...checked, confirmed: true };
}

async function showFinding(observer: Observer, { source, report }: CheckedPackage, finding: Finding): Promise<void> {
  const severity = severityOf(finding);
  if (severity === 'information') return;
  const { entry, range } = finding;
  const { description } = report;
  const uri = entry !== undefined && entry === description?.entry ? source.uriOf(entry) : undefined;
  const text = findingMessage(t, finding);
  if (!description || uri?.scheme !== 'file') {
    observer.tell(severity === 'error' ? t('Error: {0}', text) : t('Warning: {0}', text));
    return;
  }
  const { placeOfOffset } = await import('../../core/description/descriptions.ts');
  observer.finding({ file: uri.fsPath, ...placeOfOffset(description.bytes, range?.start ?? 0) }, severity, text);
}
