import * as vscode from 'vscode';
import { platformErrorOf } from '../../core/platform/platformError.ts';
import { errorText } from '../../texts/errorTexts.ts';
import type { MessageNode, TreeNode } from '../modules/nodes.ts';

/** Number of rows that a branch shows first, and number of rows that "Load more…" adds. */
const pageSize = 100;

/**
 * Counts how many children each branch shows. The platform sends whole lists, but drawing thousands of rows is slow.
 */
export class Paging {
  readonly #shown = new Map<string, number>();

  /** Returns the nodes of the pages that a branch shows, and a "Load more…" row if there are more items. */
  page<T>(parentId: string, items: readonly T[], toNode: (item: T, index: number) => TreeNode): TreeNode[] {
    const limit = this.#shown.get(parentId) ?? pageSize;
    const nodes = items.slice(0, limit).map(toNode);
    const hidden = items.length - nodes.length;
    return hidden > 0 ? [...nodes, { kind: 'more', id: `${parentId}/more`, parentId, hidden }] : nodes;
  }

  /** Makes a branch show one more page. */
  more(parentId: string): void {
    this.#shown.set(parentId, (this.#shown.get(parentId) ?? pageSize) + pageSize);
  }

  /** Makes every branch show only its first page. */
  reset(): void {
    this.#shown.clear();
  }
}

/** Returns the row that replaces children that could not be read. Rethrows an error that is no `PlatformError`. */
export function failedNode(parentId: string, thrown: unknown): MessageNode {
  const error = platformErrorOf(thrown);
  const text = errorText(vscode.l10n.t, error.code, error.facts).what;
  return { kind: 'message', id: `${parentId}/error`, text, error };
}
