import * as vscode from 'vscode';
import type { Interruption } from '../../core/operations/interruption.ts';
import { settleUpload, type SentAt } from '../../core/operations/settleUpload.ts';
import type { UploadOutcome } from '../../core/operations/uploadOutcome.ts';
import type { UploadRecord } from '../../core/operations/uploadRecord.ts';
import { background } from '../background.ts';
import { connect } from '../connect.ts';
import { sha256At, type PackageLook } from '../packageLooks.ts';
import type { SignedIn } from '../session.ts';
import type { UploadReport } from '../uploadReport.ts';
import { keep } from './keepRecord.ts';
import { presentSettled } from './presentOutcome.ts';
import type { UploadServices } from './uploadServices.ts';
import { over, verify } from './verify.ts';

const { t } = vscode.l10n;

/**
 * Finds out what became of an upload whose answer got lost, in the background: the progress is a line in the status bar, the
 * page says what is going on. Tells the person once it is known, unless another window has taken the upload over.
 */
export async function settle(
  services: UploadServices,
  session: SignedIn,
  report: UploadReport,
  interruption: Interruption,
  sent: SentAt,
  look: PackageLook,
): Promise<UploadOutcome> {
  const { upload } = report.record;
  const note = { at: Date.now(), baseline: undefined, ...report.record.sent, interruption };
  const record: UploadRecord = { ...report.record, sent: note, outcome: undefined };
  const checking: UploadReport = { ...report, record, phase: 'checking' };
  services.uploads.reports.update(checking);
  services.log.info(`Not known whether ${nameOf(record)} arrived (${kindOf(interruption)}); reading the versions`);
  await keep(services, (records) => records.note(record));

  const platform = connect(session, services.session, services.log);
  const pending = { upload, baseline: note.baseline };
  const title = t('Checking whether {0} arrived in {1} / {2}', upload.version, upload.appCode, upload.module);
  const outcome = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
    services.uploads.work.run(session, (signal) =>
      settleUpload(platform, pending, interruption, { sent, signal, sha256: () => sha256At(look) }),
    ),
  );
  return concluded(services, checking, outcome, look);
}

/** Files what was found out, and tells it. What a sign-out interrupted stays noted, for the next sign-in. */
async function concluded(
  services: UploadServices,
  report: UploadReport,
  outcome: UploadOutcome,
  look: PackageLook,
): Promise<UploadOutcome> {
  if (outcome.status === 'unknown' && (outcome.doubt === 'stoppedLooking' || outcome.doubt === 'signedOut')) {
    const stopped: UploadOutcome = { ...outcome, doubt: 'signedOut' };
    services.uploads.work.wait(report.record);
    services.uploads.reports.update({ ...report, record: { ...report.record, outcome: stopped }, phase: 'done' });
    return stopped;
  }
  const done = over(services, report, outcome, look);
  const { record } = done;
  const isOurs = await keep(services, (records) => records.finish(record));
  services.uploads.reports.update(done);
  if (isOurs !== false) presentSettled(services, record, outcome);
  background('verify', verify(services, done, look));
  return outcome;
}

function nameOf({ upload }: UploadRecord): string {
  return `${upload.appCode}/${upload.module} ${upload.version}`;
}

function kindOf(interruption: Interruption): string {
  return 'error' in interruption ? interruption.error.code : interruption.kind;
}
