import type { PageWords } from '../../../page/messages.ts';
import type { Translate } from '../../../texts/translate.ts';
import { html, pageHtml, type PageFrame } from '../../editor/html.ts';
import { iconSymbolsHtml, logHtml, logWords } from './logHtml.ts';

/**
 * Returns the HTML of a deployment's page without content. The page's script (`src/page`) adds the content from the
 * messages that it receives. It also saves `state` unchanged. After a reload of the window, `state` identifies the
 * deployment.
 */
export function deploymentHtml(t: Translate, frame: PageFrame, state: object): string {
  const body = html`${iconSymbolsHtml()}
    <header>
      <h1 id="title"></h1>
      <p id="verdict" role="status">
        <svg class="icon" aria-hidden="true"><use /></svg> <span id="verdict-text"></span>
      </p>
      <div id="actions" class="actions" role="group" aria-label="${t('Actions')}" hidden></div>
      <div id="note" hidden>
        <span id="note-text" role="status"></span>
        <button id="read-now" data-action="readNow" class="plain" type="button"></button>
      </div>
      <section id="failure" aria-labelledby="failure-name" hidden>
        <h2 id="failure-name">${t('Message from the platform')}</h2>
        <pre id="detail" tabindex="0" role="group" aria-labelledby="failure-name"></pre>
        <button id="detail-toggle" class="plain" type="button" aria-controls="detail">${t('Details')}</button>
      </section>
      <details id="about">
        <summary>${t('More About This Deployment')}</summary>
        <div>
          <p id="address" hidden></p>
          <section id="tips" aria-labelledby="tips-name" hidden></section>
          <dl id="facts" hidden></dl>
        </div>
      </details>
    </header>
    <main>
      <section id="timeline" aria-label="${t('Steps')}" hidden>
        <details id="steps">
          <summary>${t('Steps')}</summary>
          <ol id="phases"></ol>
        </details>
      </section>
      ${logHtml(t)}
    </main>`;
  return pageHtml(frame, body, { words: pageWords(t), state });
}

/** Returns the texts that the page's script shows. */
function pageWords(t: Translate): PageWords {
  return { ...logWords(t), address: t('Address') };
}
