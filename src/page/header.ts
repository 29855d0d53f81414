import { foldIfCompact } from './compact.ts';
import { byId, element, link, replaceContent, setText, showState } from './dom.ts';
import { maxVisibleButtons, type ActionView, type DeploymentView, type PageWords, type Tips } from './messages.ts';

/** An error detail with more lines than this starts folded. */
const maxUnfoldedLines = 6;

/**
 * The part of the page above the timeline and the log. Unchanged parts are not redrawn, because a screen reader would
 * read them again, and a focused button would lose the focus.
 */
export class Header {
  readonly #words: PageWords;
  readonly #drawn = new Map<string, string>();
  readonly #toggle = byId('detail-toggle');

  constructor(words: PageWords) {
    this.#words = words;
    foldIfCompact(byId('about') as HTMLDetailsElement, () => true);
    this.#toggle.addEventListener('click', () => {
      this.#fold(this.#toggle.getAttribute('aria-expanded') === 'true');
    });
  }

  show(view: DeploymentView): void {
    const { verdict, note, readNow } = view;
    setText(byId('title'), view.title);
    const verdictBox = byId('verdict');
    verdictBox.dataset['state'] = verdict.state;
    if (verdictBox.firstElementChild) showState(verdictBox.firstElementChild, verdict.state);
    setText(byId('verdict-text'), verdict.text);
    setText(byId('note-text'), note);
    setText(byId('read-now'), readNow);
    byId('note').hidden = note === undefined && readNow === undefined;
    this.#showDetail(verdict.detail);
    this.#redraw('address', verdict.address, (address) => [
      element('span', 'name', this.#words.address),
      link(address, address),
    ]);
    this.#redraw('tips', verdict.tips, drawTips);
    this.#redraw('facts', view.facts, drawFacts);
    this.#redraw('actions', view.actions, (actions) => drawActions(actions, this.#words.more));
  }

  #showDetail(detail: string | undefined): void {
    const box = byId('detail');
    const text = detail ?? '';
    if (box.textContent === text) return;
    box.textContent = text;
    byId('failure').hidden = detail === undefined;
    const long = text.trimEnd().split('\n').length > maxUnfoldedLines || text.length > 800;
    this.#toggle.hidden = !long;
    this.#fold(long);
  }

  #fold(folded: boolean): void {
    byId('detail').classList.toggle('folded', folded);
    this.#toggle.setAttribute('aria-expanded', String(!folded));
  }

  /** Redraws a part of the header if the part has changed. */
  #redraw<T>(id: string, part: T | undefined, draw: (part: T) => Node[]): void {
    const text = JSON.stringify(part ?? null);
    if (this.#drawn.get(id) === text) return;
    this.#drawn.set(id, text);
    const box = byId(id);
    replaceContent(box, () => {
      box.replaceChildren(...(part === undefined ? [] : draw(part)));
      box.hidden = box.childElementCount === 0;
    });
  }
}

function drawFacts(all: DeploymentView['facts']): Node[] {
  return all.map(({ name, value }) => element('div', '', element('dt', '', name), element('dd', '', value)));
}

function drawTips(tips: Tips): Node[] {
  const links = tips.links.map(({ text, description, url }) =>
    element('li', '', link(text, url), description === '' ? undefined : element('span', 'dim', ` ${description}`)),
  );
  const heading = element('h2', '', tips.heading);
  heading.id = 'tips-name';
  return [
    heading,
    ...(tips.reason === undefined ? [] : [element('p', '', tips.reason)]),
    ...(links.length > 0 ? [element('ul', '', ...links)] : []),
  ];
}

/** Creates the buttons under a headline. The first ones are always visible, and the others are in a `<details>`. */
export function drawActions(actions: readonly ActionView<string>[], more: string): Node[] {
  const buttons = actions.map(({ id, label, primary }) => {
    const button = element('button', primary ? 'button primary' : 'button', label);
    button.dataset['action'] = id;
    return button;
  });
  const shown = buttons.slice(0, maxVisibleButtons);
  const others = buttons.slice(maxVisibleButtons);
  if (others.length === 0) return shown;
  return [...shown, element('details', 'more', element('summary', '', more), element('div', '', ...others))];
}
