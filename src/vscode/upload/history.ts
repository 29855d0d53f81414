import * as vscode from 'vscode';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import { errorText } from '../../texts/errorTexts.ts';
import { formatSize, localTime } from '../../texts/formats.ts';
import { pickWithButtons } from '../editor/quickInput.ts';
import { compareUpload } from './resultActions.ts';
import { reportOf } from './resumeUploads.ts';
import type { UploadServices } from './uploadServices.ts';
import { uploadAgain } from './uploadByLink.ts';

const { t } = vscode.l10n;

interface Row extends vscode.QuickPickItem {
  record: UploadRecord;
}

/**
 * Implements `bkpaas.showHistory`: lists the uploads of this computer, newest first. Enter shows an upload again. Its
 * buttons upload it again, compare it with the platform's current package, or forget it.
 */
export async function showHistory(services: UploadServices): Promise<void> {
  const again = { iconPath: new vscode.ThemeIcon('cloud-upload'), tooltip: t('Upload Again…') };
  const compare = { iconPath: new vscode.ThemeIcon('diff'), tooltip: t('Compare with the Platform') };
  const forget = { iconPath: new vscode.ThemeIcon('trash'), tooltip: t('Forget This Upload') };
  const forgetAll = { iconPath: new vscode.ThemeIcon('clear-all'), tooltip: t('Forget All Uploads') };
  const rows = async (): Promise<Row[]> => {
    const records = (await services.uploads.tracked.save((store) => store.list())) ?? [];
    return records.map((record) => ({
      ...rowOf(record),
      record,
      buttons: record.outcome ? [again, compare, forget] : [again, compare],
    }));
  };

  const chosen = await pickWithButtons<Row>({
    title: t('Upload History'),
    placeholder: t('Which upload? Enter shows it, the buttons do more.'),
    nothing: t('There is no upload in the history of this computer.'),
    items: rows,
    buttons: [forgetAll],
    onButton: async (button, row) => {
      if (button === forget && row) {
        await services.uploads.tracked.save((store) => store.forget([row.record.id]));
        return 'stay';
      }
      if (button === forgetAll) {
        await services.uploads.tracked.save((store) => store.forget('all'));
        return 'stay';
      }
      return 'close';
    },
  });
  if (!chosen) return;
  const { record } = chosen.item;
  // A link that is masked on disk can still be complete in this window.
  services.uploads.reports.choose(services.uploads.reports.get(record.id) ?? reportOf(record));
  if (chosen.button === again) await uploadAgain(services);
  else if (chosen.button === compare) await compareUpload(services);
  else services.uploads.panel.show(true);
}

function rowOf(record: UploadRecord): vscode.QuickPickItem {
  const { upload, outcome, startedAt, platform, userName } = record;
  const stored = outcome?.status === 'uploaded' ? outcome.package : undefined;
  const facts = [
    stored?.sizeBytes === undefined ? undefined : formatSize(stored.sizeBytes),
    stored?.sha256 === undefined ? undefined : `sha256 ${stored.sha256.slice(0, 12)}`,
    upload.packageUrl,
    userName === undefined ? platform.name : t('{0} on {1}', userName, platform.name),
  ];
  return {
    label: `$(${iconOf(record)}) ${upload.appCode} / ${upload.module} ${upload.version}`,
    description: `${localTime(startedAt)} · ${outcomeText(record)}`,
    detail: facts.filter((fact) => fact !== undefined).join(' · '),
  };
}

function iconOf({ outcome }: UploadRecord): string {
  switch (outcome?.status) {
    case undefined:
      return 'sync';
    case 'uploaded':
      return 'pass';
    case 'failed':
      return 'error';
    case 'cancelled':
      return 'circle-slash';
    case 'unknown':
      return 'question';
  }
}

function outcomeText({ outcome }: UploadRecord): string {
  switch (outcome?.status) {
    case undefined:
      return t('not over yet');
    case 'uploaded':
      return t('uploaded');
    case 'failed':
      return errorText(t, outcome.error.code, outcome.error.facts).what;
    case 'cancelled':
      return t('cancelled');
    case 'unknown':
      return t('not known whether it arrived');
  }
}
