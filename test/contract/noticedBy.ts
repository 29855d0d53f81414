import type { WrongWay } from '../platform/wrongWays.ts';

/** Cases that must notice each way of being wrong, by id; others may notice it as well. */
export const noticedBy: Readonly<Record<WrongWay, readonly string[]>> = {
  uploadAnswers201: ['upload.multipart', 'upload.json'],
  sizeAsNumber: ['upload.size', 'upload.sizeAndSum'],
  datesWithoutOffset: ['upload.datesWithOffset'],
  versionsNewestFirst: ['versions.order', 'versions.orderOfUploads'],
  deletedLeftOut: ['versions.deleted'],
  expiredTokenAs401: ['identity.expired', 'identity.expiredApplication'],
  noFieldsDetail: ['refused.noUrl', 'refused.allAtOnce', 'package.noArchive', 'modules.badFilter'],
  detailOnForbidden: ['refused.operator', 'modules.guest'],
  noRequestId: ['gateway.requestId', 'gateway.backendPassesThrough'],
  duplicateAccepted: ['upload.duplicate', 'upload.duplicatePage', 'upload.duplicateCoded', 'upload.word.no'],
  overwriteTakesNewId: ['upload.overwrite'],
  allowListUnchecked: ['hosts.refused', 'hosts.empty', 'hosts.subDomain', 'hosts.ftp'],
};
