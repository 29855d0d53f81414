import * as vscode from 'vscode';
import type { ErrorCode } from '../../core/platform/errorCode.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import type { Observer } from '../editor/notifications.ts';

/** The errors of the platform that are about the description. */
const descriptionErrorCodes: ReadonlySet<ErrorCode> = new Set([
  'descriptionInvalid',
  'archiveDescriptionNotYaml',
  'archiveDescriptionPath',
]);

/** Matches the beginning of the error detail of a deployment whose description is invalid (platform-api.md 4.8). */
const descriptionErrorPattern = /^(?:处理应用描述文件失败|应用描述文件|app(?:lication)? desc(?:ription)?\b)/i;

/** Returns the platform's message about the description; undefined if the error is not about the description. */
export function descriptionMessage(
  error: PlatformError | undefined,
  errorDetail: string | undefined,
): string | undefined {
  if (error && descriptionErrorCodes.has(error.code)) return error.facts.said;
  return errorDetail !== undefined && descriptionErrorPattern.test(errorDetail) ? errorDetail : undefined;
}

/**
 * Shows a message of the platform as a finding in the description of a folder, in a form that the problem matcher in
 * package.json reads. Shows nothing if the folder has no description.
 */
export async function showDescriptionProblem(
  observer: Pick<Observer, 'finding'>,
  folder: vscode.Uri | undefined,
  message: string,
): Promise<void> {
  for (const name of ['app_desc.yaml', 'app_desc.yml']) {
    const uri = folder && vscode.Uri.joinPath(folder, name);
    const [bytes] = uri?.scheme === 'file' ? await Promise.allSettled([vscode.workspace.fs.readFile(uri)]) : [];
    if (!uri || bytes?.status !== 'fulfilled') continue;
    const { placeOfError } = await import('../../core/description/descriptions.ts');
    observer.finding({ file: uri.fsPath, ...placeOfError(bytes.value, message) }, 'error', message);
    return;
  }
}
