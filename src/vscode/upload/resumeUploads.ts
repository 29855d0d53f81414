import type * as vscode from 'vscode';
import { interruptionFromRecord } from '../../core/operations/trackedOperation.ts';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import { background } from '../editor/background.ts';
import type { SignedIn } from '../session/session.ts';
import { readPlatforms } from '../editor/settings.ts';
import type { UploadReport } from './uploadReport.ts';
import { resumeAtSignIn } from '../session/resumeAtSignIn.ts';
import { reconcileLostUpload } from './runUpload.ts';
import type { UploadServices } from './uploadServices.ts';

const errorSource = 'resume uploads';

/**
 * Reconciles uploads that a closed window, a crash or a sign-out left unfinished. Starts when the user is signed in.
 * `takeUnfinished` resolves to these uploads. The uploads that a batch resumes are not among them.
 */
export function resumeUploads(
  services: UploadServices,
  takeUnfinished: (session: SignedIn) => Promise<UploadRecord[]> = ({ platform }) =>
    services.uploads.tracked.takeUnfinished(platform.gatewayUrl),
): vscode.Disposable {
  return resumeAtSignIn({
    ...{ source: errorSource, session: services.session, tracked: services.uploads.tracked },
    resume: async (session) => {
      reconcileUnfinished(services, session, await takeUnfinished(session));
    },
    onPolled: () => showOutcomeOfOtherWindow(services),
  }).disposable;
}

/**
 * Resolves to the report of the upload with this ID in the history. If the history does not contain this ID, resolves
 * to the report of the newest upload. Resolves to undefined if the history is empty.
 */
export async function findReport(services: UploadServices, id: string | undefined): Promise<UploadReport | undefined> {
  const records = (await services.uploads.tracked.withRecords((store) => store.list())) ?? [];
  const record = records.find((candidate) => candidate.id === id) ?? records[0];
  return record && reportOf(record);
}

/**
 * Returns the report of a record on disk. The report's platform comes from the settings, or from the record if the
 * settings do not contain the platform.
 */
export function reportOf(record: UploadRecord): UploadReport {
  const known = readPlatforms().find(({ gatewayUrl }) => gatewayUrl === record.platform.gatewayUrl);
  return { record, platform: known ?? record.platform, phase: record.outcome ? 'done' : 'checking' };
}

function reconcileUnfinished(services: UploadServices, session: SignedIn, unfinished: readonly UploadRecord[]): void {
  const { reports } = services.uploads;
  for (const record of unfinished) {
    // The link in the record on disk can be masked. The report of this window is preferred, because it can still have
    // the complete link.
    const report = reports.get(record.id) ?? reportOf(record);
    // Shows the upload if the page is open. Does not open the page, because the user may be doing something else.
    if (reports.current?.phase !== 'checking') reports.choose(report);
    background(errorSource, reconcileLostUpload(services, session, report, interruptionFromRecord(record)));
  }
}

/** Shows the outcome of the upload on this window's page if another window has found the outcome. */
async function showOutcomeOfOtherWindow({ uploads: { tracked, reports } }: UploadServices): Promise<void> {
  const { current } = reports;
  if (!current || current.phase === 'done') return;
  const records = await tracked.withRecords((store) => store.list());
  const record = records?.find(({ id }) => id === current.record.id);
  if (record?.outcome) reports.update({ ...reportOf(record), comparison: current.comparison });
}
