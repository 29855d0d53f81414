import * as vscode from 'vscode';
import { PlatformError } from '../../core/platform/platformError.ts';
import { errorText } from '../../texts/errorTexts.ts';
import type { MessageNode } from '../modules/nodes.ts';

/** The row in place of children that could not be read. Throws what is no `PlatformError` on. */
export function failedNode(parentId: string, error: unknown): MessageNode {
  if (!(error instanceof PlatformError)) throw error;
  const text = errorText(vscode.l10n.t, error.code, error.facts).what;
  return { kind: 'message', id: `${parentId}/error`, text, error };
}
