import type { Batch } from '../../../core/operations/batch/batch.ts';
import type { BatchRow } from '../../../core/operations/batch/batchRow.ts';
import { probablyDiffers, isOverwritten } from '../../../core/operations/upload/compareIntegrity.ts';
import { maskPackageUrl } from '../../../core/releases/packageUrl.ts';
import { maxVisibleButtons, type BatchButton, type Headline, type ResultView } from '../../../page/messages.ts';
import { countRows, countsText, progressText, type BatchCounts } from '../../../texts/batchTexts.ts';
import { failureText } from '../../../texts/failureTexts.ts';
import { joinParts, oneOrMany } from '../../../texts/formats.ts';
import { integrityProblemText } from '../../../texts/integrityTexts.ts';
import { cancelledText, foundUploadText, unknownReasonText } from '../../../texts/outcomeTexts.ts';
import type { Translate } from '../../../texts/translate.ts';
import { html, type SafeHtml } from '../../editor/html.ts';
import type { UploadReport } from '../../upload/uploadReport.ts';

/** The data that the page of a batch shows. */
export interface BatchPageData {
  batch: Pick<Batch, 'id' | 'platform' | 'rows' | 'isRunning' | 'isDone' | 'canSendAgain'>;
  /**
   * Returns this window's report on an upload, which has details that the upload's record lacks; undefined if there is
   * none.
   */
  reportOf: (id: string) => UploadReport | undefined;
  /** Whether the user is signed in to the platform of the batch. */
  isSignedIn: boolean;
}

/** Returns the content of a batch's page: the headline, the buttons, and a table with the state of each upload. */
export function batchView(t: Translate, shown: BatchPageData): ResultView {
  const { batch } = shown;
  const counts = countRows(batch.rows);
  const version = batch.rows[0]?.record.upload.version ?? '';
  const title = t('Upload of {0} to several modules', version);
  const facts = joinParts([t('Version {0}', version), maskPackageUrl(packageUrlOf(batch)), batch.platform.name]);
  const content = html`<p class="target url">${facts}</p>
    ${buttonsHtml(t, shown, counts)} ${resendNote(t, shown)}
    <table class="batch">
      <caption class="for-reader">
        ${title}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t('Module')}</th>
          <th scope="col">${t('Result')}</th>
          <th scope="col">${t('Details')}</th>
        </tr>
      </thead>
      <tbody>
        ${batch.rows.map((row) => rowHtml(t, row, shown.reportOf(row.record.id)))}
      </tbody>
    </table>`;
  return {
    kind: 'result',
    state: { batch: batch.id },
    title,
    headline: headline(t, shown, counts),
    announcement: batch.isRunning ? progressText(t, counts) : '',
    content: content.text,
  };
}

function packageUrlOf({ rows }: BatchPageData['batch']): string {
  return rows[0]?.record.upload.packageUrl ?? '';
}

function headline(t: Translate, { batch, isSignedIn }: BatchPageData, counts: BatchCounts): Headline {
  const { all, uploaded, failed, unknown } = counts;
  const verdict = countsText(t, counts);
  if (batch.isRunning) {
    const text = oneOrMany(all, t('Uploading to 1 module'), t('Uploading to {0} modules', all));
    const progress = progressText(t, counts);
    return {
      kind: 'under-way',
      urgent: false,
      sign: '…',
      text,
      verdict: verdict === '' ? progress : `${progress}: ${verdict}`,
    };
  }
  if (!batch.isDone) {
    const text = isSignedIn ? t('Not finished in this window') : t('Sign in to continue');
    return { kind: 'unknown', urgent: true, sign: '?', text, verdict };
  }
  const text =
    uploaded === all
      ? oneOrMany(all, t('Uploaded to the module'), t('Uploaded to all {0} modules', all))
      : t('Uploaded to {0} of {1} modules', uploaded, all);
  if (failed > 0) return { kind: 'failed', urgent: true, sign: '✗', text, verdict };
  if (unknown > 0) return { kind: 'unknown', urgent: true, sign: '?', text, verdict };
  if (uploaded < all) return { kind: 'unknown', urgent: false, sign: '–', text, verdict };
  return { kind: 'uploaded', urgent: false, sign: '✓', text };
}

/** Explains why failed and canceled uploads cannot be sent again. Returns '' if no explanation is needed. */
function resendNote(t: Translate, { batch }: BatchPageData): SafeHtml | '' {
  const { failed, cancelled } = countRows(batch.rows);
  if (batch.isRunning || batch.canSendAgain || failed + cancelled === 0) return '';
  const text = t(
    'The package URL contains credentials or a signature, which are not stored. To upload to the other modules, start a new upload.',
  );
  return html`<p>${text}</p>`;
}

/** Renders the buttons. The first button is the most likely to help. */
function buttonsHtml(t: Translate, { batch, isSignedIn }: BatchPageData, counts: BatchCounts): SafeHtml {
  const { failed, cancelled } = counts;
  const canCancel = batch.rows.some(({ phase }) => phase === 'waiting' || phase === 'uploading');
  const idle = !batch.isRunning;
  const offered: [BatchButton, string, boolean][] = [
    ['signIn', t('Sign In'), idle && !batch.isDone && !isSignedIn],
    ['retryFailed', t('Retry Failed'), idle && failed > 0 && batch.canSendAgain],
    ['confirmUnknown', t('Confirm Uploads'), idle && batch.isDone && counts.unknown > 0],
    ['sendCancelled', t('Upload Remaining'), idle && cancelled > 0 && batch.canSendAgain],
    ['cancel', t('Cancel'), batch.isRunning && canCancel],
    ['showHistory', t('Show Upload History…'), true],
    ['showLog', t('Show Log'), true],
  ];
  const all = offered
    .filter(([, , isOffered]) => isOffered)
    .map(([action, label], index) => {
      const isMain = index === 0 && action !== 'showHistory' && action !== 'cancel';
      return html`<button type="button" class="button ${isMain ? 'primary' : ''}" data-action="${action}">
        ${label}
      </button>`;
    });
  return html`<nav class="actions" aria-label="${t('Actions')}">
    ${all.slice(0, maxVisibleButtons)}
    ${
      all.length > maxVisibleButtons
        ? html`<details id="more" class="more">
            <summary>${t('More')}</summary>
            <div>${all.slice(maxVisibleButtons)}</div>
          </details>`
        : ''
    }
  </nav>`;
}

interface RowText {
  kind: Headline['kind'];
  sign: string;
  text: string;
  details?: string | undefined;
}

function rowHtml(t: Translate, row: BatchRow, report: UploadReport | undefined): SafeHtml {
  const { upload, outcome, id } = row.record;
  const name = t('{0} / {1}', upload.appCode, upload.module);
  const { kind, sign, text, details } = rowText(t, row, report);
  const result = html`<button
    class="inline"
    type="button"
    data-action="showRow"
    data-row="${id}"
    aria-label="${t('Show the result of {0}', name)}"
  >
    ${t('Show Result')}
  </button>`;
  return html`<tr>
    <th scope="row">${name} ${upload.allowOverwrite ? html`<span class="dim">${t('overwrites')}</span>` : ''}</th>
    <td class="outcome ${kind}"><span class="sign" aria-hidden="true">${sign}</span> ${text}</td>
    <td>${details ?? ''} ${hasResult(outcome) ? result : ''}</td>
  </tr>`;
}

/**
 * Returns whether an upload has a result to show. An upload that was canceled before it was sent has none, because it
 * is not in the history.
 */
function hasResult(outcome: BatchRow['record']['outcome']): boolean {
  return outcome !== undefined && (outcome.status !== 'cancelled' || outcome.sent);
}

/** Returns the texts for the state of a row. An outcome has the same texts as on the page of a single upload. */
function rowText(t: Translate, { record, phase }: BatchRow, report: UploadReport | undefined): RowText {
  const { outcome, sent } = record;
  switch (outcome?.status) {
    case undefined:
      if (phase === 'uploading') return { kind: 'under-way', sign: '…', text: t('Uploading') };
      return phase === 'checking' || sent
        ? { kind: 'under-way', sign: '…', text: t('Confirming the upload') }
        : { kind: 'under-way', sign: '', text: t('Waiting') };
    case 'uploaded': {
      const found = outcome.known === 'answered' ? undefined : foundUploadText(t, outcome.known);
      if (report?.comparison?.now && isOverwritten(outcome.package, report.comparison.now))
        return { kind: 'unknown', sign: '!', text: t('Uploaded, but overwritten later'), details: found };
      if (probablyDiffers(record.integrity))
        return { kind: 'unknown', sign: '!', text: t('Uploaded'), details: integrityProblemText(t, record.integrity) };
      return { kind: 'uploaded', sign: '✓', text: t('Uploaded'), details: found };
    }
    case 'failed': {
      const { what } = failureText(t, outcome.error, report?.warnings);
      return { kind: 'failed', sign: '✗', text: t('Upload failed'), details: what };
    }
    case 'unknown': {
      const details = unknownReasonText(t, outcome.reason);
      return { kind: 'unknown', sign: '?', text: t('Couldn’t confirm the upload'), details };
    }
    case 'cancelled':
      return { kind: 'unknown', sign: '–', text: t('Canceled'), details: cancelledText(t, outcome.sent) };
  }
}
