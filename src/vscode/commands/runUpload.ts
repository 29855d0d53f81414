import * as vscode from 'vscode';
import type { Interruption } from '../../core/operations/interruption.ts';
import type { PendingUpload } from '../../core/operations/pendingUpload.ts';
import { uploadPackage, type UploadStep } from '../../core/operations/uploadPackage.ts';
import type { UploadOutcome } from '../../core/operations/uploadOutcome.ts';
import type { UploadRecord } from '../../core/operations/uploadRecord.ts';
import { newRecordId } from '../../core/operations/records.ts';
import type { UploadByLink } from '../../core/platform/sourcePackages.ts';
import { background } from '../background.ts';
import { connect } from '../connect.ts';
import { commandIds } from '../ids.ts';
import { withProgress } from '../progress.ts';
import type { SignedIn } from '../session.ts';
import { uploadTimeoutMs } from '../settings.ts';
import type { UploadReport } from '../uploadReport.ts';
import { asPlatformError } from './asPlatformError.ts';
import { keep } from './keepRecord.ts';
import type { Looks } from '../packageLooks.ts';
import { presentOutcome } from './presentOutcome.ts';
import type { UploadServices } from './uploadServices.ts';
import { settle } from './settle.ts';
import { over, verify } from './verify.ts';

const { t } = vscode.l10n;

/** Milliseconds after which an upload gets its page before it is over; most are over sooner. */
const pageAfterMs = 1000;

/** Milliseconds after which the package is read from here, too: at once it would slow the upload itself down (measured). */
const lookAfterMs = 300;

/** Sends an upload, settles it when its answer gets lost, and shows what became of it. */
export async function runUpload(
  services: UploadServices,
  session: SignedIn,
  request: UploadByLink,
  looks: Looks,
): Promise<UploadOutcome> {
  const platform = connect(session, services.session, services.log);
  let report = newReport(session, request);
  const page = setTimeout(() => {
    services.uploads.reports.choose(report);
    services.uploads.panel.show(false);
  }, pageAfterMs);
  // An upload that was asked for by questions has its look already. Another's begins when the upload has a head start.
  const begin = setTimeout(() => looks.at(request.packageUrl), lookAfterMs);
  const beforeSending = async ({ baseline }: PendingUpload): Promise<void> => {
    const sent = { at: Date.now(), baseline, interruption: undefined };
    report = { ...report, record: { ...report.record, sent } };
    await keep(services, (records) => records.note(report.record));
  };

  const title = t('Uploading {0} to {1} / {2}', request.version, request.appCode, request.module);
  const send = (tell: (message: string) => void, signal: AbortSignal) =>
    uploadPackage(platform, request, {
      timeoutMs: uploadTimeoutMs(),
      signal,
      beforeSending,
      onProgress: (step) => {
        tell(stepText(step));
      },
    });
  const result = await withProgress(title, send)
    .catch((escaped: unknown) => afterFault(services, report, escaped))
    .finally(() => {
      clearTimeout(page);
      clearTimeout(begin);
    });
  const look = looks.at(request.packageUrl);
  if (result.status === 'sent') {
    services.uploads.reports.choose(report);
    services.uploads.panel.show(false);
    const sent = 'sentAt' in result ? { clock: result.sentAt } : { claimedMs: 0 };
    return settle(services, session, report, result.interruption, sent, look);
  }

  const done = over(services, report, result, look);
  services.uploads.reports.choose(done);
  presentOutcome(services, done.record, result);
  background(
    'upload history',
    file(services, done.record).then(() => verify(services, done, look)),
  );
  return result;
}

/** A fault of this extension says nothing of what the platform did: what had left is settled as after a crash. */
function afterFault(
  services: UploadServices,
  { record }: UploadReport,
  escaped: unknown,
): UploadOutcome | { status: 'sent'; interruption: Interruption } {
  const error = asPlatformError(services, commandIds.uploadPackage, escaped);
  return record.sent ? { status: 'sent', interruption: { kind: 'interrupted' } } : { status: 'failed', error };
}

/** Not waited for: the person has seen the outcome already. What never left is no upload to remember. */
async function file(services: UploadServices, record: UploadRecord): Promise<void> {
  const { outcome } = record;
  if (outcome?.status === 'cancelled') {
    await keep(services, (records) => records.drop(record.id));
    return;
  }
  if (!record.sent) await keep(services, (records) => records.note(record));
  await keep(services, (records) => records.finish(record));
}

function newReport({ platform, identity }: SignedIn, upload: UploadByLink): UploadReport {
  const startedAt = Date.now();
  const record: UploadRecord = {
    id: newRecordId(startedAt),
    startedAt,
    platform: { name: platform.name, gatewayUrl: platform.gatewayUrl },
    userName: identity.userName,
    upload,
    sent: undefined,
    outcome: undefined,
    integrity: undefined,
  };
  return { record, platform, phase: 'uploading' };
}

function stepText(step: UploadStep): string {
  switch (step) {
    case 'checking':
      return t('looking at what is there…');
    case 'uploading':
      return t('the platform is downloading the package…');
  }
}
