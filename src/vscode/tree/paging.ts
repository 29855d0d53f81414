import * as vscode from 'vscode';
import { platformErrorOf } from '../../core/platform/platformError.ts';
import { errorText } from '../../texts/errorTexts.ts';
import type { MessageNode, TreeNode } from '../modules/nodes.ts';

/** Rows that a branch shows before "Load more…": a screen or two, and cheap to draw. */
const pageSize = 100;

/** How many children each branch shows. The platform sends whole lists, but drawing thousands of rows is slow. */
export class Paging {
  readonly #shown = new Map<string, number>();

  /** Returns the first pages of a branch, and a "Load more…" row for the rest. */
  page<T>(parentId: string, items: readonly T[], toNode: (item: T, index: number) => TreeNode): TreeNode[] {
    const limit = this.#shown.get(parentId) ?? pageSize;
    const nodes = items.slice(0, limit).map(toNode);
    const hidden = items.length - nodes.length;
    return hidden > 0 ? [...nodes, { kind: 'more', id: `${parentId}/more`, parentId, hidden }] : nodes;
  }

  more(parentId: string): void {
    this.#shown.set(parentId, (this.#shown.get(parentId) ?? pageSize) + pageSize);
  }

  /** Returns to the first page everywhere. */
  reset(): void {
    this.#shown.clear();
  }
}

/** Returns the row in place of children that could not be read. Rethrows anything other than a `PlatformError`. */
export function failedNode(parentId: string, thrown: unknown): MessageNode {
  const error = platformErrorOf(thrown);
  const text = errorText(vscode.l10n.t, error.code, error.facts).what;
  return { kind: 'message', id: `${parentId}/error`, text, error };
}
