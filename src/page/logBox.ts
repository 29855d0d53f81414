import { byId, fillPlaceholders, keepFocus, listenForClicks } from './dom.ts';
import { FindBox } from './findBox.ts';
import { firstError } from './firstError.ts';
import type { Host } from './host.ts';
import { LogLines, type LinesChange } from './logLines.ts';
import { selectedText, watchSelection } from './logSelection.ts';
import { LogView, type RowLabels } from './logView.ts';
import type { LogWords } from './messages.ts';

interface BoxOptions {
  /** The labels beside the lines. By default, the line numbers. */
  labels?: RowLabels;
  /** Whether the last lines are received first. If so, the scroll position is saved as a distance from the end. */
  fillsFromEnd?: boolean;
}

/** Milliseconds for which the toolbar shows that the log has no error. Later lines can contain one. */
const noErrorStatusMs = 5000;

/** The log of a page with its toolbar: find, first error, follow, wrap, select and copy. */
export class LogBox {
  readonly lines = new LogLines();
  readonly view: LogView;
  /** Called after the log was drawn. */
  onDraw: () => void = () => undefined;
  readonly #words: LogWords;
  readonly #host: Host;
  readonly #find: FindBox;
  readonly #fillsFromEnd: boolean;
  readonly #numbers = new Intl.NumberFormat(document.documentElement.lang || 'en');
  readonly #scroller = byId('log');
  readonly #log;
  /**
   * First visible line to restore, counted like `ScrollState.top`. Undefined once the log has this line, or if there is
   * nothing to restore.
   */
  #placeToRestore: number | undefined;
  #saving: ReturnType<typeof setTimeout> | undefined;
  #clearingStatus: ReturnType<typeof setTimeout> | undefined;

  constructor(words: LogWords, host: Host, { labels, fillsFromEnd = false }: BoxOptions = {}) {
    this.#words = words;
    this.#host = host;
    this.#fillsFromEnd = fillsFromEnd;
    this.view = new LogView(this.lines, labels);
    this.#find = new FindBox(words, this.lines, this.view);
    this.#log = { lines: this.lines, view: this.view, scroller: this.#scroller, post: host.post };
    watchSelection(this.#log);
    keepFocus();
    listenForClicks(host.post);
    this.view.onDraw = () => {
      this.#drawn();
    };
    if (host.place?.follow === false) {
      this.#placeToRestore = host.place.top;
      this.view.following = false;
    }
    this.#listen();
    if (host.place?.wrap) this.#wrap(true);
  }

  /** Draws a change of `lines`. */
  changed(change: LinesChange): void {
    const { length } = this.lines;
    this.view.linesChanged(change);
    this.#find.linesChanged(change);
    const counted = length === 1 ? this.#words.line : this.#words.lines;
    byId('line-count').textContent = length > 0 ? fillPlaceholders(counted, this.#numbers.format(length)) : '';
    const place = this.#placeToRestore;
    if (place === undefined || length < place || (!this.#fillsFromEnd && length === place)) return;
    this.#placeToRestore = undefined;
    this.view.scrollTo(this.#fillsFromEnd ? length - place : place);
  }

  /** Sends the selected text to the extension, which copies it. */
  copySelection(): void {
    this.#host.post({ kind: 'copy', text: selectedText(this.#log) });
  }

  #listen(): void {
    const { view } = this;
    byId('follow').addEventListener('click', () => {
      view.following = !view.following;
    });
    byId('new-lines').addEventListener('click', () => {
      view.following = true;
      // The button becomes hidden, so the button loses the focus.
      this.#scroller.focus();
    });
    byId('wrap').addEventListener('click', () => {
      this.#wrap(!view.wraps);
      this.#savePlaceSoon();
    });
    byId('first-error').addEventListener('click', () => {
      this.#showFirstError();
    });
  }

  #wrap(wraps: boolean): void {
    this.view.wraps = wraps;
    byId('wrap').setAttribute('aria-pressed', String(wraps));
  }

  #showFirstError(): void {
    const { view } = this;
    const line = firstError(this.lines);
    const status = byId('log-status');
    status.textContent = line === undefined ? this.#words.noError : '';
    clearTimeout(this.#clearingStatus);
    this.#clearingStatus = setTimeout(() => {
      status.textContent = '';
    }, noErrorStatusMs);
    if (line === undefined) return;
    view.following = false;
    view.reveal(line, 0, 1);
    document.getSelection()?.selectAllChildren(view.drawn.get(line) ?? this.#scroller);
    this.#scroller.focus();
  }

  #drawn(): void {
    const label = this.view.following ? this.#words.pause : this.#words.follow;
    const follow = byId('follow');
    if (follow.textContent !== label) follow.textContent = label;
    byId('new-lines').hidden = !this.view.unseen;
    byId('no-log').hidden = this.lines.length > 0;
    this.#find.mark();
    this.onDraw();
    this.#savePlaceSoon();
  }

  /** Saves the scroll state at most every 200 ms, because each save sends the whole state to the editor. */
  #savePlaceSoon(): void {
    this.#saving ??= setTimeout(() => {
      this.#saving = undefined;
      if (this.#placeToRestore !== undefined) return;
      const { following: follow, top, wraps: wrap } = this.view;
      this.#host.savePlace({ follow, top: this.#fillsFromEnd ? this.lines.length - top : top, wrap });
    }, 200);
  }
}
