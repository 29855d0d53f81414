import * as vscode from 'vscode';
import { isError, type Finding } from '../../core/package/finding.ts';
import { ruleForPath } from '../../core/packing/ignoreRules.ts';
import { askConfirmation } from '../editor/notifications.ts';
import { pickWithButtons, type ActionEffect } from '../editor/pickWithButtons.ts';
import { addIgnoreRules } from './ignoreFile.ts';
import { packageItems, secretPathsIn, type PackageItem } from './packageItems.ts';
import { isFolderSource, type CheckedPackage, type FolderSource, type PackageSource } from './packageSource.ts';

const { t } = vscode.l10n;

/** Maximum number of files that are listed in the question about secrets. */
const maxListedFiles = 10;

/**
 * Shows the findings in a package and, for a folder, the files. Errors prevent publishing, warnings do not. Files that
 * look like secrets are published only if the user confirms it in a separate question. Picking a finding opens its file
 * and keeps the list open. Shows nothing for an archive without findings.
 *
 * Resolves to whether to publish (`confirmed`), and to the package, which differs from `first` if the folder was
 * checked again. `recheck` lists and checks the folder again. If the user cancels `recheck`, it resolves to undefined,
 * and nothing is published.
 */
export async function confirmPackage(
  first: CheckedPackage,
  recheck: (source: FolderSource, signal: AbortSignal) => Promise<CheckedPackage | undefined>,
): Promise<CheckedPackage & { confirmed: boolean }> {
  let current = first;
  if (first.report.findings.length === 0 && !first.source.preview) return { ...first, confirmed: true };
  const answer = await pickWithButtons<PackageItem>({
    title: t('Publish {0}', first.source.name),
    get placeholder() {
      return current.report.findings.some(isError)
        ? t('The platform can’t deploy this package. Select an error to open its file.')
        : t('Press Enter to continue, or select a file to open it.');
    },
    nothing: '',
    items: () => Promise.resolve(packageItems(current)),
    buttons: first.source.relist
      ? [{ iconPath: new vscode.ThemeIcon('refresh'), tooltip: t('Check the Folder Again') }]
      : [],
    onButton: (_, item, signal) => leaveOut(item?.rule === undefined ? [] : [item.rule], signal),
    onPick: pick,
  });
  const action = answer?.item.action;
  return { ...current, confirmed: action !== undefined && action !== 'stop' };

  async function pick(item: PackageItem, signal: AbortSignal): Promise<ActionEffect> {
    if (item.action === undefined) {
      await openItemFile(current.source, item);
      return 'keep';
    }
    switch (item.action) {
      case 'publish':
      case 'stop':
        return 'close';
      case 'checkAgain':
        return leaveOut([], signal);
      case 'publishSecrets':
        return (await confirmSecrets(secretPathsIn(current))) ? 'close' : 'keep';
      case 'leaveOutAndPublish': {
        // The files are listed and checked again, because the folder or its rules can have changed meanwhile.
        const then = await leaveOut(secretPathsIn(current).map(ruleForPath), signal);
        if (then !== 'stay') return then;
        return secretPathsIn(current).length > 0 || current.report.findings.some(isError) ? 'stay' : 'close';
      }
    }
  }

  /**
   * Adds rules to the folder's ignore file, and checks the folder again. If the file cannot be written, the list stays
   * as it is.
   */
  async function leaveOut(rules: readonly string[], signal: AbortSignal): Promise<ActionEffect> {
    const { source } = current;
    if (!isFolderSource(source) || !source.resource) return 'keep';
    if (rules.length > 0 && !(await addIgnoreRules(source.resource, rules))) return 'keep';
    const checked = await recheck(source, signal);
    if (!checked) return 'cancel';
    current = checked;
    return 'stay';
  }
}

function confirmSecrets(paths: readonly string[]): Promise<boolean> {
  const others = paths.length - maxListedFiles;
  const names = [...paths.slice(0, maxListedFiles), ...(others > 0 ? [t('and {0} more', others)] : [])];
  const risk = t('Everyone who can read the repository or the files of the application can read these files.');
  return askConfirmation(
    t('Publish files that look like secrets?'),
    [...names, '', risk].join('\n'),
    t('Publish with Secrets'),
  );
}

/** Opens the file of a row beside the active editor. The list keeps the focus, so that the user can continue there. */
async function openItemFile(source: PackageSource, { finding, path }: PackageItem): Promise<void> {
  const entry = path ?? finding?.entry;
  const uri = entry === undefined ? undefined : source.uriOf(entry);
  if (!uri) return;
  const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true };
  await vscode.commands.executeCommand('vscode.open', uri, { ...beside, ...(await selectionOf(uri, finding)) });
}

/** Returns the range of a finding as an option for `vscode.open`, or no option if the finding has no range. */
async function selectionOf(uri: vscode.Uri, finding: Finding | undefined): Promise<{ selection?: vscode.Range }> {
  const range = finding?.range;
  if (!range) return {};
  const document = await vscode.workspace.openTextDocument(uri);
  return { selection: new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)) };
}
