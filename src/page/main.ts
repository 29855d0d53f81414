import { byId } from './dom.ts';
import { Header } from './header.ts';
import { connectToExtension } from './host.ts';
import { LogBox } from './logBox.ts';
import type { PageWords, ToPage } from './messages.ts';
import { Timeline } from './timeline.ts';

// This is the script of the page of a deployment. The page draws what the extension sends, and reports the user's
// actions to the extension.
const { words: wordsText = '{}', state: stateText = '{}' } = document.body.dataset;
const words = JSON.parse(wordsText) as PageWords;
const host = connectToExtension(JSON.parse(stateText) as object);
const log = new LogBox(words, host);
const header = new Header(words);
const timeline = new Timeline();

window.addEventListener('message', ({ data }: MessageEvent<ToPage | { kind?: undefined }>) => {
  // VS Code's own scripts in this frame also post messages to this window.
  if (data.kind === 'view') {
    header.show(data.view);
    timeline.show(data.view.phases);
    // When the deployment has finished, the log does not grow, so the page needs no pause button.
    byId('follow').hidden = !/running|unknown/.test(data.view.verdict.state);
  } else if (data.kind === 'log') {
    log.changed(log.lines.replaceFrom(data.from, data.lines));
  } else if (data.kind === 'copySelection') {
    log.copySelection();
  }
});
host.post({ kind: 'ready' });
