import { byId, element, fillPlaceholders } from './dom.ts';
import type { Host } from './host.ts';
import type { ApplicationLogView, ApplicationLogWords, LogQueryView, LogSource } from './messages.ts';

/**
 * The controls that choose which lines of an application's log the page shows. Each change sends a query to the
 * extension.
 */
export class LogFilter {
  readonly #words: ApplicationLogWords;
  readonly #host: Host;
  readonly #range = byId('range') as HTMLSelectElement;
  readonly #source = byId('source') as HTMLSelectElement;
  readonly #search = byId('search') as HTMLInputElement;
  readonly #from = byId('from') as HTMLInputElement;
  readonly #to = byId('to') as HTMLInputElement;
  readonly #excluded = byId('excluded');
  #query: LogQueryView = { range: '', from: '', to: '', search: '', source: '', exclude: [] };
  #known = { from: '', to: '' };
  #drawn = '';

  constructor(words: ApplicationLogWords, host: Host) {
    this.#words = words;
    this.#host = host;
    this.#range.addEventListener('change', () => {
      this.#showCustom();
      if (this.#range.value === 'custom') this.#beginCustom();
      else this.#ask({ range: this.#range.value, from: '', to: '' });
    });
    byId('apply').addEventListener('click', () => {
      const [from, to] = [this.#from.value, this.#to.value];
      if (from !== '' && to !== '') this.#ask({ range: 'custom', from, to });
    });
    this.#source.addEventListener('change', () => {
      this.#ask({ source: this.#source.value });
    });
    // Enter and the cross in the box fire this event.
    this.#search.addEventListener('search', () => {
      this.#searched();
    });
    byId('search-run').addEventListener('click', () => {
      this.#searched();
    });
    this.#excluded.addEventListener('change', () => {
      const boxes = [...this.#excluded.querySelectorAll('input')];
      this.#ask({ exclude: boxes.filter(({ checked }) => checked).map(({ value }) => value) });
    });
  }

  /** Shows a query. Keeps what the user is typing, unless the query has changed. */
  show({ query, sources, known }: Pick<ApplicationLogView, 'query' | 'sources' | 'known'>): void {
    this.#known = known;
    const text = JSON.stringify([query, sources]);
    if (text === this.#drawn) return;
    this.#drawn = text;
    const before = this.#query;
    this.#query = query;
    if (query.range !== before.range) this.#range.value = query.range;
    if (query.search !== before.search) this.#search.value = query.search;
    if (query.from !== '') [this.#from.value, this.#to.value] = [query.from, query.to];
    this.#showCustom();
    this.#showSources(sources);
  }

  /** Lets the user type the ends of a custom range. Fills empty ends with the times of the oldest and newest line. */
  #beginCustom(): void {
    if (this.#from.value === '') [this.#from.value, this.#to.value] = [this.#known.from, this.#known.to];
    this.#from.focus();
  }

  #searched(): void {
    if (this.#search.value.trim() !== this.#query.search) this.#ask({ search: this.#search.value.trim() });
  }

  #ask(change: Partial<LogQueryView>): void {
    this.#host.post({ kind: 'query', query: { ...this.#query, ...change } });
  }

  #showCustom(): void {
    byId('custom').hidden = this.#range.value !== 'custom';
  }

  #showSources(sources: readonly LogSource[]): void {
    const { processes, instances, allSources, exclude, excluded } = this.#words;
    const groups = [
      { label: processes, sources: sources.filter(({ kind }) => kind === 'process') },
      { label: instances, sources: sources.filter(({ kind }) => kind === 'instance') },
    ].filter((group) => group.sources.length > 0);
    this.#source.replaceChildren(
      option('', allSources),
      ...groups.map((group) => {
        const made = element('optgroup', '', ...group.sources.map(({ value, name }) => option(value, name)));
        made.label = group.label;
        return made;
      }),
    );
    this.#source.value = this.#query.source;
    const focused = this.#excluded.contains(document.activeElement)
      ? (document.activeElement as HTMLInputElement).value
      : undefined;
    this.#excluded.replaceChildren(
      ...groups.map((group) => {
        const boxes = group.sources.map(({ value, name }) => this.#checkbox(value, name));
        return element('fieldset', '', element('legend', '', group.label), ...boxes);
      }),
    );
    for (const box of this.#excluded.querySelectorAll('input')) if (box.value === focused) box.focus();
    const count = this.#query.exclude.length;
    byId('exclude-name').textContent = count === 0 ? exclude : fillPlaceholders(excluded, count);
    byId('exclude').hidden = sources.length < 2 && count === 0;
  }

  #checkbox(value: string, name: string): HTMLElement {
    const box = element('input', '');
    box.type = 'checkbox';
    box.value = value;
    box.checked = this.#query.exclude.includes(value);
    return element('label', '', box, ` ${name}`);
  }
}

function option(value: string, text: string): HTMLOptionElement {
  const made = element('option', '', text);
  made.value = value;
  return made;
}
