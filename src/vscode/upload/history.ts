import * as vscode from 'vscode';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import { errorText } from '../../texts/errorTexts.ts';
import { formatSize, joinParts, relativeTime } from '../../texts/formats.ts';
import { integrityProblemText } from '../../texts/integrityTexts.ts';
import { pickWithButtons } from '../editor/pickWithButtons.ts';
import { compareUpload } from './resultActions.ts';
import { reportOf } from './resumeUploads.ts';
import type { UploadServices } from './uploadServices.ts';
import { uploadAgain } from './uploadByLink.ts';

const { t } = vscode.l10n;

/**
 * Implements `bkpaas.showHistory`: lists the uploads of this computer, newest first. Enter shows an upload on the
 * result page. The buttons of a row start the upload again, compare the stored package with the platform's current
 * package, or delete the upload from the history.
 */
export async function showHistory(services: UploadServices): Promise<void> {
  const { tracked, reports, panel } = services.uploads;
  const again = { iconPath: new vscode.ThemeIcon('cloud-upload'), tooltip: t('Upload Again…') };
  const compare = { iconPath: new vscode.ThemeIcon('diff'), tooltip: t('Compare Upload with Platform') };
  const forget = { iconPath: new vscode.ThemeIcon('trash'), tooltip: t('Remove from History') };
  const forgetAll = { iconPath: new vscode.ThemeIcon('clear-all'), tooltip: t('Clear Upload History') };

  const chosen = await pickWithButtons({
    title: t('Upload History'),
    placeholder: t('Select an upload to show its result. The buttons offer more actions.'),
    nothing: t('The upload history on this computer is empty.'),
    items: async () => {
      const records = (await tracked.withRecords((store) => store.list())) ?? [];
      return records.map((record) => ({
        ...historyItem(record),
        record,
        buttons: record.outcome ? [again, compare, forget] : [again, compare],
      }));
    },
    buttons: [forgetAll],
    onButton: async (button, row) => {
      if (button === forget && row) await tracked.withRecords((store) => store.forget([row.record.id]));
      else if (button === forgetAll) await tracked.withRecords((store) => store.forget('all'));
      else return 'close';
      return 'stay';
    },
  });
  if (!chosen) return;
  const { record } = chosen.item;
  // The link in the record on disk can be masked. The report of this window is preferred, because it can still have the
  // complete link.
  reports.choose(reports.get(record.id) ?? reportOf(record));
  if (chosen.button === again) await uploadAgain(services);
  else if (chosen.button === compare) await compareUpload(services);
  else panel.show(true);
}

const icons = { uploaded: 'pass', failed: 'error', cancelled: 'circle-slash', unknown: 'question' };

function historyItem(record: UploadRecord): vscode.QuickPickItem {
  const { upload, outcome, startedAt, platform, userName } = record;
  const { sizeBytes, sha256 } = outcome?.status === 'uploaded' ? outcome.package : {};
  const facts = [
    sizeBytes === undefined ? undefined : formatSize(sizeBytes),
    sha256 === undefined ? undefined : `sha256 ${sha256.slice(0, 12)}`,
    upload.packageUrl,
    userName === undefined ? platform.name : t('{0} on {1}', userName, platform.name),
  ];
  const doubt = integrityProblemText(t, record.integrity);
  const icon = outcome ? icons[outcome.status] : 'sync';
  return {
    label: `$(${doubt ? 'warning' : icon}) ${upload.appCode} / ${upload.module} ${upload.version}`,
    description: joinParts([relativeTime(t, startedAt), outcomeText(outcome), doubt]),
    detail: facts.filter((fact) => fact !== undefined).join(' · '),
  };
}

function outcomeText(outcome: UploadRecord['outcome']): string {
  if (!outcome) return t('in progress');
  if (outcome.status === 'failed') return errorText(t, outcome.error.code, outcome.error.facts).what;
  const texts = { uploaded: t('uploaded'), cancelled: t('canceled'), unknown: t('result unknown') };
  return texts[outcome.status];
}
