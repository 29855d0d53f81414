import * as vscode from 'vscode';
import { ignoreFileName, appendRules } from '../../core/packing/ignoreRules.ts';
import { showError } from '../editor/notifications.ts';

const { t } = vscode.l10n;

/**
 * Adds rules to the ignore file of a folder, on this computer or in another file system of the editor. Creates the file
 * if it is missing. If the file cannot be read or written, shows the error and resolves to false.
 */
export async function addIgnoreRules(folder: vscode.Uri, rules: readonly string[]): Promise<boolean> {
  const { fs } = vscode.workspace;
  const file = vscode.Uri.joinPath(folder, ignoreFileName);
  try {
    const before = await fs.readFile(file).then(
      (bytes) => Buffer.from(bytes).toString('utf8'),
      (error: unknown) => {
        if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return '';
        throw error;
      },
    );
    const after = appendRules(before, rules);
    if (after !== before) await fs.writeFile(file, Buffer.from(after, 'utf8'));
    return true;
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError)) throw error;
    showError(t('Couldn’t write {0}: {1}', ignoreFileName, error.message));
    return false;
  }
}
