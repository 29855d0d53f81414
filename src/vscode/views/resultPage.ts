import type { UploadOutcome } from '../../core/operations/uploadPackage.ts';
import { signInHelps } from '../../core/platform/gatewayErrors.ts';
import type { PlatformError } from '../../core/platform/platformError.ts';
import type { SourcePackage } from '../../core/platform/sourcePackages.ts';
import { errorText, personText } from '../../texts/errorTexts.ts';
import { formatBytes, formatDuration, formatSize } from '../../texts/formats.ts';
import type { Translate } from '../../texts/translate.ts';
import { commandIds, type CommandId } from '../ids.ts';
import type { UploadReport } from '../uploadReport.ts';
import { html, type SafeHtml } from './html.ts';

export interface PageFrame {
  t: Translate;
  /** For `<html lang>`, so that a screen reader speaks the right language. */
  language: string;
  /** The webview's source for style sheets; nothing else may be loaded. */
  cspSource: string;
  styleUri: string;
}

/**
 * The result of an upload as a page without any script: the links run commands of an allow-list, the platform's words fold
 * out with `<details>`. Every text of the server is escaped.
 */
export function resultPage(report: UploadReport, frame: PageFrame): string {
  const { t } = frame;
  const { appCode, module, version } = report.upload;
  return html`<!DOCTYPE html>
    <html lang="${frame.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${frame.cspSource};" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="stylesheet" href="${frame.styleUri}" />
        <title>${t('Upload Result')}</title>
      </head>
      <body>
        <main>
          ${headline(t, report.outcome)}
          <p class="target">${t('{0} / {1}, version {2}', appCode, module, version)}</p>
          ${body(t, report)} ${requestFacts(t, report)} ${buttons(t, report.outcome)}
        </main>
      </body>
    </html>`.text;
}

function headline(t: Translate, outcome: UploadOutcome): SafeHtml {
  switch (outcome.status) {
    case 'uploaded':
      return html`<h1 class="uploaded" role="status"><span aria-hidden="true">✓</span> ${t('Uploaded')}</h1>`;
    case 'failed':
      return html`<h1 class="failed" role="alert"><span aria-hidden="true">✗</span> ${t('Not uploaded')}</h1>`;
    case 'unknown':
      return html`<h1 class="unknown" role="alert">
        <span aria-hidden="true">?</span> ${t('It is not known whether the upload arrived')}
      </h1>`;
    case 'cancelled':
      return html`<h1 class="unknown" role="status"><span aria-hidden="true">–</span> ${t('Cancelled')}</h1>`;
  }
}

function body(t: Translate, { outcome, upload }: UploadReport): SafeHtml {
  switch (outcome.status) {
    case 'uploaded':
      return packageTable(t, outcome.package);
    case 'failed':
      return errorSection(t, outcome.error);
    case 'unknown':
      return html`<p>
          ${t('The answer got lost on its way, and the platform may still store version {0}, or has done so.', upload.version)}
        </p>
        ${errorSection(t, outcome.error)}`;
    case 'cancelled':
      return html`<p>${cancelledText(t, outcome.sent)}</p>`;
  }
}

/** What a cancel means, honestly: aborting our request does not stop the platform's download. */
export function cancelledText(t: Translate, sent: boolean): string {
  return sent
    ? t(
        'The request was broken off, but the platform may have received it and may still finish. Refresh the module’s versions in a minute or two to see.',
      )
    : t('Cancelled before anything was sent.');
}

function packageTable(t: Translate, stored: SourcePackage): SafeHtml {
  const size =
    stored.sizeBytes === undefined
      ? undefined
      : html`${formatSize(stored.sizeBytes)} <span class="dim">(${formatBytes(t, stored.sizeBytes)})</span>`;
  const sha256 =
    stored.sha256 === undefined
      ? undefined
      : html`<code class="hash">${stored.sha256}</code>
          <a class="inline" role="button" href="command:${commandIds.copySha256}">${t('Copy')}</a>`;
  const rows: [string, SafeHtml | undefined][] = [
    [t('Version'), html`<code>${stored.version}</code>`],
    [t('Package name'), html`<code>${stored.packageName}</code>`],
    [t('Size'), size],
    [t('SHA-256'), sha256],
    [t('Created'), stored.created && html`${stored.created.text}`],
    [t('Updated'), stored.updated && html`${stored.updated.text}`],
    [t('Operator'), stored.operator === undefined ? undefined : html`${stored.operator}`],
  ];
  return table(t('The stored source package'), rows);
}

function errorSection(t: Translate, error: PlatformError): SafeHtml {
  const text = errorText(t, error.code, error.facts);
  const { applyUrl, said } = error.facts;
  const rows: [string, SafeHtml | undefined][] = [
    [t('What happened'), html`<strong>${text.what}</strong>`],
    [t('Why'), html`${text.why}`],
    [t('What to do'), html`${text.todo}`],
    [t('Who can do it'), html`${personText(t, text.who)}`],
    [
      t('Apply here'),
      applyUrl !== undefined && isWebAddress(applyUrl) ? html`<a href="${applyUrl}">${applyUrl}</a>` : undefined,
    ],
  ];
  const words =
    said === undefined || said === ''
      ? ''
      : html`<details>
          <summary>${t('What the platform said')}</summary>
          <pre>${said}</pre>
        </details>`;
  return html`${table(t('Error details'), rows)} ${words}`;
}

function requestFacts(t: Translate, { platform, upload, outcome }: UploadReport): SafeHtml {
  const error = outcome.status === 'failed' || outcome.status === 'unknown' ? outcome.error : undefined;
  const requestId = outcome.status === 'uploaded' ? outcome.requestId : error?.facts.requestId;
  const rows: [string, SafeHtml | undefined][] = [
    [t('Package URL'), html`<span class="url">${upload.packageUrl}</span>`],
    [t('Overwrite'), html`${upload.allowOverwrite ? t('allowed') : t('not allowed')}`],
    [t('Platform'), html`${platform.name} <span class="dim url">${platform.gatewayUrl}</span>`],
    [t('Took'), outcome.status === 'uploaded' ? html`${formatDuration(outcome.milliseconds)}` : undefined],
    [t('HTTP status'), error?.facts.status === undefined ? undefined : html`${error.facts.status}`],
    [t('Error code'), error && html`<code>${error.code}</code>`],
    [t('Request ID'), requestId === undefined ? undefined : html`<code>${requestId}</code>`],
  ];
  return table(t('Request details'), rows);
}

function table(caption: string, rows: readonly [string, SafeHtml | undefined][]): SafeHtml {
  const filled = rows.flatMap(([name, value]) =>
    value
      ? [
          html`<tr>
            <th scope="row">${name}</th>
            <td>${value}</td>
          </tr>`,
        ]
      : [],
  );
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <tbody>
      ${filled}
    </tbody>
  </table>`;
}

/** The first button is the one that most likely helps. */
function buttons(t: Translate, outcome: UploadOutcome): SafeHtml {
  const titles: Partial<Record<CommandId, string>> = {
    [commandIds.signIn]: t('Sign In'),
    [commandIds.refresh]: t('Refresh Versions'),
    [commandIds.openInConsole]: t('Open in Console'),
    [commandIds.copyAsCurl]: t('Copy as curl'),
    [commandIds.uploadAgain]: t('Upload Again…'),
    [commandIds.showLog]: t('Show Log'),
  };
  return html`<nav aria-label="${t('Actions')}">
    ${buttonOrder(outcome).map((id) => html`<a class="button" role="button" href="command:${id}">${titles[id] ?? id}</a>`)}
  </nav>`;
}

function buttonOrder(outcome: UploadOutcome): CommandId[] {
  const { signIn, refresh, openInConsole, copyAsCurl, uploadAgain, showLog } = commandIds;
  switch (outcome.status) {
    case 'uploaded':
      return [openInConsole, copyAsCurl, uploadAgain, showLog];
    case 'failed':
      return [...(signInHelps(outcome.error.code) ? [signIn] : []), uploadAgain, openInConsole, copyAsCurl, showLog];
    case 'unknown':
    case 'cancelled':
      return [refresh, openInConsole, uploadAgain, copyAsCurl, showLog];
  }
}

/** The permission centre's link comes from the platform, so only a web address becomes a link. */
function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
