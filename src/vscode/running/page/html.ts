import { logRangeSeconds } from '../../../core/platform/applicationLog.ts';
import type { ApplicationLogWords } from '../../../page/messages.ts';
import { logRangeText } from '../../../texts/applicationLogTexts.ts';
import type { Translate } from '../../../texts/translate.ts';
import { iconSymbolsHtml, logHtml, logWords } from '../../deploy/page/logHtml.ts';
import { html, pageHtml, type PageFrame, type SafeHtml } from '../../editor/html.ts';

/**
 * Returns the HTML of the page of an application's log, without its content. The page's script
 * (`src/page/applicationLog.ts`) adds the content from the messages that it receives.
 */
export function applicationLogHtml(t: Translate, frame: PageFrame, state: object): string {
  const older = html`<button id="load-older" data-action="loadOlder" class="plain" type="button" hidden>
    ${t('Load Older Lines')}
  </button>`;
  const body = html`${iconSymbolsHtml()}
    <header>
      <h1 id="title"></h1>
      ${filterHtml(t)}
      <p id="note" role="status"></p>
      <section id="problem" aria-label="${t('Problem')}" hidden>
        <p id="problem-text" role="status"></p>
        <div id="problem-actions" class="actions" role="group" aria-label="${t('Actions')}"></div>
      </section>
    </header>
    <main>${logHtml(t, [older])}</main>`;
  return pageHtml(frame, body, { words: applicationLogWords(t), state });
}

function filterHtml(t: Translate): SafeHtml {
  const ranges = Object.keys(logRangeSeconds) as (keyof typeof logRangeSeconds)[];
  const options = ranges.map((range) => html`<option value="${range}">${logRangeText(t, range)}</option>`);
  return html`<div id="filter" role="search" aria-label="${t('Filter the log')}">
    <label>
      ${t('Time range')}
      <select id="range">
        ${options}
        <option value="custom">${t('Custom…')}</option>
      </select>
    </label>
    <span id="custom" hidden>
      <label title="${t('On the platform’s clock')}">
        ${t('From')} <input id="from" type="datetime-local" step="1" />
      </label>
      <label title="${t('On the platform’s clock')}">
        ${t('To')} <input id="to" type="datetime-local" step="1" />
      </label>
      <button id="apply" class="button" type="button">${t('Apply')}</button>
    </span>
    <label
      >${t('Show')}
      <select id="source"></select
    ></label>
    <span id="query">
      <input
        id="search"
        type="search"
        spellcheck="false"
        autocomplete="off"
        maxlength="1000"
        aria-label="${t('Search on the platform')}"
        title="${t('The platform’s query: words, "phrases", AND, OR, NOT, brackets and *')}"
        placeholder="${t('Search on the platform: words, "phrases", AND, OR, NOT, *')}"
      />
      <button id="search-run" class="button" type="button">${t('Search')}</button>
    </span>
    <details id="exclude" hidden>
      <summary><span id="exclude-name">${t('Exclude')}</span></summary>
      <div id="excluded"></div>
    </details>
  </div>`;
}

function applicationLogWords(t: Translate): ApplicationLogWords {
  return {
    ...logWords(t),
    gap: t('Lines are missing here, because the log grew faster than it could be read.'),
    exclude: t('Exclude'),
    excluded: t('Exclude ({0})', '{0}'),
    allSources: t('All processes'),
    processes: t('Processes'),
    instances: t('Instances'),
  };
}
