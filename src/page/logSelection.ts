import type { FromPage } from './messages.ts';
import type { LogLines, Position } from './logLines.ts';
import type { LogView } from './logView.ts';
import { lineIndexOf, rowOf } from './rows.ts';

interface SelectableLog {
  lines: LogLines;
  view: LogView;
  scroller: HTMLElement;
  post: (message: FromPage) => void;
}

/**
 * Lets a selection contain lines that are not drawn. The text to copy comes from `LogLines`, because the page contains
 * only drawn lines.
 */
export function watchSelection(log: SelectableLog): void {
  const { scroller, view } = log;
  scroller.addEventListener('pointerdown', () => {
    // Dragging past the edge of the log scrolls the log, but would also extend the selection into the header. So only
    // the log is selectable until the drag ends.
    document.body.classList.add('selecting');
  });
  for (const end of ['pointerup', 'pointercancel'] as const)
    window.addEventListener(end, () => {
      document.body.classList.remove('selecting');
    });
  document.addEventListener('selectionchange', () => {
    const dragging = document.body.classList.contains('selecting');
    if (dragging && selectionEnds(log) && view.following) view.following = false;
  });
  scroller.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'a') return;
    event.preventDefault();
    // Without this call, VS Code would select the whole page.
    event.stopPropagation();
    selectAll(log);
  });
  document.addEventListener('copy', (event) => {
    copySelection(log, event);
  });
}

/**
 * Copies the selection if it contains several lines. Both the page and the extension write to the clipboard, because
 * each of them can fail. In a browser, the extension cannot write to the clipboard while the page has the focus. In the
 * desktop editor, the page cannot write to the clipboard.
 */
function copySelection(log: SelectableLog, event: ClipboardEvent): void {
  const ends = selectionEnds(log);
  if (!ends || ends[0].line === ends[1].line) return;
  const text = log.lines.textBetween(...ends);
  event.preventDefault();
  event.clipboardData?.setData('text/plain', text);
  log.post({ kind: 'copy', text });
}

/** Returns the selected text of the page, without ANSI codes, including lines that are not drawn. */
export function selectedText(log: SelectableLog): string {
  const ends = selectionEnds(log);
  return ends ? log.lines.textBetween(...ends) : (document.getSelection()?.toString() ?? '');
}

function selectAll({ lines, view }: SelectableLog): void {
  if (lines.length === 0) return;
  view.drawAlso([0, lines.length - 1]);
  const [first, last] = [view.drawn.get(0), view.drawn.get(lines.length - 1)];
  if (first && last) document.getSelection()?.setBaseAndExtent(first, 0, last, last.childNodes.length);
}

/**
 * Returns the anchor and the focus of the selection; undefined if the selection is empty, or not entirely in the log.
 */
function selectionEnds(log: SelectableLog): [Position, Position] | undefined {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed) return undefined;
  const anchor = positionOf(log, selection.anchorNode, selection.anchorOffset);
  const focus = positionOf(log, selection.focusNode, selection.focusOffset);
  return anchor && focus && [anchor, focus];
}

function positionOf({ lines, scroller }: SelectableLog, node: Node | null, offset: number): Position | undefined {
  if (!node || !scroller.contains(node)) return undefined;
  const line = lineIndexOf(node);
  const row = rowOf(node);
  if (line === undefined || !row) {
    // The position is between two rows. Use the start of the second row, or the end of the log if there is no second
    // row.
    const next = lineIndexOf(node.childNodes[offset]);
    if (next !== undefined) return { line: next, column: 0 };
    const last = Math.max(0, lines.length - 1);
    return { line: last, column: lines.plain(last).length };
  }
  const range = document.createRange();
  range.setStart(row, 0);
  range.setEnd(node, offset);
  return { line, column: range.toString().length };
}
