import type { TreeNode } from '../modules/nodes.ts';

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
