import * as vscode from 'vscode';
import type { Interruption } from '../../core/operations/interruption.ts';
import type { SentAt } from '../../core/operations/reconcile.ts';
import { reconcileUpload } from '../../core/operations/upload/reconcileUpload.ts';
import { knownSha256, type LinkInspection } from './linkInspector.ts';
import { uploadPackage } from '../../core/operations/upload/uploadPackage.ts';
import type { UploadOutcome } from '../../core/operations/upload/uploadOutcome.ts';
import { newUploadRecord, storeOutcome } from '../../core/operations/upload/uploadRecord.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { background } from '../editor/background.ts';
import { connect } from '../session/connect.ts';
import { commandIds } from '../editor/ids.ts';
import { withProgress } from '../editor/notifications.ts';
import type { SignedIn } from '../session/session.ts';
import { readUploadTimeoutMs } from '../editor/settings.ts';
import type { UploadReport } from './uploadReport.ts';
import { asPlatformError } from '../session/presentError.ts';
import { uploadNameForLog, presentOutcome, presentReconciledOutcome } from './presentOutcome.ts';
import type { UploadServices } from './uploadServices.ts';
import { endedReport, inspectLink, showIfOverwritten, verify } from './verify.ts';

const { t } = vscode.l10n;

/** How long an upload runs before the result page opens. Most uploads end before this time. */
const pageDelayMs = 1000;

/**
 * How long an upload runs before this computer also starts to read the package. An immediate read would slow the upload
 * down (measured).
 */
const inspectAfterMs = 300;

/**
 * Sends an upload and shows the outcome. If the response is lost, finds out whether the package was stored. `inspect`
 * starts the inspection of the link, or returns the inspection that is in progress.
 */
export async function runUpload(
  services: UploadServices,
  session: SignedIn,
  request: UploadByLink,
  inspect: () => LinkInspection,
): Promise<UploadOutcome> {
  const { observer } = services;
  const { tracked, reports } = services.uploads;
  const platform = connect(session, services.session, services.log);
  const started = newReport(session, request);
  const pageTimer = setTimeout(() => {
    reports.choose(started);
    showPage(services);
  }, pageDelayMs);
  // If the user was asked for the link, the inspection is already in progress. Otherwise the inspection starts after
  // the upload has run for `inspectAfterMs`.
  const inspectionTimer = setTimeout(inspect, inspectAfterMs);

  const title = t('Uploading {0} to {1} / {2}', request.version, request.appCode, request.module);
  const said = {
    checking: t('Checking existing versions…'),
    uploading: t('Waiting for the platform to download the package…'),
  };
  const sent = await tracked
    .send<UploadOutcome>(
      started.record,
      (beforeSending) =>
        withProgress(
          title,
          (tell, signal) =>
            uploadPackage(platform, request, {
              timeoutMs: readUploadTimeoutMs(),
              signal,
              beforeSending: (pending) => {
                observer?.sent(canceledTaskText(request));
                return beforeSending(pending);
              },
              onProgress: (step) => {
                tell(said[step]);
              },
            }),
          observer,
        ),
      (fault) => ({ status: 'failed', error: asPlatformError(services, commandIds.uploadPackage, fault) }),
    )
    .finally(() => {
      clearTimeout(pageTimer);
      clearTimeout(inspectionTimer);
    });
  const report = { ...started, record: sent.record };
  const inspection = inspect();
  if ('lost' in sent) {
    reports.choose(report);
    showPage(services);
    const outcome = await reconcileLostUpload(services, session, report, sent.lost, inspection);
    observer?.sent();
    return outcome;
  }
  observer?.sent();
  const done = endedReport(services, report, sent.outcome, inspection);
  reports.choose(done);
  presentOutcome(services, done.record, sent.outcome);
  const stored = storeOutcome(tracked, done.record).then(() => verify(services, done, inspection));
  background('upload history', stored);
  background('versions', showIfOverwritten(services, done));
  return sent.outcome;
}

/**
 * Called after the response to an upload was lost. Finds out whether the package was stored. The status bar shows the
 * progress, and the page shows the state. Notifies the user of the outcome, unless another window has taken over the
 * upload.
 */
export async function reconcileLostUpload(
  services: UploadServices,
  session: SignedIn,
  report: UploadReport,
  { interruption, sent }: { interruption: Interruption; sent: SentAt },
  inspection = inspectLink(services, report),
): Promise<UploadOutcome> {
  const { tracked, reports, work } = services.uploads;
  const { upload } = report.record;
  const title = t('Confirming the upload of {0} to {1} / {2}', upload.version, upload.appCode, upload.module);
  services.observer?.begin(title);
  const why = 'error' in interruption ? interruption.error.code : interruption.kind;
  services.log.info(`Not known whether ${uploadNameForLog(report.record)} arrived (${why}); reading the versions`);
  const platform = connect(session, services.session, services.log);
  const { record, outcome, waits } = await tracked.reconcile<UploadOutcome>(report.record, interruption, (noted) => {
    reports.update({ ...report, record: noted, phase: 'checking' });
    const pending = { upload, baseline: noted.sent?.baseline };
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      work.run(session, (signal) =>
        reconcileUpload(platform, pending, interruption, { sent, signal, sha256: () => knownSha256(inspection) }),
      ),
    );
  });
  if (waits && outcome.status === 'unknown') {
    const signedOut: UploadOutcome = { ...outcome, reason: 'signedOut' };
    reports.update({ ...report, record: { ...record, outcome: signedOut }, phase: 'done' });
    return signedOut;
  }
  const done = endedReport(services, { ...report, record }, outcome, inspection);
  const mayReport = await tracked.finish(done.record);
  reports.update(done);
  if (mayReport) presentReconciledOutcome(services, done.record, outcome);
  background('verify', verify(services, done, inspection));
  return outcome;
}

/** Opens the page, unless an observer shows the upload. */
function showPage({ observer, uploads }: UploadServices): void {
  if (!observer) uploads.panel.show(false);
}

/** Returns the sentence for a user who cancels a task after its upload was sent. */
function canceledTaskText({ version, appCode, module }: UploadByLink): string {
  const name = t('{0} / {1}', appCode, module);
  return t(
    'Canceled. The upload of version {0} to {1} was already sent, so its outcome is unknown. The extension is confirming the upload and will notify you.',
    version,
    name,
  );
}

function newReport({ platform, identity }: SignedIn, upload: UploadByLink): UploadReport {
  const { name, gatewayUrl } = platform;
  const record = newUploadRecord({ platform: { name, gatewayUrl }, userName: identity.userName }, upload);
  return { record, platform, phase: 'uploading' };
}
