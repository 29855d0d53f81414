import { byId, keepFocus, listenForClicks } from './dom.ts';
import { editorApi } from './host.ts';
import type { FromPage, ResultView } from './messages.ts';

// This is the script of the result page of an upload. The page shows the HTML that the extension sends, and reports
// which buttons the user presses.
const api = editorApi();
const post = (message: FromPage): void => {
  api.postMessage(message);
};
const shown = new Map<string, string>();

listenForClicks(post);
keepFocus();
window.addEventListener(
  'message',
  ({ data }: MessageEvent<ResultView | { kind: 'copySelection' } | { kind?: undefined }>) => {
    // VS Code's own scripts in this frame also post messages to this window.
    if (data.kind === 'result') show(data);
    else if (data.kind === 'copySelection') post({ kind: 'copy', text: document.getSelection()?.toString() ?? '' });
  },
);
post({ kind: 'ready' });

/** Screen readers announce the headline, because the region that gets it has been in the page from the start. */
function show({ title, urgent, headline, content }: ResultView): void {
  document.title = title;
  draw('alert', urgent ? headline : '');
  draw('status', urgent ? '' : headline);
  draw('content', content);
}

/** Redraws a part if it has changed. The focused button keeps the focus, and what is unfolded stays unfolded. */
function draw(id: string, html: string): void {
  if (shown.get(id) === html) return;
  shown.set(id, html);
  const box = byId(id);
  const { activeElement } = document;
  const focused = box.contains(activeElement) ? (activeElement as HTMLElement).dataset['action'] : undefined;
  const unfolded = [...box.querySelectorAll('details[open]')].map((details) => details.id);
  box.innerHTML = html;
  for (const details of box.querySelectorAll('details')) details.open = unfolded.includes(details.id);
  for (const button of box.querySelectorAll<HTMLElement>('[data-action]'))
    if (focused !== undefined && button.dataset['action'] === focused) button.focus();
}
