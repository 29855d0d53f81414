import { byId, fillPlaceholders } from './dom.ts';
import { LogFinder } from './find.ts';
import type { LinesChange, LogLines } from './logLines.ts';
import type { LogView } from './logView.ts';
import type { LogWords } from './messages.ts';
import { rangeBetweenColumns } from './rows.ts';

/** Milliseconds after which a slice of the search stops, so that the page is not blocked for longer. */
const sliceMilliseconds = 12;

/**
 * Maximum number of matches to highlight in one row. A line that repeats one letter contains thousands of matches for
 * this letter.
 */
const marksPerRow = 300;

/**
 * The find box above the log. Keys: Ctrl+F or Cmd+F opens the box, Enter and Shift+Enter go to the next and previous
 * match, Escape closes the box.
 */
export class FindBox {
  readonly #words: LogWords;
  readonly #view: LogView;
  readonly #find: LogFinder;
  readonly #box = byId('find');
  readonly #input = byId('find-input') as HTMLInputElement;
  readonly #count = byId('find-count');
  readonly #buttons = ['find-previous', 'find-next'].map((id) => byId(id) as HTMLButtonElement);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #focusedBefore: HTMLElement | undefined;

  constructor(words: LogWords, lines: LogLines, view: LogView) {
    this.#words = words;
    this.#view = view;
    this.#find = new LogFinder(lines);
    this.#listen();
  }

  linesChanged(change: LinesChange): void {
    this.#find.linesChanged(change);
    if (this.#box.hidden) return;
    this.#searchSoon();
    this.#show();
  }

  /** Highlights the matches in the drawn rows. Uses CSS highlights, which change neither the rows nor the selection. */
  mark(): void {
    if (!('highlights' in CSS)) return;
    const all: AbstractRange[] = [];
    for (const [line, row] of this.#view.drawn) {
      for (const column of this.#find.columnsIn(line).slice(0, marksPerRow))
        all.push(rangeBetweenColumns(row, column, column + this.#find.length));
    }
    const current = this.#find.current;
    const row = current && this.#view.drawn.get(current.line);
    const one = row ? [rangeBetweenColumns(row, current.column, current.column + this.#find.length)] : [];
    CSS.highlights.set('match', new Highlight(...all));
    const highlight = new Highlight(...one);
    highlight.priority = 1;
    CSS.highlights.set('current-match', highlight);
  }

  #listen(): void {
    document.addEventListener('keydown', (event) => {
      const key = event.key.toLowerCase();
      if (key === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) this.#open();
      else if (key === 'escape' && !this.#box.hidden) this.#close();
      else if (key === 'enter' && event.target === this.#input) this.#step(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.#input.addEventListener('input', () => {
      const { current } = this.#find;
      this.#find.start(this.#input.value, current ?? { line: this.#view.top, column: 0 });
      this.#show();
      this.#searchSoon();
    });
    byId('find-open').addEventListener('click', () => {
      if (this.#box.hidden) this.#open();
      else this.#close();
    });
    byId('find-close').addEventListener('click', () => {
      this.#close();
    });
    this.#buttons.forEach((button, index) => {
      button.addEventListener('click', () => {
        this.#step(index === 0 ? -1 : 1);
      });
    });
  }

  #open(): void {
    const { activeElement } = document;
    if (this.#box.hidden && activeElement instanceof HTMLElement) this.#focusedBefore = activeElement;
    this.#box.hidden = false;
    byId('find-open').setAttribute('aria-expanded', 'true');
    this.#input.focus();
    this.#input.select();
    this.#input.dispatchEvent(new Event('input'));
  }

  #close(): void {
    this.#find.start('', { line: 0, column: 0 });
    this.#show();
    this.#box.hidden = true;
    byId('find-open').setAttribute('aria-expanded', 'false');
    (this.#focusedBefore?.isConnected && this.#focusedBefore !== document.body
      ? this.#focusedBefore
      : byId('log')
    ).focus();
  }

  #step(by: 1 | -1): void {
    this.#find.step(by);
    this.#reveal();
    this.#show();
  }

  #searchSoon(): void {
    if (this.#timer !== undefined || this.#find.finished) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const before = this.#find.current;
      const end = performance.now() + sliceMilliseconds;
      this.#find.search(() => performance.now() >= end);
      if (!before) this.#reveal();
      this.#show();
      this.#searchSoon();
    });
  }

  #reveal(): void {
    const { current, length } = this.#find;
    if (!current) return;
    this.#view.following = false;
    this.#view.reveal(current.line, current.column, current.column + length);
  }

  #show(): void {
    const { count, currentIndex, finished } = this.#find;
    const searched = this.#input.value !== '';
    const found = fillPlaceholders(this.#words.matchOf, (currentIndex ?? 0) + 1, count);
    const text = count > 0 ? found : finished && searched ? this.#words.noMatches : '';
    if (this.#count.textContent !== text) this.#count.textContent = text;
    this.#box.classList.toggle('nothing', count === 0);
    for (const button of this.#buttons) button.disabled = count === 0;
    this.mark();
  }
}
