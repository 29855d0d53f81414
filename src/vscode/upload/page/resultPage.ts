import { isDoubtful, isOverwritten } from '../../../core/operations/upload/compareIntegrity.ts';
import type { UploadRecord } from '../../../core/operations/upload/uploadRecord.ts';
import type { ErrorCode } from '../../../core/platform/errorCode.ts';
import type { SourcePackage } from '../../../core/platform/sourcePackages.ts';
import { signInHelps } from '../../../core/platform/gatewayErrors.ts';
import { cancelledText, unknownReasonText, foundText, underWayText } from '../../../texts/outcomeTexts.ts';
import { doubtText } from '../../../texts/integrityTexts.ts';
import type { Translate } from '../../../texts/translate.ts';
import { commandIds, type CommandId } from '../../editor/ids.ts';
import type { UploadReport } from '../uploadReport.ts';
import { html, type SafeHtml } from '../../editor/html.ts';
import {
  comparisonSection,
  unknownSection,
  errorSection,
  packageTable,
  requestFacts,
  verification,
  versionTable,
  warningSection,
} from './resultSections.ts';

export interface PageFrame {
  t: Translate;
  /** The value of `<html lang>`, which screen readers use. */
  language: string;
  /** The value of `webview.cspSource`. The page can load style sheets from this source, and nothing else. */
  cspSource: string;
  styleUri: string;
}

/**
 * Renders the page of an upload that is in progress or has ended. The page has no scripts. Its links run commands of an
 * allow-list, and the platform's message is in a `<details>` element. Every text from the platform is escaped.
 */
export function resultPage(report: UploadReport, frame: PageFrame): string {
  const { t } = frame;
  const { appCode, module, version } = report.record.upload;
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
          ${headline(t, report)}
          <p class="target">${t('{0} / {1}, version {2}', appCode, module, version)}</p>
          ${body(t, report)} ${report.comparison ? comparisonSection(t, report, report.comparison) : ''}
          ${requestFacts(t, report)} ${buttons(t, report)}
        </main>
      </body>
    </html>`.text;
}

function headline(t: Translate, { phase, record, comparison }: UploadReport): SafeHtml {
  const line = (kind: string, role: 'alert' | 'status', sign: string, text: string): SafeHtml =>
    html`<h1 class="${kind}" role="${role}"><span aria-hidden="true">${sign}</span> ${text}</h1>`;
  switch (record.outcome?.status) {
    case undefined:
      return line('under-way', 'status', '…', phase === 'uploading' ? t('Uploading') : t('Confirming the upload'));
    case 'uploaded':
      if (comparison?.now && isOverwritten(record.outcome.package, comparison.now))
        return line('unknown', 'alert', '!', t('Uploaded, but overwritten later'));
      return isDoubtful(record.integrity)
        ? line('unknown', 'alert', '!', t('Uploaded, but check the package: {0}', doubtText(t, record.integrity) ?? ''))
        : line('uploaded', 'status', '✓', t('Uploaded'));
    case 'failed':
      return line('failed', 'alert', '✗', t('Upload failed'));
    case 'unknown':
      return line('unknown', 'alert', '?', t('Couldn’t confirm the upload'));
    case 'cancelled':
      return line('unknown', 'status', '–', t('Cancelled'));
  }
}

function body(t: Translate, report: UploadReport): SafeHtml {
  const { phase, record } = report;
  const { outcome, sent } = record;
  switch (outcome?.status) {
    case undefined: {
      const interruption = sent?.interruption;
      const checking = interruption?.kind === 'cancelled' ? 'checkingAfterCancel' : 'checking';
      return html`<p>${underWayText(t, phase === 'uploading' ? phase : checking)}</p>
        ${interruption && 'error' in interruption ? unknownSection(t, interruption.error) : ''}`;
    }
    case 'uploaded':
      return html`${outcome.known === 'answered' ? '' : html`<p>${foundText(t, outcome.known)}</p>`}
      ${storedNotes(t, record, outcome.package)} ${packageTable(t, outcome.package)} ${verification(t, report)}`;
    case 'failed':
      return html`${errorSection(t, outcome.error)} ${warningSection(t, report)}`;
    case 'unknown':
      return html`<p>${unknownReasonText(t, outcome.reason)}</p>
        ${outcome.found ? versionTable(t, t('Current package on the platform'), outcome.found) : ''}
        ${unknownSection(t, outcome.error)} ${warningSection(t, report)}`;
    case 'cancelled':
      return html`<p>${cancelledText(t, outcome.sent)}</p>`;
  }
}

/**
 * Renders notes about a stored package if the version has another spelling, if the package replaced an earlier upload
 * of the version, or if another user uploaded the package.
 */
function storedNotes(t: Translate, { upload, userName, integrity }: UploadRecord, stored: SourcePackage): SafeHtml {
  const { version, created, updated, operator } = stored;
  const notes: string[] = [];
  if (version !== upload.version)
    notes.push(t('The platform ignores case and accents, so it stored the package as version {0}.', version));
  if (!upload.allowOverwrite && created && updated && updated.time > created.time)
    notes.push(t('Another upload stored this version at {0}. This upload replaced it.', created.text));
  if (integrity?.kind === 'differs' && updated && operator !== undefined && operator !== userName)
    notes.push(t('The stored package was uploaded by {0} at {1}.', operator, updated.text));
  return html`${notes.map((note) => html`<p>${note}</p>`)}`;
}

/**
 * Errors because of which the platform did not fetch the package. The platform can fetch the package from BK-Repo
 * instead.
 */
const publishingHelps: ReadonlySet<ErrorCode> = new Set([
  'packageHostNotAllowed',
  'packageNotTaken',
  'packageNotArrived',
]);

/** Renders the buttons. The first button is the most likely to help. */
function buttons(t: Translate, report: UploadReport): SafeHtml {
  const titles: Partial<Record<CommandId, string>> = {
    [commandIds.signIn]: t('Sign In'),
    [commandIds.deployUploaded]: t('Deploy This Version…'),
    [commandIds.checkAgain]: t('Confirm Upload'),
    [commandIds.relayUpload]: t('Publish Last Package to BK-Repo…'),
    [commandIds.compareUpload]: t('Compare Upload with Platform'),
    [commandIds.openInConsole]: t('Open in Console'),
    [commandIds.copyAsCurl]: t('Copy as curl'),
    [commandIds.uploadAgain]: t('Upload Again…'),
    [commandIds.showHistory]: t('Show Upload History…'),
    [commandIds.showLog]: t('Show Log'),
    [commandIds.copyDiagnostics]: t('Copy Diagnostics'),
  };
  return html`<nav aria-label="${t('Actions')}">
    ${buttonsFor(report.record).map((id) => html`<a class="button" role="button" href="command:${id}">${titles[id] ?? id}</a>`)}
  </nav>`;
}

function buttonsFor({ outcome, integrity }: UploadRecord): CommandId[] {
  const { openInConsole, copyAsCurl, showLog, uploadAgain, compareUpload, copyDiagnostics, signIn } = commandIds;
  switch (outcome?.status) {
    case undefined:
      return [openInConsole, copyAsCurl, showLog];
    case 'uploaded': {
      const { deployUploaded, showHistory } = commandIds;
      const others = [openInConsole, compareUpload, copyAsCurl];
      // A package that may be damaged can be deployed too, but deploying is not the recommended next step.
      return isDoubtful(integrity)
        ? [uploadAgain, ...others, deployUploaded, showHistory, showLog]
        : [deployUploaded, ...others, uploadAgain, showHistory, showLog];
    }
    case 'failed': {
      const helps = [
        ...(signInHelps(outcome.error.code) ? [signIn] : []),
        ...(publishingHelps.has(outcome.error.code) ? [commandIds.relayUpload] : []),
      ];
      return [...helps, uploadAgain, openInConsole, copyAsCurl, copyDiagnostics, showLog];
    }
    case 'unknown': {
      const helps = outcome.reason === 'signedOut' ? signIn : commandIds.checkAgain;
      return [helps, compareUpload, openInConsole, uploadAgain, copyAsCurl, copyDiagnostics, showLog];
    }
    case 'cancelled':
      return [compareUpload, openInConsole, uploadAgain, copyAsCurl, showLog];
  }
}
