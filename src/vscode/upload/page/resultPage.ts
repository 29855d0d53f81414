import { probablyDiffers, isOverwritten } from '../../../core/operations/upload/compareIntegrity.ts';
import type { UploadRecord } from '../../../core/operations/upload/uploadRecord.ts';
import type { SourcePackage } from '../../../core/platform/sourcePackages.ts';
import { maxVisibleButtons, type Headline, type ResultView } from '../../../page/messages.ts';
import { absoluteTime } from '../../../texts/formats.ts';
import { failureText, type FailureText } from '../../../texts/failureTexts.ts';
import { cancelledText, unknownReasonText, foundUploadText, uploadProgressText } from '../../../texts/outcomeTexts.ts';
import { integrityProblemText, integrityText } from '../../../texts/integrityTexts.ts';
import type { Translate } from '../../../texts/translate.ts';
import { commandIds, type PageCommand } from '../../editor/ids.ts';
import type { UploadReport } from '../uploadReport.ts';
import { html, pageHtml, type PageFrame, type SafeHtml } from '../../editor/html.ts';
import {
  comparisonSection,
  comparisonText,
  unknownSection,
  failureSection,
  packageTable,
  requestFacts,
  verificationSection,
  versionTable,
  warningSection,
} from './resultSections.ts';

/** Returns the HTML of the result page without content. */
export function resultHtml(frame: PageFrame): string {
  return pageHtml(
    frame,
    html`<main>
      ${headlineRegion('alert')} ${headlineRegion('status')}
      <div id="content"></div>
      <p id="announcement" class="for-reader" role="status"></p>
    </main>`,
  );
}

/** Renders an empty region for the headline. The page has two such regions, and its script fills one of them. */
function headlineRegion(role: 'alert' | 'status'): SafeHtml {
  return html`<div id="${role}" role="${role}">
    <h1 id="${role}-heading" hidden>
      <span id="${role}-sign" class="sign" aria-hidden="true"></span> <span id="${role}-text"></span>
    </h1>
    <p id="${role}-verdict" class="verdict" hidden></p>
  </div>`;
}

/**
 * Returns the content of the page of an upload that is in progress or has ended. Every text from the platform is
 * escaped. The buttons can run only the commands in `pageCommands`.
 */
export function resultView(t: Translate, report: UploadReport): ResultView {
  const { appCode, module, version } = report.record.upload;
  const failure = failureOf(t, report);
  const content = html`<p class="target">${t('{0} / {1}, version {2}', appCode, module, version)}</p>
    ${buttonsHtml(t, report, failure)} ${bodyHtml(t, report, failure)}
    ${report.comparison ? comparisonSection(t, report, report.comparison) : ''} ${requestFacts(t, report)}`;
  return {
    kind: 'result',
    title: t('Upload of {0} to {1} / {2}', version, appCode, module),
    headline: headline(t, report, failure),
    announcement: announcement(t, report),
    content: content.text,
  };
}

function failureOf(t: Translate, { record: { outcome }, warnings }: UploadReport): FailureText | undefined {
  return outcome?.status === 'failed' ? failureText(t, outcome.error, warnings) : undefined;
}

function headline(t: Translate, report: UploadReport, failure: FailureText | undefined): Headline {
  const { phase, record, comparison } = report;
  const { outcome } = record;
  const doubtful = (text: string): Headline => ({ kind: 'unknown', urgent: true, sign: '!', text });
  switch (outcome?.status) {
    case undefined: {
      const afterCancel = record.sent?.interruption?.kind === 'cancelled';
      return {
        kind: 'under-way',
        urgent: false,
        sign: '…',
        text: phase === 'uploading' ? t('Uploading') : t('Confirming the upload'),
        verdict: uploadProgressText(
          t,
          phase === 'uploading' ? phase : afterCancel ? 'checkingAfterCancel' : 'checking',
        ),
      };
    }
    case 'uploaded': {
      const verdict = outcome.known === 'answered' ? undefined : foundUploadText(t, outcome.known);
      if (comparison?.now && isOverwritten(outcome.package, comparison.now))
        return { ...doubtful(t('Uploaded, but overwritten later')), verdict };
      return probablyDiffers(record.integrity)
        ? {
            ...doubtful(t('Uploaded, but check the package: {0}', integrityProblemText(t, record.integrity) ?? '')),
            verdict,
          }
        : { kind: 'uploaded', urgent: false, sign: '✓', text: t('Uploaded'), verdict };
    }
    case 'failed':
      return { kind: 'failed', urgent: true, sign: '✗', text: t('Upload failed'), verdict: failure?.what };
    case 'unknown': {
      const text = t('Couldn’t confirm the upload');
      return { kind: 'unknown', urgent: true, sign: '?', text, verdict: unknownReasonText(t, outcome.reason) };
    }
    case 'cancelled': {
      const verdict = cancelledText(t, outcome.sent);
      return { kind: 'unknown', urgent: false, sign: '–', text: t('Canceled'), verdict };
    }
  }
}

function announcement(t: Translate, { record, comparison, verifying }: UploadReport): string {
  if (comparison) return comparisonText(t, record, comparison.now);
  if (record.outcome?.status !== 'uploaded') return '';
  if (!record.integrity) return verifying ? t('Comparing the package with the file at the URL…') : '';
  const { what, todo } = integrityText(t, record.integrity);
  return todo === undefined ? what : `${what} ${todo}`;
}

function bodyHtml(t: Translate, report: UploadReport, failure: FailureText | undefined): SafeHtml | '' {
  const { record } = report;
  const { outcome, sent } = record;
  switch (outcome?.status) {
    case undefined: {
      const interruption = sent?.interruption;
      return interruption && 'error' in interruption ? unknownSection(t, interruption.error) : '';
    }
    case 'uploaded':
      return html`${storedNotes(t, record, outcome.package)} ${packageTable(t, outcome.package)}
      ${verificationSection(t, report)}`;
    case 'failed':
      return failure
        ? html`${failureSection(t, outcome.error, failure)} ${warningSection(t, report, failure.cause)}`
        : '';
    case 'unknown':
      return html`${outcome.found ? versionTable(t, t('Current package on the platform'), outcome.found) : ''}
      ${unknownSection(t, outcome.error)} ${warningSection(t, report)}`;
    case 'cancelled':
      return '';
  }
}

/**
 * Renders a note about a stored package in each of these cases: the platform spells the version differently, the
 * package replaced an earlier upload of the version, or the package differs from the upload and another user uploaded
 * the package.
 */
function storedNotes(t: Translate, { upload, userName, integrity }: UploadRecord, stored: SourcePackage): SafeHtml {
  const { version, created, updated, operator } = stored;
  const notes: string[] = [];
  if (version !== upload.version)
    notes.push(t('The platform ignores case and accents, so it stored the package as version {0}.', version));
  if (!upload.allowOverwrite && created && updated && updated.time > created.time)
    notes.push(t('Another upload stored this version on {0}. This upload replaced it.', absoluteTime(created.time)));
  if (integrity?.kind === 'differs' && updated && operator !== undefined && operator !== userName)
    notes.push(t('The stored package was uploaded by {0} on {1}.', operator, absoluteTime(updated.time)));
  return html`${notes.map((note) => html`<p>${note}</p>`)}`;
}

/** Renders the buttons. The first button is the most likely to help. */
function buttonsHtml(t: Translate, { record }: UploadReport, failure: FailureText | undefined): SafeHtml {
  const titles: Record<OfferedCommand, string> = {
    [commandIds.signIn]: t('Sign In'),
    [commandIds.openCloudApi]: t('Open Cloud API Page'),
    [commandIds.deployUploaded]: t('Deploy This Version…'),
    [commandIds.checkAgain]: t('Confirm Upload'),
    [commandIds.relayUpload]: t('Publish to BK-Repo and Upload…'),
    [commandIds.compareUpload]: t('Compare Upload with Platform'),
    [commandIds.openInConsole]: t('Open in Console'),
    [commandIds.copyAsCurl]: t('Copy as curl'),
    [commandIds.uploadAgain]: t('Upload Again…'),
    [commandIds.showHistory]: t('Show Upload History…'),
    [commandIds.showLog]: t('Show Log'),
    [commandIds.copyDiagnostics]: t('Copy Diagnostics'),
  };
  const { applyUrl } = record.outcome?.status === 'failed' ? record.outcome.error.facts : {};
  const all = [
    ...(failure?.remedy === 'applyForRole' && applyUrl !== undefined
      ? [{ attribute: 'url', value: applyUrl, title: t('Apply for Role') }]
      : []),
    ...offeredCommands(record, failure).map((id) => ({ attribute: 'action', value: id, title: titles[id] })),
  ].map(
    ({ attribute, value, title }, index) =>
      html`<button type="button" class="button ${index === 0 ? 'primary' : ''}" data-${attribute}="${value}">
        ${title}
      </button>`,
  );
  return html`<nav class="actions" aria-label="${t('Actions')}">
    ${all.slice(0, maxVisibleButtons)}
    <details id="more" class="more">
      <summary>${t('More')}</summary>
      <div>${all.slice(maxVisibleButtons)}</div>
    </details>
  </nav>`;
}

/** A command of the buttons under the headline. `copySha256` is excluded, because its button is in a table. */
type OfferedCommand = Exclude<PageCommand, typeof commandIds.copySha256>;

function offeredCommands({ outcome, integrity }: UploadRecord, failure: FailureText | undefined): OfferedCommand[] {
  const { openInConsole, copyAsCurl, showLog, uploadAgain, compareUpload, copyDiagnostics, signIn, showHistory } =
    commandIds;
  switch (outcome?.status) {
    case undefined:
      return [openInConsole, copyAsCurl, showLog, showHistory];
    case 'uploaded': {
      const { deployUploaded } = commandIds;
      // A package that may be damaged can be deployed too, but deploying is not the recommended next step.
      return probablyDiffers(integrity)
        ? [uploadAgain, compareUpload, openInConsole, deployUploaded, copyAsCurl, showHistory, showLog]
        : [deployUploaded, openInConsole, compareUpload, copyAsCurl, uploadAgain, showHistory, showLog];
    }
    case 'failed': {
      const helps: OfferedCommand[] = [
        ...(failure?.remedy === 'signIn' ? [signIn] : []),
        ...(failure?.remedy === 'applyForGrant' ? [commandIds.openCloudApi] : []),
        ...(failure?.canPublish ? [commandIds.relayUpload] : []),
        ...(failure?.remedy === 'contact' ? [copyDiagnostics] : []),
      ];
      const all = [...helps, uploadAgain, openInConsole, copyDiagnostics, copyAsCurl, showHistory, showLog];
      return [...new Set(all)];
    }
    case 'unknown': {
      const helps = outcome.reason === 'signedOut' ? signIn : commandIds.checkAgain;
      return [helps, compareUpload, openInConsole, uploadAgain, copyAsCurl, copyDiagnostics, showHistory, showLog];
    }
    case 'cancelled':
      return [uploadAgain, compareUpload, openInConsole, copyAsCurl, showHistory, showLog];
  }
}
