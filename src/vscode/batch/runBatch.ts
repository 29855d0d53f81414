import * as vscode from 'vscode';
import type { Batch } from '../../core/operations/batch/batch.ts';
import type { BatchConnection } from '../../core/operations/batch/batchRow.ts';
import { resumeBatches } from '../../core/operations/batch/resumeBatches.ts';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import { batchEndText, countRows, progressText } from '../../texts/batchTexts.ts';
import { background } from '../editor/background.ts';
import { commandIds } from '../editor/ids.ts';
import { showError, showInformation, showWarning } from '../editor/notifications.ts';
import { readUploadTimeoutMs, readMaxVerifiedBytes } from '../editor/settings.ts';
import { connect } from '../session/connect.ts';
import { asPlatformError } from '../session/presentError.ts';
import type { SignedIn } from '../session/session.ts';
import { LinkInspector, knownSha256, type LinkInspection } from '../upload/linkInspector.ts';
import { logAndRememberOutcome } from '../upload/presentOutcome.ts';
import { endedReport, showIfOverwritten, verify } from '../upload/verify.ts';
import type { BatchServices } from './batches.ts';

const { t } = vscode.l10n;

/**
 * Milliseconds from the start of a batch until this computer starts to read the package. An immediate read would slow
 * the uploads down.
 */
const inspectAfterMs = 300;

/**
 * Runs `work`, the part of a batch that needs the platform. The page and the status bar show the progress. If the page
 * is not in view at the end, a notification shows the result. `inspect` starts the inspection of the package URL, or
 * returns the one in progress.
 */
export async function runBatch(
  services: BatchServices,
  session: SignedIn,
  batch: Batch,
  work: (via: BatchConnection) => Promise<void>,
  inspect = inspectionFactory(services, batch),
): Promise<void> {
  const { via, verified, stopInspection } = connectBatch(services, session, inspect);
  services.uploads.batches.pages.show(batch, false);
  const inspectionTimer = setTimeout(inspect, inspectAfterMs);
  try {
    await withBatchProgress(services, batch, () => work(via));
  } finally {
    clearTimeout(inspectionTimer);
    background('verify', verified().then(stopInspection));
  }
  presentEnd(services, batch);
}

/**
 * Continues the batches that a reload, a crash or a sign-out left unfinished. Does not wait for their end. Resolves to
 * the unfinished uploads that belong to no batch.
 */
export async function continueBatches(services: BatchServices, session: SignedIn): Promise<UploadRecord[]> {
  const { all } = services.uploads.batches;
  const connections = new Map<Batch, ReturnType<typeof connectBatch>>();
  const { others, continuing } = await resumeBatches(all.stores, {
    gatewayUrl: session.platform.gatewayUrl,
    known: all.all,
    create: (record) => all.create(record, 'takenOver'),
    connect: (batch) => {
      const connection = connectBatch(services, session, inspectionFactory(services, batch));
      connections.set(batch, connection);
      return connection.via;
    },
  });
  for (const { batch, end } of continuing) {
    // Opens the page of a batch that sends uploads. If a batch only confirms uploads, the notification at its end is
    // enough.
    if (batch.rows.some(({ phase }) => phase === 'waiting' || phase === 'uploading'))
      services.uploads.batches.pages.show(batch, false);
    const ended = withBatchProgress(services, batch, () => end).then(() => {
      presentEnd(services, batch);
      const connection = connections.get(batch);
      return connection?.verified().then(connection.stopInspection);
    });
    background('batch', ended);
  }
  return others;
}

function inspectionFactory({ log }: BatchServices, batch: Batch): () => LinkInspection {
  const inspector = new LinkInspector(log, readMaxVerifiedBytes);
  return () => inspector.at(batch.rows[0]?.record.upload.packageUrl ?? '');
}

/**
 * Connects a batch to its platform. All uploads share one inspection of the package URL. The caller must call
 * `stopInspection` after `verified` has resolved.
 */
function connectBatch(services: BatchServices, session: SignedIn, inspect: () => LinkInspection) {
  const verifying: Promise<void>[] = [];
  let inspection: LinkInspection | undefined;
  const shared = (): LinkInspection => {
    inspection ??= inspect();
    return { ...inspection, stop: () => undefined };
  };
  const via: BatchConnection = {
    platform: connect(session, services.session, services.log),
    userName: session.identity.userName,
    timeoutMs: readUploadTimeoutMs(),
    whileSignedIn: (work) => services.uploads.work.run(session, work),
    sha256: () => knownSha256(shared()),
    faultOutcome: (fault) => ({
      status: 'failed',
      error: asPlatformError(services, commandIds.uploadToModules, fault),
    }),
    ended: (record) => {
      if (record.outcome)
        verifying.push(handleUploadEnd(services, session, { ...record, outcome: record.outcome }, shared()));
    },
  };
  const verified = (): Promise<unknown> => Promise.allSettled(verifying);
  return { via, verified, stopInspection: () => inspection?.stop() };
}

/**
 * Updates the report of an upload that has ended, and compares the stored package with the file at the link, as after a
 * single upload. Shows no page and no notification.
 */
async function handleUploadEnd(
  services: BatchServices,
  { platform }: SignedIn,
  record: UploadRecord & { outcome: NonNullable<UploadRecord['outcome']> },
  inspection: LinkInspection,
): Promise<void> {
  const report = endedReport(services, { record, platform, phase: 'done' }, record.outcome, inspection);
  services.uploads.reports.update(report);
  logAndRememberOutcome(services, report.record, record.outcome);
  background('versions', showIfOverwritten(services, report));
  const verifying = verify(services, report, inspection);
  background('verify', verifying);
  await verifying;
}

async function withBatchProgress(
  { uploads: { batches } }: BatchServices,
  batch: Batch,
  work: () => Promise<void>,
): Promise<void> {
  const version = batch.rows[0]?.record.upload.version ?? '';
  const title = t('Uploading {0} to several modules', version);
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async (progress) => {
    const report = (): void => {
      progress.report({ message: progressText(t, countRows(batch.rows)) });
    };
    report();
    const following = batches.all.onDidChange((changed) => {
      if (changed === batch) report();
    });
    try {
      await work();
    } finally {
      following.dispose();
    }
  });
}

function presentEnd({ uploads: { batches } }: BatchServices, batch: Batch): void {
  // A batch that a sign-out left unfinished continues at the next sign-in, so it has no end to report yet.
  if (!batch.isDone || batches.pages.isShowing(batch.id)) return;
  const counts = countRows(batch.rows);
  const show = counts.failed > 0 ? showError : counts.unknown > 0 ? showWarning : showInformation;
  show(batchEndText(t, batch.rows[0]?.record.upload.version ?? '', counts), {
    title: t('Show Result'),
    run: () => {
      batches.pages.show(batch, true);
    },
  });
}
