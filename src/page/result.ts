import { byId, keepFocus, listenForClicks, replaceContent, setText } from './dom.ts';
import { editorApi } from './host.ts';
import type { FromPage, Headline, ResultView } from './messages.ts';

// This is the script of the result page of an upload and of a batch of uploads. The page shows the HTML that the
// extension sends, and reports which buttons the user presses.
const api = editorApi();
const post = (message: FromPage): void => {
  api.postMessage(message);
};
let shownContent = '';

listenForClicks(post);
keepFocus();
window.addEventListener(
  'message',
  ({ data }: MessageEvent<ResultView | { kind: 'copySelection' } | { kind?: undefined }>) => {
    // VS Code's own scripts in this frame also post messages to this window.
    if (data.kind === 'result') showResult(data);
    else if (data.kind === 'copySelection') post({ kind: 'copy', text: document.getSelection()?.toString() ?? '' });
  },
);
post({ kind: 'ready' });

/**
 * Shows a result. Changes the texts of regions that have been in the page from the start, because screen readers can
 * ignore a new region.
 */
function showResult({ title, headline, announcement, content, state }: ResultView): void {
  if (state) api.setState(state);
  document.title = title;
  showHeadline('alert', headline.urgent ? headline : undefined);
  showHeadline('status', headline.urgent ? undefined : headline);
  const announced = byId('announcement');
  if (announced.textContent !== announcement) announced.textContent = announcement;
  if (content === shownContent) return;
  shownContent = content;
  const box = byId('content');
  replaceContent(box, () => {
    box.innerHTML = content;
  });
}

function showHeadline(role: 'alert' | 'status', headline: Headline | undefined): void {
  const heading = byId(`${role}-heading`);
  heading.hidden = !headline;
  heading.className = headline?.kind ?? '';
  setText(byId(`${role}-sign`), headline?.sign);
  setText(byId(`${role}-text`), headline?.text);
  setText(byId(`${role}-verdict`), headline?.verdict);
}
