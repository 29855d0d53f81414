import type { LogWords } from '../../../page/messages.ts';
import type { Translate } from '../../../texts/translate.ts';
import { html, type SafeHtml } from '../../editor/html.ts';

/**
 * Returns the log of a page with its toolbar and find box. `more` are additional buttons, which come before the buttons
 * that open, copy and save the log.
 */
export function logHtml(t: Translate, more: readonly SafeHtml[] = []): SafeHtml {
  return html`<div id="log-section">${toolbar(t, more)} ${findBox(t)} ${logFrame(t)}</div>`;
}

function toolbar(t: Translate, more: readonly SafeHtml[]): SafeHtml {
  return html`<div id="toolbar" role="toolbar" aria-labelledby="log-name">
    <h2 id="log-name">${t('Log')}</h2>
    <span id="line-count"></span>
    <span id="log-status" role="status"></span>
    <button id="find-open" class="plain" type="button" aria-expanded="false" aria-controls="find">${t('Find')}</button>
    <button id="first-error" class="plain" type="button">${t('First Error')}</button>
    <button id="follow" class="plain" type="button">${t('Pause Scrolling')}</button>
    <button id="wrap" class="plain" type="button" aria-pressed="false">${t('Wrap Lines')}</button>
    ${more}
    <button data-action="openLog" class="plain" type="button">${t('Open Log in Editor')}</button>
    <button data-action="copyLog" class="plain" type="button">${t('Copy Log')}</button>
    <button data-action="saveLog" class="plain" type="button">${t('Save Log…')}</button>
  </div>`;
}

function findBox(t: Translate): SafeHtml {
  return html`<div id="find" role="search" hidden>
    <input
      id="find-input"
      type="text"
      spellcheck="false"
      autocomplete="off"
      aria-label="${t('Find')}"
      placeholder="${t('Find in log')}"
    />
    <span id="find-count" role="status"></span>
    ${findButton('find-previous', t('Previous Match'), 'up')} ${findButton('find-next', t('Next Match'), 'down')}
    ${findButton('find-close', t('Close'), 'close')}
  </div>`;
}

function findButton(id: string, label: string, icon: string): SafeHtml {
  return html`<button id="${id}" class="plain" type="button" title="${label}" aria-label="${label}">
    <svg class="icon" aria-hidden="true"><use href="#icon-${icon}" /></svg>
  </button>`;
}

/**
 * Renders the frame of the log. The frame does not have `role="log"`, because a screen reader would then read every row
 * that scrolling adds.
 */
function logFrame(t: Translate): SafeHtml {
  return html`<div id="log-frame">
    <div id="log" tabindex="0" role="region" aria-labelledby="log-name">
      <div id="rows"></div>
      <div id="probe" aria-hidden="true">M</div>
    </div>
    <p id="no-log">${t('No log yet.')}</p>
    <button id="new-lines" class="button primary" type="button" hidden>${t('Jump to New Lines')}</button>
  </div>`;
}

/** Renders the icons as symbols of 16 × 16 units. VS Code's own icons are not used, because their font is 80 KB. */
export function iconSymbolsHtml(): SafeHtml {
  const circle = 'M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 1 1 0-12.5';
  const drawings = {
    running: 'M8 1.75a6.25 6.25 0 1 1-6.25 6.25',
    successful: `${circle}M5 8.25l2.1 2.1L11 6`,
    failed: `${circle}M5.75 5.75l4.5 4.5M10.25 5.75l-4.5 4.5`,
    notStarting: `${circle}M8 4.5v4.25M8 11.1v.1`,
    interrupted: `${circle}M5.5 8h5`,
    unknown: `${circle}M6.25 6.5a1.75 1.75 0 1 1 2.6 1.5C8.3 8.3 8 8.6 8 9.3M8 11.4v.1`,
    notStarted: circle,
    skipped: `${circle}M5.5 10.5l5-5`,
    neverSeen: 'M5.5 8h5',
    up: 'M8 13V3.5M4 7.5l4-4l4 4',
    down: 'M8 3v9.5M4 8.5l4 4l4-4',
    close: 'M4 4l8 8M12 4l-8 8',
  };
  const symbols = Object.entries(drawings).map(
    ([name, path]) => html`<symbol id="icon-${name}" viewBox="0 0 16 16"><path d="${path}" /></symbol>`,
  );
  return html`<svg id="icons" aria-hidden="true">${symbols}</svg>`;
}

/** Returns the texts that the log's script shows. The script replaces the placeholders with numbers. */
export function logWords(t: Translate): LogWords {
  return {
    matchOf: t('{0} of {1}', '{0}', '{1}'),
    noMatches: t('No results'),
    follow: t('Follow Log'),
    pause: t('Pause Scrolling'),
    line: t('{0} line', '{0}'),
    lines: t('{0} lines', '{0}'),
    noError: t('No errors in the log'),
    more: t('More'),
  };
}
