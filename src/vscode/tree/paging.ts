import type { TreeNode, MessageNode } from '../modules/nodes.ts';
import * as vscode from 'vscode';
import { PlatformError } from '../../core/platform/platformError.ts';
import { errorText } from '../../texts/errorTexts.ts';

/** Rows a branch shows before it asks: a screen or two, and cheap to draw. */
const pageSize = 100;

/** How many children each branch shows. The platform sends lists whole; what costs is drawing thousands of rows. */
export class Paging {
  readonly #shown = new Map<string, number>();

  /** The first pages of a branch, and a "Load more…" row for the rest. */
  page<T>(parentId: string, items: readonly T[], toNode: (item: T, index: number) => TreeNode): TreeNode[] {
    const limit = this.#shown.get(parentId) ?? pageSize;
    const nodes = items.slice(0, limit).map(toNode);
    const hidden = items.length - nodes.length;
    return hidden > 0 ? [...nodes, { kind: 'more', id: `${parentId}/more`, parentId, hidden }] : nodes;
  }

  more(parentId: string): void {
    this.#shown.set(parentId, (this.#shown.get(parentId) ?? pageSize) + pageSize);
  }

  /** Back to the first page everywhere. */
  reset(): void {
    this.#shown.clear();
  }
}

/** The row in place of children that could not be read. Throws what is no `PlatformError` on. */
export function failedNode(parentId: string, error: unknown): MessageNode {
  if (!(error instanceof PlatformError)) throw error;
  const text = errorText(vscode.l10n.t, error.code, error.facts).what;
  return { kind: 'message', id: `${parentId}/error`, text, error };
}
