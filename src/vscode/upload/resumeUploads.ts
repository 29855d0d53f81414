import type * as vscode from 'vscode';
import { interruptionOf } from '../../core/operations/trackedOperation.ts';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import { background } from '../editor/background.ts';
import type { SignedIn } from '../session/session.ts';
import { readPlatforms } from '../editor/settings.ts';
import type { UploadReport } from './uploadReport.ts';
import { resumeAtSignIn } from '../session/resumeAtSignIn.ts';
import { reconcileLostUpload } from './runUpload.ts';
import type { UploadServices } from './uploadServices.ts';

const source = 'resume uploads';

/** Reconciles uploads that a closed window, a crash or a sign-out left unfinished. */
export function resumeUploads(services: UploadServices): vscode.Disposable {
  return resumeAtSignIn({
    ...{ source, session: services.session, tracked: services.uploads.tracked },
    resume: (session) => resume(services, session),
    onPolled: () => followOthers(services),
  }).disposable;
}

/** Returns the report of an upload from an earlier run, otherwise of the newest one; undefined if there is none. */
export async function findReport(services: UploadServices, id: string | undefined): Promise<UploadReport | undefined> {
  const records = (await services.uploads.tracked.save((store) => store.list())) ?? [];
  const record = records.find((candidate) => candidate.id === id) ?? records[0];
  return record && reportOf(record);
}

/** Returns the report of a record on disk, with its platform from the settings if it is there. */
export function reportOf(record: UploadRecord): UploadReport {
  const known = readPlatforms().find(({ gatewayUrl }) => gatewayUrl === record.platform.gatewayUrl);
  return { record, platform: known ?? record.platform, phase: record.outcome ? 'done' : 'checking' };
}

async function resume(services: UploadServices, session: SignedIn): Promise<void> {
  const { tracked, reports } = services.uploads;
  for (const record of await tracked.takeUnfinished(session.platform.gatewayUrl)) {
    // The link of a record on disk can be masked, but still be complete in this window.
    const report = reports.get(record.id) ?? reportOf(record);
    // Show the upload on an open page, but do not open one: the user may be doing something else by now.
    if (reports.current?.phase !== 'checking') reports.choose(report);
    background(source, reconcileLostUpload(services, session, report, interruptionOf(record)));
  }
}

/** Shows an outcome of this window's upload that another window found. */
async function followOthers({ uploads: { tracked, reports } }: UploadServices): Promise<void> {
  const { current } = reports;
  if (!current || current.phase === 'done') return;
  const records = await tracked.save((store) => store.list());
  const record = records?.find(({ id }) => id === current.record.id);
  if (record?.outcome) reports.update({ ...reportOf(record), comparison: current.comparison });
}
