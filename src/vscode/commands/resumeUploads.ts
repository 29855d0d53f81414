import * as vscode from 'vscode';
import type { UploadRecord } from '../../core/operations/uploadRecord.ts';
import { background } from '../background.ts';
import { Poller } from '../poller.ts';
import type { SignedIn } from '../session.ts';
import { readPlatforms } from '../settings.ts';
import type { UploadReport } from '../uploadReport.ts';
import { keep } from './keepRecord.ts';
import type { UploadServices } from './uploadServices.ts';
import { settle } from './settle.ts';
import { lookAt } from './verify.ts';

/** Milliseconds between polls while other windows upload: one of them may close before its upload is over. */
const pollEveryMs = 5000;

const source = 'resume uploads';

/**
 * Settles, at each sign-in and at the start, the uploads of which a closed or reloaded window, a crash or a sign-out left
 * only the beginning.
 */
export function resumeUploads(services: UploadServices): vscode.Disposable {
  const poller = new Poller(source, pollEveryMs, async () => {
    const session = services.session.current;
    if (session.state === 'signedIn') await resume(services, session);
    return followOthers(services);
  });
  // Another window starts an upload, and may close before it is over.
  const watching = keep(services, (records) =>
    records.watch(() => {
      poller.later();
    }),
  );
  return vscode.Disposable.from(
    poller,
    services.session.onDidChange(() => {
      poller.now();
    }),
    new vscode.Disposable(() => {
      background(
        source,
        watching.then((stop) => stop?.()),
      );
    }),
  );
}

/** The report of an upload of an earlier run, or of the newest one; undefined when there is none. */
export async function findReport(services: UploadServices, id: string | undefined): Promise<UploadReport | undefined> {
  const records = (await keep(services, (store) => store.list())) ?? [];
  const record = records.find((candidate) => candidate.id === id) ?? records[0];
  return record && reportOf(record);
}

/** The report of a record from the disk, with what the settings say of its platform. */
export function reportOf(record: UploadRecord): UploadReport {
  const known = readPlatforms().find(({ gatewayUrl }) => gatewayUrl === record.platform.gatewayUrl);
  return { record, platform: known ?? record.platform, phase: record.outcome ? 'done' : 'checking' };
}

async function resume(services: UploadServices, session: SignedIn): Promise<void> {
  const { gatewayUrl } = session.platform;
  const isHere = (record: UploadRecord): boolean => record.platform.gatewayUrl === gatewayUrl;
  const left = await keep(services, (records) => records.takeOver(Date.now(), isHere));
  for (const record of [...services.uploads.work.takeWaiting(session), ...(left ?? [])]) {
    // The link of a record from the disk is masked; this window may still have it whole.
    const report = services.uploads.reports.get(record.id) ?? reportOf(record);
    const interruption = record.sent?.interruption ?? { kind: 'interrupted' };
    const claimedMs = Date.now() - (record.sent?.at ?? record.startedAt);
    // Where the page is open, it shows this one; it is not opened for it: the person may be about something else by now.
    if (services.uploads.reports.current?.phase !== 'checking') services.uploads.reports.choose(report);
    background(source, settle(services, session, report, interruption, { claimedMs }, lookAt(services, report)));
  }
}

/** Whether other windows are at work; what became of an upload that this window shows is shown here, too. */
async function followOthers(services: UploadServices): Promise<boolean> {
  const { current } = services.uploads.reports;
  const atWork = (await keep(services, (records) => records.othersAtWork())) ?? false;
  if (current && current.phase !== 'done') {
    const records = await keep(services, (store) => store.list());
    const record = records?.find(({ id }) => id === current.record.id);
    if (record?.outcome) services.uploads.reports.update({ ...reportOf(record), comparison: current.comparison });
  }
  return atWork;
}
