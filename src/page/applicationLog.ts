import { plainText } from './ansi.ts';
import { byId, setText } from './dom.ts';
import { connectToExtension } from './host.ts';
import { LogBox } from './logBox.ts';
import { LogFilter } from './logFilter.ts';
import { drawActions } from './header.ts';
import type { ApplicationLogView, ApplicationLogWords, LabelledLine, ToLogPage } from './messages.ts';
import { rangeBetweenColumns } from './rows.ts';

// This is the script of the page of an application's log. The extension can insert lines anywhere: older lines before
// the lines of the page, newer lines after them, and late lines between them.
const { words: wordsText = '{}', state: stateText = '{}' } = document.body.dataset;
const words = JSON.parse(wordsText) as ApplicationLogWords;
const host = connectToExtension(JSON.parse(stateText) as object);

/** Older lines are loaded when at most this many lines are above the first visible one. */
const prefetchThreshold = 100;

let lines: LabelledLine[] = [];
const labels = {
  width: 0,
  add: (line: number, row: HTMLElement): void => {
    const { label = '', gap } = lines[line] ?? {};
    row.dataset['label'] = label;
    row.classList.toggle('gap', gap === true);
    if (gap) row.title = words.gap;
  },
};
const log = new LogBox(words, host, { labels, fillsFromEnd: true });
const filter = new LogFilter(words, host);
let view: ApplicationLogView | undefined;
/** Whether older lines were requested and have not been received yet. */
let waitsForOlder = false;

byId('log').classList.add('labelled');
log.onDraw = () => {
  highlightMatches();
  loadOlder();
};

window.addEventListener('message', ({ data }: MessageEvent<ToLogPage | { kind?: undefined }>) => {
  // VS Code's own scripts in this frame also post messages to this window.
  if (data.kind === 'applicationLog') showView(data.view);
  else if (data.kind === 'splice') splice(data.at, data.removed, data.lines);
  else if (data.kind === 'copySelection') log.copySelection();
});
host.post({ kind: 'ready' });

function showView(next: ApplicationLogView): void {
  view = next;
  const { title, note, problem, canQuery, follows, older, empty } = next;
  setText(byId('title'), title);
  byId('filter').hidden = !canQuery;
  filter.show(next);
  setText(byId('note'), note);
  setText(byId('no-log'), empty);
  byId('problem').hidden = problem === undefined;
  // If there are no lines, hide the empty log below a problem.
  byId('log-section').hidden = problem !== undefined && lines.length === 0;
  const text = byId('problem-text');
  if (text.textContent !== (problem?.text ?? '')) text.textContent = problem?.text ?? '';
  const actions = JSON.stringify(problem?.actions ?? []);
  const box = byId('problem-actions');
  if (box.dataset['drawn'] !== actions) {
    box.dataset['drawn'] = actions;
    box.replaceChildren(...drawActions(problem?.actions ?? [], words.more));
  }
  byId('follow').hidden = !follows;
  byId('load-older').hidden = older === 'no';
  waitsForOlder = false;
  // Drawing also shows or hides the text that stands in place of an empty log.
  log.view.schedule();
}

function splice(at: number, removed: number, given: readonly LabelledLine[]): void {
  lines = lines.slice(0, at).concat(given, lines.slice(at + removed));
  for (const { label } of given) labels.width = Math.max(labels.width, label.length);
  log.changed(
    log.lines.splice(
      at,
      removed,
      given.map(({ text }) => text),
    ),
  );
}

/** Highlights the matches of the platform's search in the drawn rows. */
function highlightMatches(): void {
  if (!('highlights' in CSS)) return;
  const ranges: AbstractRange[] = [];
  for (const [line, row] of log.view.drawn) {
    const { text = '', marks = [] } = lines[line] ?? {};
    for (const [start, end] of marks) {
      const from = plainText(text.slice(0, start)).length;
      ranges.push(rangeBetweenColumns(row, from, from + plainText(text.slice(start, end)).length));
    }
  }
  CSS.highlights.set('mark', new Highlight(...ranges));
}

/** Loads older lines when the user has scrolled near the first line. */
function loadOlder(): void {
  if (waitsForOlder || view?.older !== 'more' || lines.length === 0) return;
  if (log.view.following || log.view.top > prefetchThreshold) return;
  waitsForOlder = true;
  host.post({ kind: 'run', action: 'loadOlder' });
}
