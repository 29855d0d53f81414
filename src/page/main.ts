import { byId, fill, keepFocus, listenForClicks } from './dom.ts';
import { FindBox } from './findBox.ts';
import { firstError } from './firstError.ts';
import { Header } from './header.ts';
import { openHost } from './host.ts';
import { LogLines } from './logLines.ts';
import { selectedText, watchSelection } from './logSelection.ts';
import { LogView } from './logView.ts';
import type { PageWords, ToPage } from './messages.ts';
import { Timeline } from './timeline.ts';

// This is the script of the page of a deployment. The page draws what the extension sends, and reports the user's
// actions to the extension.
const { words: wordsText = '{}', state: stateText = '{}' } = document.body.dataset;
const words = JSON.parse(wordsText) as PageWords;
const host = openHost(JSON.parse(stateText) as object);
const lines = new LogLines();
const scroller = byId('log');
const view = new LogView(lines);
const find = new FindBox(words, lines, view);
const header = new Header(words);
const timeline = new Timeline();
const followButton = byId('follow');
const newLines = byId('new-lines');
const numbers = new Intl.NumberFormat(document.documentElement.lang || 'en');

/** First visible line to restore; undefined once the log has loaded this line, or if there is nothing to restore. */
let lineToRestore = host.place?.follow === false ? host.place.top : undefined;
if (lineToRestore !== undefined) view.following = false;
let saving: ReturnType<typeof setTimeout> | undefined;
let clearingStatus: ReturnType<typeof setTimeout> | undefined;

/** Milliseconds for which the toolbar says that the log has no error. The log can still get one. */
const statusMs = 5000;

const log = { lines, view, scroller, post: host.post };
watchSelection(log);
keepFocus();

view.onDraw = () => {
  const label = view.following ? words.pause : words.follow;
  if (followButton.textContent !== label) followButton.textContent = label;
  newLines.hidden = !view.unseen;
  byId('no-log').hidden = lines.length > 0;
  find.mark();
  savePlaceSoon();
};

followButton.addEventListener('click', () => {
  view.following = !view.following;
});
newLines.addEventListener('click', () => {
  view.following = true;
  // The button becomes hidden, so the button loses the focus.
  scroller.focus();
});
const wrapButton = byId('wrap');
function wrap(wraps: boolean): void {
  view.wraps = wraps;
  wrapButton.setAttribute('aria-pressed', String(wraps));
}
if (host.place?.wrap) wrap(true);
wrapButton.addEventListener('click', () => {
  wrap(!view.wraps);
  savePlaceSoon();
});
byId('first-error').addEventListener('click', () => {
  const line = firstError(lines);
  const status = byId('log-status');
  status.textContent = line === undefined ? words.noError : '';
  clearTimeout(clearingStatus);
  clearingStatus = setTimeout(() => {
    status.textContent = '';
  }, statusMs);
  if (line === undefined) return;
  view.following = false;
  view.reveal(line, 0, 1);
  document.getSelection()?.selectAllChildren(view.drawn.get(line) ?? scroller);
  scroller.focus();
});
listenForClicks(host.post);

window.addEventListener('message', ({ data }: MessageEvent<ToPage | { kind?: undefined }>) => {
  // VS Code's own scripts in this frame also post messages to this window.
  if (data.kind === 'view') {
    header.show(data.view);
    timeline.show(data.view.phases);
    // When the deployment has finished, the log does not grow, so the page needs no pause button.
    followButton.hidden = !/running|unknown/.test(data.view.verdict.state);
  } else if (data.kind === 'log') {
    takeLog(data.from, data.lines);
  } else if (data.kind === 'copySelection') {
    host.post({ kind: 'copy', text: selectedText(log) });
  }
});
host.post({ kind: 'ready' });

function takeLog(from: number, given: readonly string[]): void {
  const changed = lines.replaceFrom(from, given);
  view.linesChanged(changed);
  find.linesChanged(changed);
  const counted = lines.length === 1 ? words.line : words.lines;
  byId('line-count').textContent = lines.length > 0 ? fill(counted, numbers.format(lines.length)) : '';
  if (lineToRestore !== undefined && lines.length > lineToRestore) {
    const line = lineToRestore;
    lineToRestore = undefined;
    view.scrollTo(line);
  }
}

/** Saves the scroll state at most every 200 ms, because each save sends the whole state to the editor. */
function savePlaceSoon(): void {
  saving ??= setTimeout(() => {
    saving = undefined;
    if (lineToRestore === undefined) host.savePlace({ follow: view.following, top: view.top, wrap: view.wraps });
  }, 200);
}
