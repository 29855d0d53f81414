import * as vscode from 'vscode';
import { requirePlatformError, type PlatformError } from '../../core/platform/platformError.ts';
import { errorText } from '../../texts/errorTexts.ts';
import type { MessageNode, TreeNode } from '../modules/nodes.ts';

/** Number of rows that most branches show first, and number of rows that "Load more…" adds. */
const pageSize = 100;

/**
 * Counts how many rows each branch shows beyond its first page. The platform sends whole lists, but drawing thousands
 * of rows is slow.
 */
export class Paging {
  readonly #added = new Map<string, number>();

  /**
   * Returns the nodes of the pages that a branch shows, and a "Load more…" row if there are more items. `first` is the
   * number of rows on the first page.
   */
  page<T>(
    parentId: string,
    items: readonly T[],
    toNode: (item: T, index: number) => TreeNode,
    first = pageSize,
  ): TreeNode[] {
    const limit = first + (this.#added.get(parentId) ?? 0);
    const nodes = items.slice(0, limit).map(toNode);
    const hidden = items.length - nodes.length;
    return hidden > 0 ? [...nodes, { kind: 'more', id: `${parentId}/more`, parentId, hidden }] : nodes;
  }

  /** Makes a branch show one more page. */
  more(parentId: string): void {
    this.#added.set(parentId, (this.#added.get(parentId) ?? 0) + pageSize);
  }

  /** Makes every branch show only its first page. */
  reset(): void {
    this.#added.clear();
  }
}

/** Returns the row that replaces children that could not be read. Rethrows an error that is not a `PlatformError`. */
export function failedNode(parentId: string, thrown: unknown): MessageNode & { error: PlatformError } {
  const error = requirePlatformError(thrown);
  const text = errorText(vscode.l10n.t, error.code, error.facts).what;
  return { kind: 'message', id: `${parentId}/error`, text, error };
}
