import * as vscode from 'vscode';
import type { Interruption } from '../../core/operations/interruption.ts';
import type { SentAt } from '../../core/operations/reconcile.ts';
import { settleUpload } from '../../core/operations/upload/settleUpload.ts';
import type { UploadOutcome } from '../../core/operations/upload/uploadOutcome.ts';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import { background } from '../editor/background.ts';
import { connect } from '../session/connect.ts';
import { sha256At, type PackageLook } from './packageLooks.ts';
import type { SignedIn } from '../session/session.ts';
import type { UploadReport } from './uploadReport.ts';
import { presentSettled } from './presentOutcome.ts';
import type { UploadServices } from './uploadServices.ts';
import { over, verify } from './verify.ts';

const { t } = vscode.l10n;

/**
 * Reconciles an upload whose response was lost, in the background: the status bar shows the progress, the page the state.
 * Notifies the user of the outcome, unless another window has taken the upload over.
 */
export async function settle(
  services: UploadServices,
  session: SignedIn,
  report: UploadReport,
  { interruption, sent }: { interruption: Interruption; sent: SentAt },
  look: PackageLook,
): Promise<UploadOutcome> {
  const { tracked, reports, work } = services.uploads;
  const { upload } = report.record;
  const title = t('Checking whether {0} arrived in {1} / {2}', upload.version, upload.appCode, upload.module);
  services.log.info(
    `Not known whether ${nameOf(report.record)} arrived (${kindOf(interruption)}); reading the versions`,
  );
  const platform = connect(session, services.session, services.log);
  const { record, outcome, waits } = await tracked.reconcile<UploadOutcome>(report.record, interruption, (noted) => {
    reports.update({ ...report, record: noted, phase: 'checking' });
    const pending = { upload, baseline: noted.sent?.baseline };
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      work.run(session, (signal) =>
        settleUpload(platform, pending, interruption, { sent, signal, sha256: () => sha256At(look) }),
      ),
    );
  });
  if (waits && outcome.status === 'unknown') {
    const stopped: UploadOutcome = { ...outcome, doubt: 'signedOut' };
    reports.update({ ...report, record: { ...record, outcome: stopped }, phase: 'done' });
    return stopped;
  }
  const done = over(services, { ...report, record }, outcome, look);
  const isOurs = await tracked.finish(done.record);
  reports.update(done);
  if (isOurs) presentSettled(services, done.record, outcome);
  background('verify', verify(services, done, look));
  return outcome;
}

function nameOf({ upload }: UploadRecord): string {
  return `${upload.appCode}/${upload.module} ${upload.version}`;
}

function kindOf(interruption: Interruption): string {
  return 'error' in interruption ? interruption.error.code : interruption.kind;
}
