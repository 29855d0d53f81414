import { compareIntegrity, isOverwritten, type Integrity } from '../../core/operations/upload/compareIntegrity.ts';
import { preflight } from '../../core/operations/upload/preflight.ts';
import type { UploadOutcome } from '../../core/operations/upload/uploadOutcome.ts';
import type { UploadRecord } from '../../core/operations/upload/uploadRecord.ts';
import { requirePlatformError } from '../../core/platform/platformError.ts';
import type { PackageReadResult } from '../../core/releases/readPackage.ts';
import { LinkInspector, type LinkInspection } from './linkInspector.ts';
import { readMaxVerifiedBytes } from '../editor/settings.ts';
import type { UploadReport } from './uploadReport.ts';
import type { UploadServices } from './uploadServices.ts';

/** Starts an inspection of the link of an upload. */
export function inspectLink({ log }: UploadServices, { record }: UploadReport): LinkInspection {
  return new LinkInspector(log, readMaxVerifiedBytes).at(record.upload.packageUrl);
}

/** Returns the report of an upload that has ended, with the findings of the link's inspection so far. */
export function endedReport(
  services: UploadServices,
  report: UploadReport,
  outcome: UploadOutcome,
  inspection: LinkInspection,
): UploadReport {
  const record = { ...report.record, outcome };
  const { packageUrl } = record.upload;
  const { gatewayUrl } = record.platform;
  const found = inspection.found();
  // If the package has already been read completely, this report contains the comparison, so the page is drawn only
  // once.
  const read = found && (found.kind !== 'file' || 'end' in found) ? found : undefined;
  const integrity = read && integrityOf(services, record, read);
  return {
    ...report,
    record: { ...record, integrity },
    phase: 'done',
    verifying: outcome.status === 'uploaded' && !integrity,
    warnings: preflight({ packageUrl, gatewayUrl, refusedHosts: services.uploads.refusals.known, found }),
  };
}

/**
 * Waits until the file at the link has been read, and compares the stored package with this file. Then updates the
 * report and the record. Stops the inspection if the report needs no comparison.
 */
export async function verify(
  services: UploadServices,
  { record, verifying }: UploadReport,
  inspection: LinkInspection,
): Promise<void> {
  if (!verifying) {
    inspection.stop();
    return;
  }
  const integrity = integrityOf(services, record, await inspection.whole);
  const report = services.uploads.reports.get(record.id);
  if (!report) return;
  const verified = { ...report, record: { ...report.record, integrity }, verifying: false };
  services.uploads.reports.update(verified);
  await services.uploads.tracked.withRecords((records) => records.updateFinished(verified.record));
}

function integrityOf(
  { log }: UploadServices,
  { upload, outcome }: UploadRecord,
  read: PackageReadResult,
): Integrity | undefined {
  if (outcome?.status !== 'uploaded') return undefined;
  const integrity = compareIntegrity(read, outcome.package);
  const found = 'why' in integrity ? `${integrity.kind}, ${integrity.why}` : integrity.kind;
  log.info(`The package of ${upload.version} against its link: ${found}`);
  return integrity;
}

/**
 * If another upload has already overwritten the package of this upload, says so on the upload's page. Two uploads of a
 * new version at the same time can both succeed (platform-api.md 1.9).
 */
export async function showIfOverwritten(services: UploadServices, { record, platform }: UploadReport): Promise<void> {
  const { upload, outcome } = record;
  const { current } = services.session;
  const isThere = current.state === 'signedIn' && current.platform.gatewayUrl === platform.gatewayUrl;
  if (outcome?.status !== 'uploaded' || !isThere) return;
  const versions = await services.catalog.versions(upload.appCode, upload.module).catch((error: unknown) => {
    requirePlatformError(error); // rethrows an error other than a PlatformError
    return [];
  });
  const now = versions.find(({ version }) => version === outcome.package.version);
  const report = services.uploads.reports.get(record.id);
  if (report && now && isOverwritten(outcome.package, now))
    services.uploads.reports.update({ ...report, comparison: { now } });
}
