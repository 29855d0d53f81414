import type { PublicUploadOutcome } from './publicOutcome.ts';
import type { UploadServices } from './uploadServices.ts';
import { uploadPackage } from './uploadPackage.ts';

/** Starts the upload on the page once more, with everything that was typed for it. */
export async function uploadAgain(services: UploadServices): Promise<PublicUploadOutcome> {
  const report = services.uploads.reports.current;
  if (!report) return uploadPackage(services);
  const { upload } = report.record;
  const { appCode, module } = upload;
  return uploadPackage(services, { platform: report.platform.gatewayUrl, appCode, module }, upload);
}
