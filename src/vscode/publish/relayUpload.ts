import { isMaskedPackageUrl } from '../../core/releases/packageUrl.ts';
import { publishAndUpload } from './publishAndUpload.ts';
import type { PublicRelayOutcome } from './publishSource.ts';
import type { PublishServices } from './publishServices.ts';
import { uploadAgain } from '../upload/uploadAgain.ts';

/** `bkpaas.relayUpload`: brings the package of the upload on the page to the platform, which could not fetch it itself. */
export async function relayUpload(services: PublishServices): Promise<PublicRelayOutcome> {
  const report = services.uploads.reports.current;
  // What the history has masked has to be completed first.
  if (!report || isMaskedPackageUrl(report.record.upload.packageUrl)) return uploadAgain(services);
  const { appCode, module, packageUrl, version } = report.record.upload;
  return publishAndUpload(services, { platform: report.platform.gatewayUrl, appCode, module, packageUrl, version });
}
